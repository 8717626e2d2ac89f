package org.morl4j.agents.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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

  /** d = 2 and -3: 0.9 * 4 and 0.1 * 9, whose derivatives in v are -2 * 0.9 * 2 and 2 * 0.1 * 3. */
  @Test
  void expectileByHand() {
    float[] loss = new float[2];
    float[] dV = new float[2];
    new ValueRule.Expectile(0.9).losses(new float[] {2, -3}, 2, loss, dV);
    assertThat(loss[0]).isCloseTo(3.6f, within(1e-6f));
    assertThat(loss[1]).isCloseTo(0.9f, within(1e-6f));
    assertThat(dV[0]).isCloseTo(-3.6f, within(1e-6f));
    assertThat(dV[1]).isCloseTo(0.6f, within(1e-6f));
  }

  @Test
  void squaredByHand() {
    float[] loss = new float[2];
    float[] dV = new float[2];
    new ValueRule.Squared().losses(new float[] {2, -3}, 2, loss, dV);
    assertThat(loss).containsExactly(4, 9);
    assertThat(dV).containsExactly(-4, 6);
  }

  @Test
  void refusesExpectilesAtTheEnds() {
    assertThatThrownBy(() -> new ValueRule.Expectile(1))
        .hasMessage("tau is 1.0, but must lie strictly between 0 and 1.");
  }

  /** V = 0: rows of weight 2 and 1, losses 1 + 9 and 4 + 0 of two signals. */
  @Test
  void lossIsTheWeightedMeanOverRowsOfSumsOverSignals() {
    float[] losses = {1, 9, 4, 0};
    float[] dV = {1, 2, 3, 4};
    assertThat(StateValue.mean(losses, dV, 2, S, new float[] {2, 1})).isEqualTo((2 * 10 + 4) / 2.0);
    assertThat(dV).containsExactly(1, 2, 1.5f, 2);
    assertThat(StateValue.mean(losses, dV, 2, S, null)).isEqualTo((10 + 4) / 2.0);
  }

  /** A linear V = w x + b: the gradient of L_V in its parameters by central differences. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.8})
  void gradientByFiniteDifferences(double tau) {
    float[] q = {1, -2, 0.5f, 3, -1, -0.25f};
    BatchRows rows = rows(new float[] {1, 0.5f, 2}, -1, 0.5f, 2);
    ValueRule rule = new ValueRule.Expectile(tau);
    float[] parameters = {0.3f, -0.7f, 0.1f, 0.2f};
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
              / (2 * h);
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

  /** The expectile of 0 and 1, each half of the time: tau (1 - v) = (1 - tau) v, so v = tau. */
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
