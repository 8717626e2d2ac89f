package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PpoLossTest {
  private static final double CLIP = 0.2;

  /** In turn: free, clipped above, clipped below, and beyond the clip on the side that stays. */
  private static final double[] RATIO = {1.1, 1.5, 1.5, 0.5, 0.5, 1};

  private static final float[] ADVANTAGE = {2, 2, -2, -2, 2, -3};

  @Test
  void policyLossByHand() {
    float[] d = new float[6];
    double loss = PpoMinibatch.policyLoss(RATIO, ADVANTAGE, 6, CLIP, d);
    // min(ratio A, clipped A): 2.2, 2.4 (clipped), -3, -1.6 (clipped), 1, -3
    assertThat(loss).isCloseTo(-(2.2 + 2.4 - 3 - 1.6 + 1 - 3) / 6, within(1e-12));
    // -ratio A / 6 where the ratio is free, 0 where it is clipped
    assertThat(d)
        .containsExactly(new float[] {-2.2f / 6, 0, 0.5f, 0, -1f / 6, 0.5f}, within(1e-7f));
  }

  @Test
  void policyLossDerivativeByCentralDifferences() {
    float[] d = new float[6];
    PpoMinibatch.policyLoss(RATIO, ADVANTAGE, 6, CLIP, d);
    double h = 1e-6;
    for (int i = 0; i < 6; i++) {
      double[] up = RATIO.clone();
      double[] down = RATIO.clone();
      up[i] *= Math.exp(h); // a step in log pi(a|s)
      down[i] *= Math.exp(-h);
      double expected =
          (PpoMinibatch.policyLoss(up, ADVANTAGE, 6, CLIP, new float[6])
                  - PpoMinibatch.policyLoss(down, ADVANTAGE, 6, CLIP, new float[6]))
              / (2 * h);
      assertThat((double) d[i]).as("row %s", i).isCloseTo(expected, within(1e-7));
    }
  }

  @Test
  void notANumberIsNotHidden() {
    float[] d = new float[1];
    assertThat(PpoMinibatch.policyLoss(new double[] {Double.NaN}, new float[] {1}, 1, CLIP, d))
        .isNaN();
    assertThat(PpoMinibatch.policyLoss(new double[] {1}, new float[] {Float.NaN}, 1, CLIP, d))
        .isNaN();
  }

  @Test
  void squaredErrorByHand() {
    // Two rows of two signals: errors 1, -2, 3, 0.5.
    float[] values = {1, 2, 3, 4};
    float[] targets = {0, 4, 0, 3.5f};
    float[] d = new float[4];
    double loss = StateValues.squaredError(values, targets, 2, 2, d);
    assertThat(loss).isEqualTo((1 + 4 + 9 + 0.25) / 4);
    assertThat(d).containsExactly(0.5f, -1, 1.5f, 0.25f);
  }
}
