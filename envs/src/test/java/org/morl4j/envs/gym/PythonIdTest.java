package org.morl4j.envs.gym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.envs.EnvironmentRequest;
import org.morl4j.envs.EnvironmentSources;
import org.morl4j.envs.SignalNames;

/**
 * Environments of one's own modules: what an id finds, and what one reads where it finds nothing.
 */
class PythonIdTest {
  private static final String DAM =
      """
      import gymnasium as gym
      import numpy as np

      LEVEL = 3


      class Dam(gym.Env):
          observation_space = gym.spaces.Box(0.0, 100.0, (1,), np.float32)
          action_space = gym.spaces.Discrete(2)

          def __init__(self, level=0.0):
              self.level = level

          def reset(self, *, seed=None, options=None):
              super().reset(seed=seed)
              return np.array([self.level], np.float32), {}

          def step(self, action):
              return np.array([self.level], np.float32), 1.0, False, False, {}


      class Plain:
          # Of no base class, as any object with these four may be.
          observation_space, action_space = Dam.observation_space, Dam.action_space
          step, level = Dam.step, 7.0

          def reset(self, *, seed=None, options=None):
              return np.array([self.level], np.float32), {}


      class Dams:
          Small = Dam


      def make(level):
          return Dam(2 * level)


      def forgetful(level=0):
          Dam(level)


      gym.register("Dam-v0", entry_point=lambda **kwargs: Dam(**kwargs))
      """;

  @TempDir Path folder;

  @BeforeEach
  void module() throws IOException {
    Files.writeString(folder.resolve("dams.py"), DAM);
    Files.writeString(folder.resolve("broken.py"), "import no_such_package_of_anyone\n");
    Files.writeString(Files.createDirectory(folder.resolve("rivers")).resolve("upper.py"), DAM);
  }

  private VectorEnv open(String id, Map<String, Object> kwargs) {
    return EnvironmentSources.open(
        new EnvironmentRequest(id, 0, kwargs, 1, List.of(folder.toString()), SignalNames.DEFAULT),
        1);
  }

  @ParameterizedTest
  @CsvSource({
    "python:dams:Dam, 5",
    "python:dams:make, 10",
    "python:dams:Dams.Small, 5",
    "python:rivers.upper:Dam, 5",
    "gymnasium:dams:Dam-v0, 5"
  })
  void argumentsReachClassesAndFunctions(String id, double level) {
    try (VectorEnv env = open(id, Map.of("level", 5.0))) {
      assertThat(env.spec().id()).isEqualTo(id);
      assertThat(env.reset(new EpisodeSeeds(new SeedTree(1), 1)).obs()).containsExactly(level);
    }
  }

  @Test
  void anEnvironmentNeedsNoBaseClass() {
    try (VectorEnv env = open("python:dams:Plain", Map.of())) {
      env.reset(new EpisodeSeeds(new SeedTree(1), 1));
      assertThat(env.step(new double[] {1}).obs()).containsExactly(7);
    }
  }

  private void refuses(String id, String... told) {
    assertThatThrownBy(() -> open(id, Map.of()))
        .isInstanceOf(EnvException.class)
        .message()
        .contains(told)
        .doesNotContain("Traceback");
  }

  @Test
  void aMissingModuleIsNamedWithThePlacesSearched() {
    refuses(
        "python:nowhere:Dam",
        "There is no Python module nowhere, which the id python:nowhere:Dam names; looked in",
        folder + " (environment.pythonPath)",
        "the packages of ",
        "Maybe add the folder that holds nowhere.py to environment.pythonPath");
    refuses("python:damms:Dam", "There is no Python module damms", "Maybe you meant dams.");
    refuses("python:rivers.lower:Dam", "There is no Python module rivers.lower");
    refuses("gymnasium:nowhere:Dam-v0", "There is no Python module nowhere");
  }

  @Test
  void aMissingPackageOfAModuleIsToldWithItsTraceback() {
    assertThatThrownBy(() -> open("python:broken:Dam", Map.of()))
        .hasMessageContaining("No module named 'no_such_package_of_anyone'")
        .hasMessageContaining("broken.py");
  }

  @Test
  void aMissingClassIsNamedWithThoseThatAreThere() {
    refuses(
        "python:dams:Damm",
        "The module dams (" + folder.resolve("dams.py") + ") has no Damm",
        "that it defines: Dam, Plain, Dams, make, forgetful. Maybe you meant Dam.");
    refuses("python:dams:Dams.Large", "The module dams's Dams", "has no Large");
    refuses("python:dams:LEVEL", "is of type int", "must name a class, or a function");
    refuses(
        "python:dams:forgetful",
        "dams:forgetful gave a value of type NoneType without reset, step, observation_space,"
            + " action_space",
        "Maybe the function lacks its return.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"python:dams", "python:dams:", "python:dams.py:", "python:a/dams:Dam"})
  void idsThatNameNoModuleAndClass(String id) {
    assertThatThrownBy(() -> open(id, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + id + "\", but must be python:MODULE:CLASS")
        .hasMessageContaining("Maybe");
  }

  @Test
  void aFolderThatIsNotThere() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> GymOptions.of("python:dams:Dam").withPythonPath(List.of(none + "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("environment.pythonPath has " + none + ", but there is no such")
        .hasMessageContaining("Maybe it is meant relative to another place");
  }

  @Test
  void safetyGymnasiumIsNotAmongThePackages() {
    refuses("safety-gymnasium:SafetyPointGoal1-v0", "safety-gymnasium", "Maybe set MORL4J_PYTHON");
  }

  @Test
  void otherSourcesTakeNoFolders() {
    assertThatThrownBy(() -> open("native:CartPole-v1", Map.of()))
        .hasMessageContaining("environment.workers is set, but native:CartPole-v1 takes none.");
    assertThatThrownBy(
            () ->
                EnvironmentSources.open(
                    new EnvironmentRequest(
                        "native:CartPole-v1", 0, Map.of(), 0, List.of("."), SignalNames.DEFAULT),
                    1))
        .hasMessageContaining("environment.pythonPath is set, but native:CartPole-v1 takes none.");
    assertThat(EnvironmentSources.namesModule("python:dams:Dam")).isTrue();
    assertThat(EnvironmentSources.namesModule("gymnasium:dams:Dam-v0")).isTrue();
    assertThat(EnvironmentSources.namesModule("gymnasium:CartPole-v1")).isFalse();
    assertThat(EnvironmentSources.namesModule("native:a:b")).isFalse();
  }
}
