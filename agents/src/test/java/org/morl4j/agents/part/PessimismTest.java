package org.morl4j.agents.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.agents.part.CriticOptions.Combine;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signal.Kind;
import org.morl4j.core.data.Signals;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;
import org.morl4j.nn.Backends;

/** Critics expect little of what a policy seeks and much of what counts against it. */
class PessimismTest {
  private static Signals signals(Kind second) {
    return new Signals(
        List.of(new Signal("first", Kind.OBJECTIVE, 1, 1), new Signal("second", second, 1, 1)));
  }

  /** Critics that put out the same constants everywhere. */
  private static QEnsemble constant(CriticOptions options, RowShape shape, float[]... outputs) {
    MlpOptions networks = MlpOptions.DEFAULT.withHidden();
    Mlps mlps = new Mlps(Backends.named("fused"), networks, shape, new Rng(1));
    QEnsemble critics = new QEnsemble(options.withCount(outputs.length).withParallel(false), mlps);
    State state = new State();
    for (int k = 0; k < outputs.length; k++) {
      int n = outputs[k].length;
      float[] parameters = new float[n * (shape.stateAction() + 1)];
      System.arraycopy(outputs[k], 0, parameters, n * shape.stateAction(), n);
      state.put(k + ".network.parameters", parameters);
      state.put(k + ".network.target", parameters);
    }
    critics.start(state);
    return critics;
  }

  /** Rows of zeros without rewards under the discount 1. */
  private static Batch zeros(Signals signals, int rows) {
    int costs = signals.count(Kind.COST);
    int[] offsets = new int[rows + 1];
    Arrays.setAll(offsets, i -> i);
    int[] steps = new int[rows];
    Arrays.fill(steps, 1);
    return new Batch(
        signals,
        offsets,
        new float[rows],
        new float[rows],
        new double[rows],
        new double[rows * (2 - costs)],
        new double[rows * costs],
        new boolean[rows],
        new boolean[rows],
        steps);
  }

  private static BatchRows rows(RowShape shape, Signals signals, Batch batch, Mixer mixer) {
    BatchRows rows = new BatchRows(shape, signals);
    rows.load(batch, new Mixture(mixer, List.of()));
    return rows;
  }

  private static float[] target(QEnsemble critics, BatchRows rows) {
    Rng rng = new Rng(1);
    float[] next = critics.next(rows.nextWith(new float[rows.size()]), rows, rng);
    return critics.bellman(next, null, rows, rng);
  }

  /** Critics that say (3, 3) and (7, 7) of an objective and a cost. */
  @ParameterizedTest
  @CsvSource({"-2, 7", "0, 7", "2, 3"})
  void elementWiseTheLargerCost(double weight, float expected) {
    RowShape shape = new RowShape(1, 1, 0, 2);
    Signals signals = signals(Kind.COST);
    BatchRows rows = rows(shape, signals, zeros(signals, 1), Mixer.weightedSum(Vec.of(1, weight)));
    CriticOptions options = CriticOptions.DEFAULT.withCombine(Combine.ELEMENT_MIN);
    QEnsemble critics = constant(options, shape, new float[] {3, 3}, new float[] {7, 7});
    assertThat(target(critics, rows)).containsExactly(3, expected);
    float[] live = critics.values(Copy.LIVE, rows.stateAction(), rows);
    assertThat(live).containsExactly(3, expected);
  }

  /** Each row's preference says which of two objectives counts against it. */
  @Test
  void thePreferenceOfARowCounts() {
    RowShape shape = new RowShape(1, 1, 2, 2);
    Signals signals = signals(Kind.OBJECTIVE);
    Batch batch = zeros(signals, 2);
    batch.with(Column.PREFERENCE, new float[] {1, -1, -1, 1});
    BatchRows rows = rows(shape, signals, batch, Mixer.byPreference(2, 2));
    CriticOptions options = CriticOptions.DEFAULT.withCombine(Combine.ELEMENT_MIN);
    QEnsemble critics = constant(options, shape, new float[] {3, 3}, new float[] {7, 7});
    assertThat(target(critics, rows)).containsExactly(3, 7, 7, 3);
  }

  /** TQC's 2 x 25 quantiles of each: 48 times 0 and twice 100, with the mean 4. */
  @ParameterizedTest
  @CsvSource({"-1", "0"})
  void truncationLeavesOutTheSmallestCosts(double weight) {
    RowShape shape = new RowShape(1, 1, 0, 2);
    Signals signals = signals(Kind.COST);
    BatchRows rows = rows(shape, signals, zeros(signals, 1), Mixer.weightedSum(Vec.of(1, weight)));
    CriticOptions options = CriticOptions.DEFAULT.withHead(QuantileHead.Options.DEFAULT);
    float[] quantiles = new float[50]; // 25 of either signal
    quantiles[24] = 100;
    quantiles[49] = 100;
    float[] y = target(constant(options, shape, quantiles, quantiles), rows);
    assertThat(y).hasSize(2 * 46);
    assertThat(Arrays.copyOf(y, 46)).containsOnly(0);
    float[] costs = Arrays.copyOfRange(y, 46, 92);
    assertThat(Arrays.copyOf(costs, 44)).containsOnly(0);
    assertThat(Arrays.copyOfRange(costs, 44, 46)).as("mean 4.35").containsExactly(100, 100);
  }
}
