package org.morl4j.agents.dice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.RowShape;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;

/**
 * One row of two signals under the mix (0.6, -0.8), whose square is 1: r = (1, 0), discount 0.9,
 * V(s') = (1, 2), V(s) = (0.5, 0.3). So d = (1.4, 1.5), x = -0.36, w = 0.82, f* = -0.3276.
 */
class ResidualSlopesTest {
  private static final double LAMBDA = 0.5;

  private final BatchRows rows = rows();
  private final ResidualSlopes slopes = new ResidualSlopes(2);
  private final float[] v = {0.5f, 0.3f};
  private final float[] dV = new float[2];

  private static BatchRows rows() {
    Signals signals =
        new Signals(
            List.of(
                new Signal("a", Signal.Kind.OBJECTIVE, 0.9, 1),
                new Signal("b", Signal.Kind.OBJECTIVE, 0.9, 1)));
    Batch batch =
        new Batch(
            signals,
            new int[] {0, 1},
            new float[1],
            new float[1],
            new double[1],
            new double[] {1, 0},
            new double[0],
            new boolean[1],
            new boolean[1],
            new int[] {1});
    BatchRows rows = new BatchRows(new RowShape(1, 1, 0, 2), signals);
    rows.load(batch, new Mixture(Mixer.weightedSum(Vec.of(0.6, -0.8)), List.of()));
    return rows;
  }

  private void assertSlopes(double first, double second) {
    assertThat((double) dV[0]).isCloseTo(first, within(1e-6));
    assertThat((double) dV[1]).isCloseTo(second, within(1e-6));
  }

  /** Pull 0.41, along 0.41 (x - 1) = -0.5576; the mix of both slopes is -lambda w = -0.41. */
  @Test
  void lossesAndSlopesByHand() {
    slopes.begin();
    slopes.load(new float[] {1, 2}, v, rows);
    assertThat(slopes.mixed()[0]).isCloseTo(-0.36f, within(1e-6f));
    slopes.forward(LAMBDA, 1, rows, dV);
    assertSlopes(-0.90856, -0.16892);
    assertThat(0.6 * dV[0] - 0.8 * dV[1]).isCloseTo(-0.41, within(1e-6));
    slopes.linear(LAMBDA, 1, v, rows, dV);
    assertSlopes(0.3, -0.4);
    assertThat(slopes.valueLoss()).isCloseTo(-0.1638 + 0.03, within(1e-6));
    assertThat(slopes.residual()).isCloseTo(-0.36, within(1e-6));
    slopes.next(LAMBDA, 1, rows, dV);
    assertSlopes(0.817704, 0.152028);
    assertThat(slopes.nextLoss()).isCloseTo(-0.1638, within(1e-6));
  }

  /** Of one V of two, half. */
  @Test
  void aShareScalesLossesAndSlopes() {
    slopes.begin();
    slopes.load(new float[] {1, 2}, v, rows);
    slopes.forward(LAMBDA, 0.5, rows, dV);
    assertSlopes(-0.45428, -0.08446);
    assertThat(slopes.valueLoss()).isCloseTo(-0.0819, within(1e-6));
    assertThat(slopes.residual()).isCloseTo(-0.18, within(1e-6));
  }
}
