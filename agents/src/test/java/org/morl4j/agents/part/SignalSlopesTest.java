package org.morl4j.agents.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;

/** Rules of the mix, taken to single signals. */
class SignalSlopesTest {
  /** Rows of zeros under a mix. */
  private static BatchRows rows(int n, double... weights) {
    List<Signal> list = new ArrayList<>();
    for (int s = 0; s < weights.length; s++) {
      list.add(new Signal("s" + s, Signal.Kind.OBJECTIVE, 1, 1));
    }
    Signals signals = new Signals(list);
    int[] offsets = new int[n + 1];
    Arrays.setAll(offsets, i -> i);
    Batch batch =
        new Batch(
            signals,
            offsets,
            new float[n],
            new float[n],
            new double[n],
            new double[n * weights.length],
            new double[0],
            new boolean[n],
            new boolean[n],
            new int[n]);
    BatchRows rows = new BatchRows(new RowShape(1, 1, 0, weights.length), signals);
    rows.load(batch, new Mixture(Mixer.weightedSum(Vec.of(weights)), List.of()));
    return rows;
  }

  /** dL/dV [B, S] of a rule at d = q - v. */
  private static float[] slopes(ValueRule rule, float[] d, BatchRows rows) {
    int n = rows.size();
    float[] x = new float[n];
    rows.mix(d, x);
    SignalSlopes.Mixed mixed = new SignalSlopes.Mixed(x, new float[n], new float[n]);
    rule.evaluate(x, new float[n], n, new float[n], mixed.slope(), mixed.pull());
    float[] out = new float[d.length];
    new SignalSlopes(rows.signals()).add(d, rows, mixed, 0, out);
    return out;
  }

  /** One row: d = (3, -1), omega = (2, 1), x = 5; w 2 and g -4: (2 x 5 - 4) / 5 = 1.2 along. */
  @Test
  void byHand() {
    BatchRows rows = rows(1, 2, 1);
    float[] out = new float[2];
    float[] x = {5};
    SignalSlopes.Mixed mixed = new SignalSlopes.Mixed(x, new float[] {-4}, new float[] {2});
    new SignalSlopes(2).add(new float[] {3, -1}, rows, mixed, 0, out);
    assertThat(out).containsExactly(new float[] {-6 + 2.4f, 2 + 1.2f}, within(1e-6f));
    assertThat(2 * out[0] + out[1]).as("along the mix the rule's own").isCloseTo(-4, within(1e-5f));
  }

  /** With one signal they are the rule's, bit for bit. */
  @Test
  void oneSignalHasTheRulesOwnSlope() {
    float[] d = {0.3f, -1.7f, 4};
    float[] slope = new float[3];
    ValueRule rule = new ValueRule.Gumbel(1.3, 5);
    rule.evaluate(d, new float[3], 3, new float[3], slope, new float[3]);
    assertThat(slopes(rule, d, rows(3, 1))).containsExactly(slope);
  }

  /** IQL's: |tau - 1(mix(d) < 0)| 2 d_s, bit for bit, whatever the signs of the weights. */
  @Test
  void theExpectileScalesEverySignalsDifference() {
    float[] d = {2, -1, -2, 3, 0.1f, 0.7f};
    float[] out = slopes(new ValueRule.Expectile(0.7), d, rows(3, 1, -0.6));
    float[] mixed = {2.6f, -3.8f, -0.32f};
    for (int i = 0; i < 6; i++) {
      float side = (float) (mixed[i / 2] < 0 ? 1 - 0.7 : 0.7);
      assertThat(out[i]).isEqualTo(-2 * side * d[i]);
    }
  }

  /** Where the mix counts no signal, only means are left. */
  @Test
  void withoutADirectionSignalsBecomeMeans() {
    float[] out = slopes(new ValueRule.Squared(), new float[] {2, -3}, rows(1, 0, 0));
    assertThat(out).containsExactly(-4, 6);
  }

  static List<ValueRule> rules() {
    return List.of(
        new ValueRule.Expectile(0.8),
        new ValueRule.Sparse(0.7),
        new ValueRule.Gumbel(1.5, 30),
        new ValueRule.ChiSquare(0.6));
  }

  /**
   * Five actions of one state, two signals: mix(V) goes to the rule's fixed point for the mixed
   * values, and across the mix V is the mean of q with the rule's weights there.
   */
  @ParameterizedTest
  @MethodSource("rules")
  void alongTheMixTheRuleAcrossItWeightedMeans(ValueRule rule) {
    float[] q = {0.2f, 1, -1, 3, 3, -0.5f, 2.2f, 0.1f, -2, 0.4f};
    double[] omega = {0.8, -0.5};
    BatchRows two = rows(5, omega);
    double[] v = {0, 0};
    descend(rule, q, two, v);
    float[] mixedQ = new float[5];
    two.mix(q, mixedQ);
    double[] alone = {0};
    descend(rule, mixedQ, rows(5, 1), alone);
    assertThat(0.8 * v[0] - 0.5 * v[1]).as("mix(V)").isCloseTo(alone[0], within(2e-4));
    float[] pull = new float[5];
    float[] x = new float[5];
    for (int i = 0; i < 5; i++) {
      x[i] = (float) (mixedQ[i] - alone[0]);
    }
    rule.evaluate(x, new float[5], 5, new float[5], new float[5], pull);
    double[] mean = {0, 0};
    double total = 0;
    for (int i = 0; i < 5; i++) {
      mean[0] += pull[i] * q[2 * i];
      mean[1] += pull[i] * q[2 * i + 1];
      total += pull[i];
    }
    // (0.5, 0.8) is what lies across.
    assertThat(0.5 * v[0] + 0.8 * v[1])
        .as("across")
        .isCloseTo((0.5 * mean[0] + 0.8 * mean[1]) / total, within(2e-4));
  }

  private static void descend(ValueRule rule, float[] q, BatchRows rows, double[] v) {
    int signals = v.length;
    float[] d = new float[q.length];
    for (int step = 0; step < 20_000; step++) {
      for (int i = 0; i < q.length; i++) {
        d[i] = (float) (q[i] - v[i % signals]);
      }
      float[] slope = slopes(rule, d, rows);
      for (int i = 0; i < q.length; i++) {
        v[i % signals] -= 0.02 * slope[i] / rows.size();
      }
    }
  }
}
