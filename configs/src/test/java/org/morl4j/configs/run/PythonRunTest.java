package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.Vec;
import org.morl4j.pareto.search.JobRunner;

/** A run in a Python environment of one's own, which lies in a folder beside the config. */
class PythonRunTest {
  private static final String MODULE =
      """
      import gymnasium as gym
      import numpy as np


      class Two(gym.Env):
          observation_space = gym.spaces.Box(-1.0, 1.0, (2,), np.float32)
          action_space = gym.spaces.Discrete(2)
          reward_space = gym.spaces.Box(-1.0, 1.0, (2,), np.float32)

          def __init__(self, length=10):
              self.length = length

          def reset(self, *, seed=None, options=None):
              super().reset(seed=seed)
              self.t = 0
              return np.zeros(2, np.float32), {}

          def step(self, action):
              self.t += 1
              obs = np.full(2, self.t / self.length, np.float32)
              reward = np.array([action, 1.0 - action], np.float32)
              return obs, reward, self.t == self.length, False, {}


      class Free(gym.Env):
          observation_space = gym.spaces.Box(-1.0, 1.0, (2,), np.float32)

          def __init__(self, bound):
              self.bound = float(bound)
              self.action_space = gym.spaces.Box(-self.bound, self.bound, (2,), np.float32)

          def reset(self, *, seed=None, options=None):
              self.t = 0
              return np.zeros(2, np.float32), {}

          def step(self, action):
              self.t += 1
              return np.zeros(2, np.float32), 1.0, self.t == 10, False, {}
      """;

  @TempDir Path temp;

  private Path config(String environment) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("project"));
    Files.writeString(folder.resolve("lakes.py"), MODULE);
    Files.writeString(Files.createDirectories(folder.resolve("more")).resolve("ponds.py"), MODULE);
    return Files.writeString(
        folder.resolve("run.json"),
        """
        {"format": 2, "name": "two", "environment": {"rows": 2, "workers": 1, %s},
         "agent": {"type": "ppo", "rolloutLength": 16, "minibatch": 16, "hidden": [4]},
         "search": {"type": "single", "transitions": 96, "evaluateEvery": 48},
         "evaluation": {"episodes": 2}}
        """
            .formatted(environment));
  }

  /** What breaks at the first reset leaves no folder, in one run and in several. */
  @ParameterizedTest
  @ValueSource(strings = {"return None", "raise ValueError('no port')", "import no_such_module"})
  void aBrokenOneIsToldBeforeThereIsAFolder(String reset) throws IOException {
    Path file = config("\"id\": \"python:broken:Broken\"");
    Files.writeString(
        file.resolveSibling("broken.py"),
        """
        from lakes import Two


        class Broken(Two):
            def reset(self, *, seed=None, options=None):
                %s
        """
            .formatted(reset));
    Path run = temp.resolve("run");
    assertThatThrownBy(() -> Run.create(read(file), run))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("python:broken:Broken: row 0 (worker 0, environment 0) failed");
    assertThatThrownBy(() -> new FitCheck(1).check(read(file))).isInstanceOf(ConfigException.class);
    assertThat(run).doesNotExist();
  }

  private static RunConfig read(Path file) {
    return Catalogue.reader().read(file, List.of());
  }

  @Test
  void foldersAreThoseBesideTheConfig() throws IOException {
    String pond = "\"id\": \"python:ponds:Two\"";
    Path more = temp.resolve("project/more").toAbsolutePath();
    assertThat(path(read(config(pond + ", \"pythonPath\": [\"more\", \".\"]"))))
        .containsExactly(more.toString(), more.getParent().toString());
    assertThat(path(read(config(pond + ", \"pythonPath\": [\"" + more + "\"]"))))
        .containsExactly(more.toString());
    assertThat(path(read(config("\"id\": \"python:lakes:Two\""))))
        .containsExactly(more.getParent().toString());
    assertThat(path(read(config("\"id\": \"gymnasium:CartPole-v1\"")))).isNull();
    assertThat(path(read(config("\"id\": \"python:lakes:Two\", \"pythonPath\": []")))).isEmpty();
  }

  private static List<String> path(RunConfig config) {
    return config.environment().settings().pythonPath();
  }

  @Test
  void aRunFindsItsModuleAgain() throws IOException {
    RunConfig config =
        read(
            config(
                """
                "id": "python:ponds:Two", "pythonPath": ["more"], "kwargs": {"length": 5}"""));
    Path folder = temp.resolve("elsewhere/run");
    Run run = Run.create(config, folder);
    run.stop();
    try {
      run.execute(RunListener.NONE);
    } catch (JobRunner.StoppedException e) {
      // Stopped before its end, as by the keyboard.
    }
    Path moved = Files.move(folder, temp.resolve("moved"));
    Run resumed = Run.open(moved, null, null);
    assertThat(resumed.config().environment()).isEqualTo(config.environment());
    resumed.execute(RunListener.NONE);
    // Two objectives share one point a step, five steps an episode.
    assertThat(sum(resumed)).isEqualTo(5);

    // The module itself went elsewhere: the config can say so without making the run another one.
    Path modules = temp.resolve("project/more");
    Path there = Files.move(modules, temp.resolve("there"));
    Path file = moved.resolve("config.json");
    Files.writeString(file, Files.readString(file).replace(modules.toString(), there.toString()));
    Run again = Run.open(moved, null, null);
    again.execute(RunListener.NONE);
    assertThat(sum(again)).isEqualTo(5);
  }

  private static RunConfig free(Path file, String bound, String agent) {
    List<String> settings =
        List.of(
            "environment.id=python:lakes:Free",
            "environment.kwargs={\"bound\": \"" + bound + "\"}",
            "agent=" + agent);
    return Catalogue.reader().read(file, settings);
  }

  /** Bounds that mean none, as environments write them. */
  @ParameterizedTest
  @ValueSource(strings = {"inf", "1e38", "3.4e38"})
  void agentsThatNeedBoundsAreRefusedBeforeTheStart(String bound) throws IOException {
    Path file = config("\"id\": \"python:lakes:Two\"");
    for (String agent : List.of("sac", "td3", "tqc", "dsac-t")) {
      Path folder = temp.resolve("refused");
      RunConfig config = free(file, bound, "{\"type\": \"%s\"}".formatted(agent));
      assertThatThrownBy(() -> Run.create(config, folder))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith("The action space, a Box of shape [2], goes from -")
          .hasMessageContaining("needs distinct bounds within +-1e18. Maybe give the environment's")
          .hasMessageEndingWith("such as ppo with its default head.");
      assertThat(folder).doesNotExist();
    }
    String ppo = "{\"type\": \"ppo\", \"rolloutLength\": 16, \"minibatch\": 16}";
    Run run = Run.create(free(file, bound, ppo), temp.resolve("ppo"));
    run.execute(RunListener.NONE);
    assertThat(run.evaluate("last", 1, 3).evaluated().mean().get(0)).isEqualTo(10);
    Run narrow =
        Run.create(
            free(file, "2", "{\"type\": \"sac\", \"replay\": {\"warmup\": 16}}"),
            temp.resolve("sac"));
    narrow.execute(RunListener.NONE);
    assertThat(narrow.evaluate("last", 1, 3).evaluated().mean().get(0)).isEqualTo(10);
  }

  @Test
  void signalsBearTheNamesOfTheConfig() throws IOException {
    Path file =
        config(
            """
            "id": "python:lakes:Two", "objectives": ["energy (GWh)", "spill"], \
            "minimise": ["spill"]""");
    Run run = Run.create(read(file), temp.resolve("named"));
    run.execute(RunListener.NONE);
    assertThat(run.spec().objectives()).containsExactly("energy (GWh)", "spill");
    assertThat(Files.readString(temp.resolve("named/front.csv")))
        .startsWith("policy,energy (GWh),spill,");
    // The rewards of each step sum to 1, and the second one's sign is turned.
    Vec mean = run.evaluate("last", 2, 3).evaluated().mean();
    assertThat(mean.get(0) - mean.get(1)).isEqualTo(10);
    assertThatThrownBy(() -> read(config("\"id\": \"python:lakes:Two\", \"costs\": [\"a,b\"]")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("environment.costs[0] is \"a,b\", but must be 1 to 60 letters");
  }

  private static double sum(Run run) throws IOException {
    return run.evaluate("last", 2, 3).evaluated().mean().dot(Vec.of(1, 1));
  }
}
