package org.morl4j.agents.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Backends;

/** V(s) of two signals and the rules by which it follows Q. */
class StateValueTest {
  private static final int S = 2;
  private static final RowShape SHAPE = new RowShape(1, 1, 0, S);

  private static StateValue of(boolean target, Integer... hidden) {
    MlpOptions networks = new MlpOptions(false, List.of(hidden), Activation.TANH);
    return new StateValue(
        new Mlps(Backends.named("fused"), networks, SHAPE, new Rng(1)), false, target);
  }

  /** One row for each observation, weighted or not. */
  private static BatchRows rows(float[] weight, float... obs) {
    int n = obs.length;
    Signals signals =
        new Signals(
            List.of(
                new Signal("a", Signal.Kind.OBJECTIVE, 1, 1),
                new Signal("b", Signal.Kind.OBJECTIVE, 1, 1)));
    int[] offsets = new int[n + 1];
    Arrays.setAll(offsets, i -> i);
    Batch batch =
        new Batch(
            signals,
            offsets,
            obs,
            new float[n],
            new double[n],
            new double[n * S],
            new double[0],
            new boolean[n],
            new boolean[n],
            new int[n]);
    if (weight.length > 0) {
      batch.with(Column.WEIGHT, weight);
    }
    BatchRows rows = new BatchRows(SHAPE, signals);
    rows.load(batch, new Mixture(Mixer.weightedSum(Vec.of(1, 1)), List.of()));
    return rows;
  }

  /** V = 0: rows of weight 2 and 1, mixed differences 4 and -2 of losses 16 and 4. */
  @Test
  void lossIsTheWeightedMeanOfTheMixedDifferences() {
    StateValue value = of(false);
    State state = new State();
    state.put("network.parameters", new float[4]);
    value.start(state);
    float[] q = {1, 3, -1, -1};
    BatchRows rows = rows(new float[] {2, 1}, 0, 0);
    assertThat(value.regress(new ValueRule.Squared(), q, rows, 1e-9)).isEqualTo((32 + 4) / 2.0);
  }

  /** Two sets of actions count as one batch of twice the rows. */
  @Test
  void setsOfActionsAreOneBatch() {
    float[] start = {0.3f, -0.7f, 0.1f, 0.2f};
    float[] q = {1, -2, 0.5f, 3, -1, -0.25f, 4, 1};
    ValueRule rule = new ValueRule.Gumbel(2, 7);
    StateValue sets = started(start);
    double loss = sets.regress(rule, q, 2, rows(new float[0], -1, 2), 1e-3);
    StateValue rows = started(start);
    assertThat(rows.regress(rule, q, rows(new float[0], -1, 2, -1, 2), 1e-3))
        .isCloseTo(loss, within(1e-6));
    assertThat(sets.gradientNorm()).isCloseTo(rows.gradientNorm(), within(1e-6));
  }

  /**
   * A linear V = w x + b by central differences of L_V. Both signals have the same values, so that
   * differences lie along the mix (1, 1), whose square is 2.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.8})
  void gradientByFiniteDifferences(double tau) {
    float[] q = {1, 1, 0.5f, 0.5f, -1, -1};
    BatchRows rows = rows(new float[] {1, 0.5f, 2}, -1, 0.5f, 2);
    ValueRule rule = new ValueRule.Expectile(tau);
    float[] parameters = {0.3f, 0.3f, 0.1f, 0.1f};
    StateValue value = started(parameters);
    value.regress(rule, q, rows, 1e-3);
    State state = new State();
    value.save(state);
    float[] firstMoment = state.floats("network.adam.m"); // a tenth of the first gradient
    double h = 1e-2;
    double squares = 0;
    for (int i = 0; i < 4; i++) {
      float[] up = parameters.clone();
      up[i] += (float) h;
      float[] down = parameters.clone();
      down[i] -= (float) h;
      double expected =
          (started(up).regress(rule, q, rows, 1e-3) - started(down).regress(rule, q, rows, 1e-3))
              / (2 * h)
              / 2;
      assertThat(firstMoment[i] / 0.1).as("parameter %d", i).isCloseTo(expected, within(2e-3));
      squares += expected * expected;
    }
    assertThat(value.gradientNorm()).isCloseTo(Math.sqrt(squares), within(5e-3));
  }

  private static StateValue started(float[] parameters) {
    StateValue value = of(false);
    State state = new State();
    state.put("network.parameters", parameters);
    value.start(state);
    return value;
  }

  /** Mixes 0 and 11: the expectile 8.8, and of each signal the mean with weights 0.2 and 0.8. */
  @Test
  void findsTheExpectile() {
    StateValue value = of(false, 8);
    BatchRows rows = rows(new float[0], 1, 1);
    float[] q = {0, 0, 1, 10};
    for (int i = 0; i < 3000; i++) {
      value.regress(new ValueRule.Expectile(0.8), q, rows, 0.01);
    }
    float[] v = value.values(Copy.LIVE, rows.state(), 1);
    assertThat(v[0]).isCloseTo(0.8f, within(0.01f));
    assertThat(v[1]).isCloseTo(8, within(0.1f));
  }

  @Test
  void theTargetFollowsWhereThereIsOne() {
    BatchRows rows = rows(new float[0], 1);
    StateValue value = of(true, 8);
    float before = value.values(Copy.TARGET, rows.state(), 1)[0];
    value.regress(new ValueRule.Squared(), new float[] {5, 5}, rows, 0.01);
    assertThat(value.values(Copy.TARGET, rows.state(), 1)[0]).isEqualTo(before);
    value.track(1);
    float live = value.values(Copy.LIVE, rows.state(), 1)[0];
    assertThat(live).isNotEqualTo(before);
    assertThat(value.values(Copy.TARGET, rows.state(), 1)[0]).isEqualTo(live);
  }
}
