package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;

/** What every environment of the testkit that can be saved has in common. */
class TinyEnvironmentsTest {
  static List<Supplier<Environment>> environments() {
    return List.of(
        NoisyArms::new,
        () -> Lifetime.coin(5, 50),
        () -> Lifetime.hazard(50, 0.04, 0.1),
        () -> new Scaled(new Corridor(5, 20, 0.2), 1e-3, 1e3));
  }

  @ParameterizedTest
  @MethodSource("environments")
  void aRestoredEnvironmentGoesOnAsTheSavedOne(Supplier<Environment> supplier) {
    try (VectorEnv saved = VectorEnv.of(supplier, 3);
        VectorEnv restored = VectorEnv.of(supplier, 3)) {
      Rng rng = new Rng(7);
      double[] act = new double[3];
      saved.reset(new EpisodeSeeds(new SeedTree(2), 3));
      for (int t = 0; t < 77; t++) {
        saved.step(sample(saved, rng, act));
      }
      State state = new State();
      saved.save(state);
      restored.reset(new EpisodeSeeds(new SeedTree(2), 3));
      restored.restore(States.throughFile(state));
      for (int t = 0; t < 200; t++) {
        sample(saved, rng, act);
        VectorStep expected = saved.step(act);
        VectorStep actual = restored.step(act);
        assertThat(actual.obs()).containsExactly(expected.obs());
        assertThat(actual.reward()).containsExactly(expected.reward());
        assertThat(actual.cost()).containsExactly(expected.cost());
        assertThat(actual.terminated()).containsExactly(expected.terminated());
        assertThat(actual.truncated()).containsExactly(expected.truncated());
        for (int i = 0; i < 3; i++) {
          assertThat(
                  saved
                      .spec()
                      .observationSpace()
                      .contains(actual.obs(), i * saved.spec().observationSpace().size()))
              .isTrue();
        }
      }
    }
  }

  private static double[] sample(VectorEnv env, Rng rng, double[] act) {
    for (int i = 0; i < env.size(); i++) {
      env.spec().actionSpace().sample(rng, act, i);
    }
    return act;
  }

  @Test
  void scalesRewardsAndCosts() {
    try (Environment plain = new Corridor(5, 20);
        Environment scaled = new Scaled(new Corridor(5, 20), 1e-3, 1e3)) {
      plain.reset(0);
      scaled.reset(0);
      assertThat(plain.step(new double[] {0}).cost()).containsExactly(1);
      assertThat(scaled.step(new double[] {0}).cost()).containsExactly(1000);
      assertThat(scaled.step(new double[] {0}).reward()).containsExactly(0, -0.001);
      assertThat(scaled.spec()).isEqualTo(plain.spec());
    }
  }
}
