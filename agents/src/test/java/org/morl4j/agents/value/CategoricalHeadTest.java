package org.morl4j.agents.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.value.CategoricalHead.C51;
import org.morl4j.agents.value.CategoricalHead.HlGauss;
import org.morl4j.agents.value.CategoricalHead.TwoHot;
import org.morl4j.core.rng.Rng;

class CategoricalHeadTest {
  private static final Rng NO_DRAWS = new Rng(1);
  private static final float OFF = Float.NEGATIVE_INFINITY;

  /** The target of the plain number y: reward y and discount 0. */
  private static float[] target(ValueHeadOptions options, double y) {
    ValueHead head = options.head(1, 1);
    float[] target = new float[head.targets()];
    head.target(
        new float[head.outputs()],
        1,
        new Backup(new float[] {(float) y}, new float[1]),
        NO_DRAWS,
        target);
    return target;
  }

  /** The expected value of the head whose probabilities are {@code target}. */
  private static double meanOf(ValueHeadOptions options, float[] target) {
    float[] logits = new float[target.length];
    for (int k = 0; k < logits.length; k++) {
      logits[k] = (float) Math.log(target[k]);
    }
    float[] mean = new float[1];
    options.head(1, 1).mean(logits, 1, mean);
    return mean[0];
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  @Test
  void c51MovesAndProjectsTheNextLaw() {
    // Values -2, -1, 0, 1, 2; the next law has 1/2 at -2 and 1/2 at 1.
    ValueHead head = new C51(-2, 2, 5).head(1, 1);
    float[] next = {0, OFF, OFF, 0, OFF, 0, OFF, OFF, 0, OFF};
    float[] target = new float[10];
    head.target(
        next,
        2,
        new Backup(new float[] {0.25f, 3}, new float[] {0.5f, 1}).withShift(new float[] {1, 0}),
        NO_DRAWS,
        target);
    // 1/4 + (z + 1) / 2 is -1/4 and 5/4; 3 + z is 1 and 4, clipped to 2
    assertThat(target)
        .containsExactly(new float[] {0, 0.125f, 0.375f, 0.375f, 0.125f, 0, 0, 0, 0.5f, 0.5f});
  }

  @Test
  void twoHotSplitsTheMovedMean() {
    // The next mean is -1/2, so y = 1/4 + (-1/2 + 1) / 2 = 1/2 and 3 - 1/2, beyond the edge.
    ValueHead head = new TwoHot(-2, 2, 5).head(1, 1);
    float[] next = {0, OFF, OFF, 0, OFF, 0, OFF, OFF, 0, OFF};
    float[] target = new float[10];
    head.target(
        next,
        2,
        new Backup(new float[] {0.25f, 3}, new float[] {0.5f, 1}).withShift(new float[] {1, 0}),
        NO_DRAWS,
        target);
    assertThat(target).containsExactly(new float[] {0, 0, 0.5f, 0.5f, 0, 0, 0, 0, 0, 1});
  }

  @Test
  void hlGaussAsPyTorch() {
    // torch 2.8.0, double precision: differences of erf at linspace(-2, 2, 6), sigma 0.6,
    // divided by the mass between the edges
    HlGauss options = new HlGauss(-2, 2, 5, 0.75);
    HeadChecks.close(
        target(options, 0.3),
        1e-7,
        0.00616103603,
        0.115736727,
        0.445565748,
        0.367879544,
        0.0646569442);
    HeadChecks.close(
        target(options, -1.9),
        1e-7,
        0.785100708,
        0.203931714,
        0.0108559371,
        0.00011143038,
        2.1037813e-7);
    HeadChecks.close(
        target(options, 2),
        1e-7,
        9.63998995e-8,
        6.3246058e-5,
        0.00759741865,
        0.17476168,
        0.81757756);
    // relative, so small masses count
    assertThat((double) target(options, 2)[0]).isCloseTo(9.63998995e-8, within(1e-14));
  }

  @Test
  void normalTailAsPyTorch() {
    // torch 2.8.0: 0.5 erfc(z / sqrt 2), double precision
    double[] z = {0, 0.5, 1, 2, 4, 6, 8.5};
    double[] tail = {
      0.5,
      0.30853753872598694,
      0.15865525393145707,
      0.022750131948179216,
      3.167124183311997e-05,
      9.865876450377014e-10,
      9.479534822203355e-18
    };
    for (int i = 0; i < z.length; i++) {
      assertThat(NormalTail.above(z[i]) / tail[i]).isCloseTo(1, within(3e-9));
    }
    assertThat(NormalTail.above(9.1)).isZero();
  }

  @Test
  void projectionsSumToOneAndRoundTripInsideAtAndBeyondTheEdges() {
    for (ValueHeadOptions options :
        List.of(
            new C51(-10, 10, 51),
            new TwoHot(-10, 10, 51),
            new HlGauss(-10, 10, 51, 0.75),
            new HlGauss(-10, 10, 51, 0.1),
            new HlGauss(-10, 10, 51, 51))) {
      for (double y = -30; y <= 30; y += 0.0625) {
        assertThat(sum(target(options, y))).as("%s at %s", options, y).isCloseTo(1, within(1e-6));
      }
      for (double y : new double[] {1e30, -1e30, Float.MAX_VALUE}) {
        assertThat(sum(target(options, y))).as("%s at %s", options, y).isCloseTo(1, within(1e-6));
      }
    }
    for (ValueHeadOptions options : List.of(new C51(-10, 10, 51), new TwoHot(-10, 10, 51))) {
      for (double y = -30; y <= 30; y += 0.0625) {
        double clipped = Math.max(-10, Math.min(10, y));
        assertThat(meanOf(options, target(options, y))).isCloseTo(clipped, within(2e-6));
      }
    }
    double width = 20.0 / 51;
    HlGauss options = HlGauss.DEFAULT;
    for (double y = -10 + 3 * width; y <= 10 - 3 * width; y += 0.0625) {
      assertThat(meanOf(options, target(options, y))).isCloseTo(y, within(2e-4 * width));
    }
    assertThat(meanOf(options, target(options, 10))).isCloseTo(10 - 0.690 * width, within(1e-3));
    assertThat(meanOf(options, target(options, -10))).isCloseTo(-10 + 0.690 * width, within(1e-3));
    for (double y : new double[] {10 + 3.75 * width, 14, 1e30}) {
      assertThat(meanOf(options, target(options, y))).isCloseTo(10 - 0.5 * width, within(1e-3));
      assertThat(meanOf(options, target(options, -y))).isCloseTo(-10 + 0.5 * width, within(1e-3));
    }
  }

  @Test
  void hlGaussMeanGrowsWithTheTarget() {
    double last = Double.NEGATIVE_INFINITY;
    for (double y = -13; y <= 13; y += 0.125) {
      double mean = meanOf(HlGauss.DEFAULT, target(HlGauss.DEFAULT, y));
      assertThat(mean).isGreaterThanOrEqualTo(last - 2e-6);
      last = mean;
    }
  }

  @Test
  void crossEntropyAsPyTorch() {
    // torch 2.8.0, double precision: -(t * log_softmax(z)).sum() at HL-Gauss's t of 0.3
    ValueHead head = new HlGauss(-2, 2, 5, 0.75).head(1, 1);
    float[] out = {0.5f, -1, 2, 0.25f, -0.75f};
    float[] dOut = new float[5];
    float[] error = new float[1];
    double loss = head.loss(out, target(new HlGauss(-2, 2, 5, 0.75), 0.3), 1, null, error, dOut);
    assertThat(loss).isCloseTo(1.5905670572541872, within(1e-6));
    HeadChecks.close(
        dOut, 1e-6, 0.141546728, -0.0827786703, 0.216414525, -0.252844621, -0.0223379612);
    // | sum_k (t_k - p_k) c_k | with c = -1.6 .. 1.6
    assertThat((double) error[0])
        .isCloseTo(
            1.6 * (0.141546728 + 0.0223379612) + 0.8 * (-0.0827786703 + 0.252844621), within(1e-6));
  }

  @Test
  void lossIsTheMeanOverRowsOfTheWeightedSumOverSignals() {
    // Even logits over 2 bins: every cross-entropy is log 2, every gradient +-1/2.
    ValueHead head = new TwoHot(0, 1, 2).head(2, 1);
    float[] target = {0, 1, 0, 1, 0, 1, 1, 0};
    float[] dOut = new float[8];
    float[] error = new float[4];
    double loss = head.loss(new float[8], target, 4, new float[] {1, 3}, error, dOut);
    assertThat(loss).isCloseTo(0.5 * (2 + 6) * Math.log(2), within(1e-6));
    assertThat(dOut)
        .containsExactly(new float[] {0.25f, -0.25f, 0.25f, -0.25f, 0.75f, -0.75f, -0.75f, 0.75f});
    assertThat(error).containsExactly(0.5f, 0.5f, 0.5f, 0.5f);
  }

  @Test
  void gradientsAgreeWithFiniteDifferences() {
    for (ValueHeadOptions options :
        List.of(new C51(-3, 5, 7), new TwoHot(-3, 5, 7), new HlGauss(-3, 5, 7, 1.2))) {
      ValueHead head = options.head(2, 1);
      float[] next = HeadChecks.floats(6 * 7, 5, 1);
      float[] out = HeadChecks.floats(6 * 7, 6, 1);
      float[] target = new float[6 * 7];
      float[] discount = {0.9f, 0.9f, 0, 0.9f, 0.8f, 0.9f};
      head.target(next, 6, new Backup(HeadChecks.floats(6, 7, 1), discount), NO_DRAWS, target);
      HeadChecks.gradients(head, out, target, 6, new float[] {0.5f, 2, 1}, 1e-2f);
    }
  }

  @Test
  void spreadIsTheStandardDeviation() {
    ValueHead head = new C51(-2, 2, 5).head(1, 1);
    assertThat(head.spread(new float[] {0, OFF, OFF, OFF, 0}, 1)).isCloseTo(2, within(1e-9));
  }

  @Test
  void notANumberIsNotHidden() {
    for (ValueHeadOptions options : List.of(C51.DEFAULT, TwoHot.DEFAULT, HlGauss.DEFAULT)) {
      float[] target = target(options, Double.NaN);
      assertThat(sum(target)).isNaN();
      float[] dOut = new float[51];
      assertThat(options.head(1, 1).loss(new float[51], target, 1, null, new float[1], dOut))
          .isNaN();
    }
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> new C51(1, -1, 51))
        .hasMessage(
            "c51.max is -1.0, but must be above min, which is 1.0. Maybe the two were"
                + " swapped.");
    assertThatThrownBy(() -> new TwoHot(Double.NaN, 1, 51)).hasMessageStartingWith("min is NaN");
    assertThatThrownBy(() -> new HlGauss(0, 1, 1, 0.75)).hasMessageStartingWith("bins is 1");
    assertThatThrownBy(() -> new HlGauss(0, 1, 51, 0)).hasMessageStartingWith("sigma is 0");
    assertThatThrownBy(() -> C51.DEFAULT.head(1, 2)).hasMessageStartingWith("laws is 2");
  }
}
