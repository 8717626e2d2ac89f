package org.morl4j.envs.gym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.envs.EnvironmentRequest;
import org.morl4j.envs.EnvironmentSources;
import org.morl4j.envs.SignalNames;

/** Names of objectives and costs, and objectives of which less is better. */
class SignalNamesTest {
  private static final List<String> THREE = List.of("supply (m3)", "spill", "head");

  private static GymOptions vector(SignalNames names) {
    return GymOptions.of("python:morl4j_test_envs:Vector")
        .withPythonPath(List.of(GymBridgeFailureTest.folder()))
        .withWorkers(1)
        .withSignals(names);
  }

  @Test
  void objectivesAreNamedInTheirOrder() {
    SignalNames names = SignalNames.DEFAULT.withObjectives(THREE);
    try (GymVectorEnv env = GymVectorEnv.open(vector(names), 2)) {
      assertThat(env.spec().objectives()).isEqualTo(THREE);
      env.reset(new EpisodeSeeds(new SeedTree(1), 2));
      assertThat(env.step(new double[] {0, 0}).reward())
          .containsExactly(0, 0.125, 0.25, 0, 0.125, 0.25);
    }
  }

  @Test
  void ofMinimisedObjectivesTheSignIsTurned() {
    SignalNames names =
        SignalNames.DEFAULT.withObjectives(THREE).withMinimise(List.of("head", "supply (m3)"));
    try (GymVectorEnv env = GymVectorEnv.open(vector(names), 2)) {
      env.reset(new EpisodeSeeds(new SeedTree(1), 2));
      // The first is 0 and stays 0.0, not -0.0.
      assertThat(env.step(new double[] {0, 0}).reward())
          .containsExactly(0.0, 0.125, -0.25, 0.0, 0.125, -0.25);
    }
  }

  @Test
  void knownNamesCanBeMinimisedToo() {
    EnvironmentRequest request =
        new EnvironmentRequest(
            "gymnasium:deep-sea-treasure-v0",
            0,
            Map.of(),
            1,
            List.of(),
            SignalNames.DEFAULT.withMinimise(List.of("time")));
    try (VectorEnv env = EnvironmentSources.open(request, 1)) {
      env.reset(new EpisodeSeeds(new SeedTree(1), 1));
      assertThat(env.step(new double[] {0}).reward()).containsExactly(0, 1);
    }
  }

  @Test
  void namesThatFitNoReward() {
    SignalNames two = SignalNames.DEFAULT.withObjectives(List.of("supply", "spill"));
    assertThatThrownBy(() -> GymVectorEnv.open(vector(two), 1))
        .hasMessageContaining(
            "environment.objectives names 2 (supply, spill), but the environment's reward_space"
                + " has 3 components. Maybe name all of them")
        .hasMessageNotContaining("Traceback");
    SignalNames none = SignalNames.DEFAULT.withMinimise(List.of("reward_3"));
    assertThatThrownBy(() -> GymVectorEnv.open(vector(none), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "minimise[0] is \"reward_3\", but must be one of the objectives reward_0, reward_1,"
                + " reward_2. Maybe you meant reward_0.");
    assertThatThrownBy(() -> SignalNames.DEFAULT.withObjectives(THREE).withMinimise(List.of("x")))
        .hasMessageContaining("must be one of the objectives supply (m3), spill, head");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " a", "a ", "=cmd|calc!A0", "x\ny", "a,b", "a\"b", "<b>", "\u001b[2J"})
  void namesThatNoTableCanHold(String name) {
    List<String> names = List.of("toll", name);
    refuses(() -> SignalNames.DEFAULT.withObjectives(names), "objectives[1] is \"");
    refuses(() -> SignalNames.DEFAULT.withCosts(names), "costs[1] is \"");
  }

  private static void refuses(ThrowableAssert.ThrowingCallable call, String begin) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .startsWith(begin)
        .contains("but must be 1 to 60 letters, digits, blanks", "Maybe a unit stands")
        .doesNotContain("\n", "\u001b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"policy", "job", "seed", "within_limits", "episodes", "constraint/toll/value"})
  void namesOfOtherColumns(String name) {
    assertThatThrownBy(() -> SignalNames.DEFAULT.withCosts(List.of("toll", name)))
        .hasMessage(
            "costs[1] is \"%s\", which names another column of a run's tables. Maybe add a word or its unit to it."
                .formatted(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"_standard_error", "_bias", "_bias_samples"})
  void namesOfAnotherSignalsColumns(String ending) {
    String name = "toll" + ending;
    assertThat(SignalNames.DEFAULT.withCosts(List.of(name)).costs()).containsExactly(name);
    assertThatThrownBy(() -> SignalNames.DEFAULT.withCosts(List.of(name, "toll")))
        .hasMessageContaining(
            "costs[0] is \"%s\", which the tables of a run call the ".formatted(name))
        .hasMessageEndingWith(" of another signal. Maybe end it otherwise.");
  }

  @Test
  void namesOfAllLanguagesAndUnits() {
    List<String> names = List.of("d\u00e9bit (m3/s)", "\u6c34", "a", "CO2 %", "x_1.5-b^2*");
    assertThat(SignalNames.DEFAULT.withCosts(names).costs()).isEqualTo(names);
    assertThatThrownBy(
            () -> SignalNames.DEFAULT.withCosts(List.of("a")).withObjectives(List.of("a")))
        .hasMessage("costs[0] is \"a\", which names another signal already. Maybe number them.");
  }
}
