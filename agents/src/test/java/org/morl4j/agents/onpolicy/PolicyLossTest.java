package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.onpolicy.PolicyRows.Samples;

/** Losses by hand; those of a whole network are in PpoGradientTest and PolicyRowsTest. */
class PolicyLossTest {
  private static final double CLIP = 0.2;

  /** In turn: free, clipped above, clipped below, and beyond the clip on the side that stays. */
  private static final double[] RATIO = {1.1, 1.5, 1.5, 0.5, 0.5, 1};

  private static final float[] ADVANTAGE = {2, 2, -2, -2, 2, -3};

  private static Samples samples(double[] ratio, float... weight) {
    float[] all = new float[ratio.length];
    Arrays.fill(all, 1);
    System.arraycopy(weight, 0, all, 0, weight.length);
    return new Samples(ratio.length, ratio, ADVANTAGE, all);
  }

  @Test
  void clipLossByHand() {
    float[] d = new float[6];
    double loss = Ppo.clipLoss(samples(RATIO), CLIP, d);
    // min(ratio A, clipped A): 2.2, 2.4 (clipped), -3, -1.6 (clipped), 1, -3
    assertThat(loss).isCloseTo(-(2.2 + 2.4 - 3 - 1.6 + 1 - 3) / 6, within(1e-12));
    // -ratio A / 6 where the ratio is free, 0 where it is clipped
    assertThat(d)
        .containsExactly(new float[] {-2.2f / 6, 0, 0.5f, 0, -1f / 6, 0.5f}, within(1e-7f));
  }

  @Test
  void clipLossWeighsRows() {
    float[] d = new float[6];
    double loss = Ppo.clipLoss(samples(RATIO, 2, 0.5f, 0.5f), CLIP, d);
    assertThat(loss).isCloseTo(-(4.4 + 1.2 - 1.5 - 1.6 + 1 - 3) / 6, within(1e-12));
    assertThat(d)
        .containsExactly(new float[] {-4.4f / 6, 0, 0.25f, 0, -1f / 6, 0.5f}, within(1e-7f));
  }

  @Test
  void clipLossDerivativeByCentralDifferences() {
    float[] d = new float[6];
    Ppo.clipLoss(samples(RATIO, 2, 0.5f, 0.5f), CLIP, d);
    double[] logRatio = new double[6];
    double[] slopes = new double[6];
    for (int i = 0; i < 6; i++) {
      logRatio[i] = Math.log(RATIO[i]);
      slopes[i] = d[i];
    }
    CentralDifferences.check(
        slopes,
        log -> {
          double[] ratio = Arrays.stream(log).map(Math::exp).toArray();
          return Ppo.clipLoss(samples(ratio, 2, 0.5f, 0.5f), CLIP, new float[6]);
        },
        logRatio);
  }

  @Test
  void notANumberIsNotHidden() {
    float[] d = new float[1];
    float[] one = {1};
    double[] nan = {Double.NaN};
    assertThat(Ppo.clipLoss(new Samples(1, nan, one, one), CLIP, d)).isNaN();
    Samples broken = new Samples(1, new double[] {1}, new float[] {Float.NaN}, one);
    assertThat(Ppo.clipLoss(broken, CLIP, d)).isNaN();
  }

  @Test
  void focopsByHand() {
    // Temperature 2; the second row is too far, the third counts three times.
    Samples rows =
        new Samples(3, new double[] {1, 1.5, 0.5}, new float[] {4, 9, -8}, new float[] {1, 1, 3});
    float[] dLogProb = new float[3];
    float[] dKl = new float[3];
    double loss =
        new PolicyLoss.Focops(2, 0.02).loss(rows, new float[] {0.01f, 0.03f, 0}, dLogProb, dKl);
    // 0.01 - 4 / 2, nothing, 3 (0 + 4 / 2), over three rows
    assertThat(loss).isCloseTo((0.01 - 2 + 6) / 3, within(1e-8));
    assertThat(dLogProb).containsExactly(new float[] {-2f / 3, 0, 2}, within(1e-7f));
    assertThat(dKl).containsExactly(new float[] {1f / 3, 0, 1}, within(1e-7f));
  }

  @Test
  void divergenceThatIsNotANumberIsNotHidden() {
    Samples row = new Samples(1, new double[] {1}, new float[] {1}, new float[] {1});
    float[] nan = {Float.NaN};
    assertThat(PolicyLoss.Focops.DEFAULT.loss(row, nan, new float[1], new float[1])).isNaN();
  }

  @Test
  void squaredErrorByHand() {
    // Two rows of two signals: errors 1, -2, 3, 0.5.
    float[] values = {1, 2, 3, 4};
    float[] targets = {0, 4, 0, 3.5f};
    float[] d = new float[4];
    double loss = StateValues.squaredError(values, targets, new float[] {1, 1}, 2, d);
    assertThat(loss).isEqualTo((1 + 4 + 9 + 0.25) / 4);
    assertThat(d).containsExactly(0.5f, -1, 1.5f, 0.25f);
    loss = StateValues.squaredError(values, targets, new float[] {0.5f, 2}, 2, d);
    assertThat(loss).isEqualTo((0.5 * (1 + 4) + 2 * (9 + 0.25)) / 4);
    assertThat(d).containsExactly(0.25f, -0.5f, 3, 0.5f);
  }

  @Test
  void settingsSayWhatIsAllowed() {
    assertThatThrownBy(() -> new PolicyLoss.Kl(-1)).hasMessageContaining("coefficient is -1");
    assertThatThrownBy(() -> new PolicyLoss.Focops(0, 1)).hasMessageContaining("temperature is 0");
    assertThatThrownBy(() -> new PolicyLoss.Focops(1, 0)).hasMessageContaining("maxKl is 0");
  }
}
