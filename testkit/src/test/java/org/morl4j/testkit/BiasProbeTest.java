package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signal.Kind;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;
import org.morl4j.core.train.Bias;
import org.morl4j.core.train.BiasProbe;

class BiasProbeTest {
  private static final Signals SIGNALS =
      new Signals(
          List.of(
              new Signal("goal", Kind.OBJECTIVE, 0.5, 1),
              new Signal("time", Kind.OBJECTIVE, 1, 1),
              new Signal("bump", Kind.COST, 0.1, 1),
              new Signal("entropy", Kind.AUXILIARY, 1, 1)));

  private static Policy always(double action) {
    return (n, mode, generators) ->
        new Actor() {
          @Override
          public void act(
              double[] obs,
              double @Nullable [] preference,
              double[] act,
              double @Nullable [] logProb) {
            java.util.Arrays.fill(act, action);
          }

          @Override
          public void save(State out) {}

          @Override
          public void restore(State in) {}
        };
  }

  /** Predicts the cell plus 1, 2, 3 and 99 for the four signals. */
  private static final ValueFunction CELL =
      (obs, act, preference, n, out) -> {
        for (int b = 0; b < n; b++) {
          for (int s = 0; s < 4; s++) {
            out[4 * b + s] = obs[2 * b] + (s == 3 ? 99 : s + 1);
          }
        }
      };

  /**
   * Four cells, always to the right: cells 0, 1, 2, then the goal. Returns of goal under 0.5 are
   * 0.25, 0.5, 1, of time -3, -2, -1; predictions are the cell plus 1, 2, 3.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void terminatedEpisodesCountWhole(int rows) {
    Bias bias = measure(() -> new Corridor(4, 40), rows, 5, always(1));
    assertThat(bias.signals())
        .extracting(Bias.OfSignal::name)
        .containsExactly("goal", "time", "bump");
    // Differences 0.75, 1.5, 2 over five equal episodes.
    assertIs(bias, 0, 2, 1.75 / 3, 4.25 / 3, Math.sqrt(5 * 0.7916666666666666 / 14), 15);
    // Differences 5, 5, 5: exactly off by five.
    assertIs(bias, 1, 3, -2, 5, 0, 15);
    assertIs(bias, 2, 4, 0, 4, Math.sqrt(10.0 / 14), 15);
  }

  /**
   * Always to the left under a limit of 6 steps: a bump each. Under 0.5 the unseen part weighs
   * 0.5^(6-t) at step t, at most 0.05 for t = 0 and 1 (1/64, 1/32); under 0.1 for t to 4 (0.01);
   * under 1 never.
   */
  @Test
  void ofEpisodesCutByATimeLimitOnlyWhatIsNearlyKnownCounts() {
    Bias bias = measure(() -> new Corridor(4, 6), 1, 1, always(0));
    assertThat(bias.signals()).extracting(Bias.OfSignal::samples).containsExactly(2L, 0L, 5L);
    assertIs(bias, 0, 1, 0, 1, 0, 2);
    Bias.OfSignal none = bias.signals().get(1);
    assertThat(none.predicted()).isNaN();
    assertThat(none.bias()).isNaN();
    // 1.11111, 1.1111, 1.111, 1.11, 1.1
    assertThat(bias.signals().get(2).measured()).isCloseTo(5.54321 / 5, within(1e-12));
    assertThat(bias.signals().get(2).bias()).isCloseTo(3 - 5.54321 / 5, within(1e-12));
  }

  /**
   * A critic that counts 8 a step besides the goal: from cell 0 the steps in cells 1 and 2 follow,
   * worth 8/2 + 8/4 under 0.5, from cell 1 that in cell 2, worth 8/2. Returns 0.25, 0.5, 1 become
   * 6.25, 4.5, 1.
   */
  @Test
  void whatACriticCountsBesidesIsAddedFromTheNextStepOn() {
    ValueFunction soft =
        new ValueFunction() {
          @Override
          public void values(
              float[] obs, double[] act, float @Nullable [] preference, int n, float[] out) {
            java.util.Arrays.fill(out, 6);
          }

          @Override
          public void bonus(
              float[] obs, double[] act, float @Nullable [] preference, int n, float[] out) {
            for (int b = 0; b < n; b++) {
              out[4 * b] = 8;
              out[4 * b + 1] = 0;
              out[4 * b + 2] = 0;
            }
          }
        };
    BiasProbe probe = new BiasProbe(VectorEnv.of(() -> new Corridor(4, 40), 1), SIGNALS, 1);
    Bias bias = probe.measure(always(1), soft, null, Mode.EXPLOIT, new SeedTree(1));
    // Differences -0.25, 1.5, 5: squares from their mean 25/12 are 196/36 + 49/144 + 1225/144.
    double deviation = Math.sqrt((784 + 49 + 1225) / 288.0);
    assertIs(bias, 0, 6, 11.75 / 3, 6.25 / 3, deviation, 3);
    assertThat(bias.signals().get(1).measured()).isEqualTo(-2);
  }

  /** 700 steps are predicted in three chunks. */
  @Test
  void longEpisodesAndPreferences() {
    int[] largest = {0};
    ValueFunction values =
        (obs, act, preference, n, out) -> {
          assertThat(preference).isNotNull();
          largest[0] = Math.max(largest[0], n);
          for (int b = 0; b < n; b++) {
            out[4 * b] = preference == null ? 0 : preference[2 * b];
            out[4 * b + 1] = (float) act[b] - (700 - obs[2 * b + 1]);
            out[4 * b + 2] = 0;
          }
        };
    BiasProbe probe = new BiasProbe(VectorEnv.of(() -> new Corridor(701, 1000), 1), SIGNALS, 1);
    Bias bias = probe.measure(always(1), values, Vec.of(0.25, 0.75), Mode.EXPLORE, new SeedTree(1));
    assertThat(bias.signals().get(0).predicted()).isEqualTo(0.25);
    assertIs(bias, 1, -349.5, -350.5, 1, 0, 700);
    assertThat(largest[0]).isLessThan(700);
    assertThat(probe.transitions()).isEqualTo(700);
  }

  private static Bias measure(Supplier<Corridor> env, int rows, int episodes, Policy policy) {
    BiasProbe probe = new BiasProbe(VectorEnv.of(env, rows), SIGNALS, episodes);
    return probe.measure(policy, CELL, null, Mode.EXPLOIT, new SeedTree(1));
  }

  private static void assertIs(
      Bias bias,
      int signal,
      double predicted,
      double measured,
      double difference,
      double deviation,
      long samples) {
    Bias.OfSignal is = bias.signals().get(signal);
    assertThat(is.predicted()).isCloseTo(predicted, within(1e-12));
    assertThat(is.measured()).isCloseTo(measured, within(1e-12));
    assertThat(is.bias()).isCloseTo(difference, within(1e-12));
    assertThat(is.deviation()).isCloseTo(deviation, within(1e-12));
    assertThat(is.samples()).isEqualTo(samples);
  }
}
