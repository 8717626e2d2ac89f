package org.morl4j.agents.dice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Ratios by hand, as maxima, and the dual that they make. */
class FDivergenceTest {
  @ParameterizedTest
  @CsvSource({
    "CHI_SQUARE, -2, 0, 0.5",
    "CHI_SQUARE, 1, 2, 0.5",
    "KL, 1, 1, 0",
    "KL, 2, 2.718282, 2.718282",
    "SOFT_CHI_SQUARE, -1, 0.367879, 0.264241",
    "SOFT_CHI_SQUARE, 1, 2, 0.5"
  })
  void ratiosByHand(FDivergence divergence, double x, double ratio, double f) {
    assertThat(divergence.ratio(x)).isCloseTo(ratio, within(1e-6));
    assertThat(divergence.f(ratio)).isCloseTo(f, within(1e-6));
  }

  /** w x - f(w) is largest at the ratio, and slopes are those of differences. */
  @ParameterizedTest
  @EnumSource(FDivergence.class)
  void ratiosAreMaxima(FDivergence divergence) {
    double h = 1e-5;
    for (double x : new double[] {-2.5, -0.6, 0.4, 1.7}) {
      double w = divergence.ratio(x);
      double best = w * x - divergence.f(w);
      for (double other : new double[] {0, 0.5 * w, w + 0.01, w + 1}) {
        assertThat(other * x - divergence.f(other)).isLessThanOrEqualTo(best + 1e-8);
      }
      double up = divergence.ratio(x + h);
      double down = divergence.ratio(x - h);
      assertThat(divergence.ratioSlope(x)).isCloseTo((up - down) / (2 * h), within(1e-5));
      double log = (divergence.logRatio(x + h) - divergence.logRatio(x - h)) / (2 * h);
      assertThat(divergence.logRatioSlope(x)).isCloseTo(log, within(1e-5));
    }
  }

  /** alpha 2, lambda 0.5: x -1 and 1, w e^-1 and 2; (-1.264241 + 3) / 2 + 0.5. */
  @Test
  void theDualByHand() {
    var form = new DualForm.Regularised(FDivergence.SOFT_CHI_SQUARE, 2, 0.5);
    float[] e = {-1.5f, 2.5f};
    float[] slope = new float[2];
    assertThat(form.evaluate(e, null, 2, slope)).isCloseTo(1.367_880, within(1e-5));
    assertThat(slope).containsExactly(new float[] {0.183_940f, 1}, within(1e-5f));
    float[] ratio = new float[2];
    form.ratios(e, 2, 1.5, ratio);
    assertThat(ratio).containsExactly(new float[] {0.367_879f, 1.5f}, within(1e-5f));
    // A row of weight 0 doesn't count, and SMODICE's chi-square is this one where ratios are above
    // 0.
    assertThat(form.evaluate(e, new float[] {0, 2}, 2, slope)).isCloseTo(3.5, within(1e-5));
    float[] above = {0.3f, -0.9f};
    double plain = new DualForm.ChiSquare().evaluate(above, null, 2, slope);
    var regularised = new DualForm.Regularised(FDivergence.CHI_SQUARE, 1, 0);
    assertThat(regularised.evaluate(above, null, 2, slope)).isCloseTo(plain, within(1e-6));
  }
}
