package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.Step;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.rng.SeedTree;

/** What an environment gives is held against its spec in every step. */
class StepContractTest {
  /** A corridor of two objectives and a cost whose answers are bent. */
  private static final class Bent implements Environment {
    private final Corridor inner = new Corridor(9, 4);
    private final double[] first;
    private final UnaryOperator<Step> bend;

    Bent(double[] first, UnaryOperator<Step> bend) {
      this.first = first;
      this.bend = bend;
    }

    @Override
    public EnvSpec spec() {
      return inner.spec();
    }

    @Override
    public double[] reset(long seed) {
      inner.reset(seed);
      return first;
    }

    @Override
    public Step step(double[] act) {
      return bend.apply(inner.step(act));
    }
  }

  private static void refused(double[] first, UnaryOperator<Step> bend, String message) {
    try (VectorEnv env = VectorEnv.of(() -> new Bent(first, bend), 2)) {
      assertThatThrownBy(
              () -> {
                env.reset(new EpisodeSeeds(new SeedTree(1), 2));
                for (int t = 0; t < 6; t++) {
                  env.step(new double[2]);
                }
              })
          .isInstanceOf(EnvException.class)
          .hasMessageStartingWith("test:corridor row 0: " + message)
          .hasMessageContaining(" Maybe ");
    }
  }

  private static UnaryOperator<Step> with(double[] obs, double[] reward, double[] cost) {
    return step ->
        new Step(
            obs == null ? step.obs() : obs,
            reward == null ? step.reward() : reward,
            cost == null ? step.cost() : cost,
            step.terminated(),
            step.truncated());
  }

  @Test
  void lengthsAreThoseOfTheSpec() {
    double[] good = {0, 0};
    refused(
        new double[3],
        with(null, null, null),
        "reset gave an observation of 3 values, but the observation space has 2: ");
    refused(null, with(null, null, null), "reset gave an observation of null, but");
    refused(
        good,
        with(new double[1], null, null),
        "step gave an observation of 1 value, but the observation space has 2: ");
    refused(
        good,
        with(null, new double[] {1, 2, 3}, null),
        "step gave a reward of 3 values, but the spec has 2 objectives: ");
    refused(
        good,
        with(null, new double[] {1}, null),
        "step gave a reward of 1 value, but the spec has 2 objectives: ");
    refused(
        good,
        with(null, null, Step.NO_COST),
        "step gave a cost of 0 values, but the spec has 1 costs: ");
    refused(good, step -> null, "step gave null.");
  }

  @Test
  void whatIsTooMuchIsNamedWithItsValue() {
    try (VectorEnv env =
        VectorEnv.of(
            () -> new Bent(new double[2], with(null, new double[] {1, 2, 3.5}, null)), 1)) {
      env.reset(new EpisodeSeeds(new SeedTree(1), 1));
      assertThatThrownBy(() -> env.step(new double[1]))
          .hasMessageEndingWith("Maybe name reward[2] = 3.5 in the EnvSpec, or leave it out.");
    }
  }

  @Test
  void anEpisodePastItsHorizonIsToldAtOnce() {
    UnaryOperator<Step> endless =
        step -> new Step(step.obs(), step.reward(), step.cost(), false, false);
    Corridor corridor = new Corridor(9, 4);
    assertThat(corridor.spec().horizon()).isEqualTo(4);
    refused(
        new double[2],
        endless,
        "the episode goes on after 4 steps, but its spec has a horizon of 4. Maybe give truncated");
  }
}
