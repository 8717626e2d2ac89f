package org.morl4j.agents.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.value.QuantileHead.Average;
import org.morl4j.agents.value.QuantileHead.Options;
import org.morl4j.core.rng.Rng;

class QuantileHeadTest {
  private static final Rng NO_DRAWS = new Rng(1);

  @Test
  void quantileHuberByHand() {
    // tau 1/4 and 3/4; delta = y - theta: (-1/2, 1, 3) and (-5/2, -1, 1); kappa 1.
    float[] theta = {9, 0, 2};
    float[] y = {9, 9, -0.5f, 1, 3};
    float[] dTheta = {7, 7, 7};
    double loss =
        QuantileHead.quantileHuber(
            theta, 1, QuantileHead.midpoints(2), y, 2, 3, 1, new double[2][4], dTheta);
    // 3/4 1/8 + 1/4 1/2 + 1/4 5/2, and 1/4 2 + 1/4 1/2 + 3/4 1/2
    assertThat(loss).isEqualTo(0.84375 + 1);
    // minus sum of |tau - 1(delta < 0)| clip(delta): -3/8 + 1/4 + 1/4, -1/4 - 1/4 + 3/4
    assertThat(dTheta).containsExactly(7, -0.125f, -0.25f);
  }

  @Test
  void quantileHuberAsPyTorch() {
    // torch 2.8.0: huber_loss(reduction='none') times |tau - (delta < 0)|, summed; double precision
    float[] theta = {-1.5f, 0.25f, 1, 2.75f};
    float[] y = {-2, 0.5f, 0.9f, 1, 3, 4.5f};
    float[] dTheta = new float[4];
    double loss =
        QuantileHead.quantileHuber(
            theta, 0, QuantileHead.midpoints(4), y, 0, 6, 1, new double[2][7], dTheta);
    assertThat(loss).isCloseTo(11.506875, within(1e-6));
    HeadChecks.close(dTheta, 1e-6, -0.1875, -0.74375, -0.65, -0.59375);
  }

  /** Against the double sum as written in the paper; own quantiles in any order, at any level. */
  @Test
  void walkingOverSortedTargetsGivesTheDoubleSum() {
    float[] tau = QuantileHead.midpoints(7);
    double[][] sums = new double[2][12];
    float[] dTheta = new float[7];
    for (int seed = 0; seed < 200; seed++) {
      float[] theta = HeadChecks.floats(7, seed, 2);
      float[] y = HeadChecks.floats(11, 1000 + seed, 2);
      for (int i = 0; i < 7; i++) {
        theta[i] += 10_000 * (seed % 3);
      }
      for (int j = 0; j < 11; j++) {
        y[j] += 10_000 * (seed % 3);
      }
      Arrays.sort(y);
      double kappa = 0.25 * (1 + seed % 5);
      double expected = 0;
      double[] slopes = new double[7];
      for (int i = 0; i < 7; i++) {
        for (int j = 0; j < 11; j++) {
          double delta = (double) y[j] - theta[i];
          double factor = Math.abs(tau[i] - (delta < 0 ? 1 : 0));
          double size = Math.abs(delta);
          boolean inside = size <= kappa;
          expected += factor * (inside ? 0.5 * delta * delta : kappa * (size - 0.5 * kappa));
          slopes[i] -= factor * (inside ? delta : kappa * Math.signum(delta));
        }
      }
      double loss = QuantileHead.quantileHuber(theta, 0, tau, y, 0, 11, kappa, sums, dTheta);
      assertThat(loss).isCloseTo(expected, within(1e-9 * Math.max(1, expected)));
      for (int i = 0; i < 7; i++) {
        assertThat((double) dTheta[i]).isCloseTo(slopes[i], within(1e-6));
      }
    }
  }

  @Test
  void tqcPoolsSortsAndDropsTheLargestOfEachLaw() {
    ValueHead head = new Options(3, 1, Average.ALL, true, 1).head(1, 2);
    assertThat(head.targets()).isEqualTo(4);
    float[] next = {5, 1, 3, 4, 2, 100, /* second value */ 0, 0, 8, -8, 6, 4};
    float[] target = new float[8];
    head.target(
        next,
        2,
        new Backup(new float[] {1, 10}, new float[] {0.5f, 0}).withShift(new float[] {-2, 3}),
        NO_DRAWS,
        target);
    // 1 + (z - 2) / 2 of 1, 2, 3, 4: the two largest of all go, both from wherever they stand
    assertThat(target).containsExactly(0.5f, 1, 1.5f, 2, 10, 10, 10, 10);
  }

  @Test
  void nothingIsTruncatedFromTheMean() {
    ValueHead head = Options.DEFAULT.head(1, 2);
    float[] out = new float[25];
    out[3] = 1000;
    float[] mean = new float[1];
    head.mean(out, 1, mean);
    assertThat(mean[0]).isEqualTo(40);
    assertThat(head.targets()).isEqualTo(46);
    assertThat(Options.DEFAULT.pools()).isTrue();
    assertThat(Options.QR_DQN.pools()).isFalse();
    // sqrt(1/25 960^2 + 24/25 40^2)
    assertThat(head.spread(out, 1)).isCloseTo(195.9592, within(1e-3));
  }

  @Test
  void averagesDifferByTheNumberOfOwnQuantiles() {
    float[] out = HeadChecks.floats(4 * 6, 1, 2);
    float[] target = HeadChecks.floats(4 * 6, 2, 2);
    for (int i = 0; i < 4; i++) {
      Arrays.sort(target, 6 * i, 6 * i + 6);
    }
    float[] error = new float[4];
    float[] dQr = new float[24];
    float[] dTqc = new float[24];
    double qr =
        new Options(6, 1, Average.TARGETS, false, 0)
            .head(2, 1)
            .loss(out, target, 4, null, error, dQr);
    double tqc =
        new Options(6, 1, Average.ALL, false, 0).head(2, 1).loss(out, target, 4, null, error, dTqc);
    assertThat(qr).isCloseTo(6 * tqc, within(1e-9));
    assertThat(dQr[13]).isNotZero().isCloseTo(6 * dTqc[13], within(1e-6f));
  }

  @Test
  void lossByHandWithWeightsAndSignals() {
    // Two rows, two signals, one quantile (tau 1/2), one target; rows weigh 1 and 3.
    ValueHead head = new Options(1, 1, Average.ALL, false, 0).head(2, 1);
    float[] out = {0, 0, 0, 0};
    float[] target = {1, -0.5f, 4, 0};
    float[] error = new float[4];
    float[] dOut = new float[4];
    double loss = head.loss(out, target, 4, new float[] {1, 3}, error, dOut);
    // 1/2 (1 (1/4 + 1/16) + 3 (7/4))
    assertThat(loss).isCloseTo(2.78125, within(1e-6));
    assertThat(error).containsExactly(1, 0.5f, 4, 0);
    HeadChecks.close(dOut, 1e-9, -0.25, 0.125, -0.75, 0);
  }

  @Test
  void gradientsAgreeWithFiniteDifferences() {
    for (Average average : Average.values()) {
      ValueHead head = new Options(5, 0.7, average, true, 1).head(2, 2);
      float[] out = HeadChecks.floats(6 * 5, 3, 1.5);
      float[] target = new float[6 * 8];
      head.target(
          HeadChecks.floats(6 * 10, 4, 1.5),
          6,
          new Backup(HeadChecks.floats(6, 5, 1), new float[] {1, 0.9f, 0, 1, 0.8f, 1}),
          NO_DRAWS,
          target);
      HeadChecks.gradients(head, out, target, 6, new float[] {0.5f, 2, 1}, 1e-3f);
    }
  }

  /** Free outputs, plain gradient descent, targets spread like an exponential law. */
  @Test
  void quantileRegressionFindsTheQuantilesOfAKnownLaw() {
    int rows = 400;
    int quantiles = 5;
    // A narrow Huber zone: kappa of the law's own size moves quantiles towards the mean.
    ValueHead head = new Options(quantiles, 0.01, Average.TARGETS, false, 0).head(1, 1);
    float[] reward = new float[rows];
    for (int j = 0; j < rows; j++) {
      reward[j] = (float) -Math.log(1 - (j + 0.5) / rows);
    }
    float[] target = new float[rows * quantiles];
    float[] out = new float[rows * quantiles];
    head.target(out, rows, new Backup(reward, new float[rows]), NO_DRAWS, target);
    float[] theta = new float[quantiles];
    float[] dOut = new float[rows * quantiles];
    float[] error = new float[rows];
    for (int step = 0; step < 1500; step++) {
      for (int i = 0; i < rows * quantiles; i++) {
        out[i] = theta[i % quantiles];
      }
      head.loss(out, target, rows, null, error, dOut);
      for (int i = 0; i < rows * quantiles; i++) {
        theta[i % quantiles] -= 0.1f * dOut[i] / 0.01f;
      }
    }
    float[] expected = new float[quantiles];
    for (int i = 0; i < quantiles; i++) {
      expected[i] = (float) -Math.log(1 - (i + 0.5) / quantiles);
    }
    assertThat(theta).containsExactly(expected, within(0.03f));
  }

  @Test
  void notANumberIsNotHidden() {
    ValueHead head = Options.DEFAULT.head(1, 2);
    float[] next = new float[50];
    Arrays.fill(next, 25, 50, Float.NaN);
    float[] target = new float[46];
    head.target(next, 1, new Backup(new float[1], new float[] {1}), NO_DRAWS, target);
    assertThat(head.loss(new float[25], target, 1, null, new float[1], new float[25])).isNaN();
    float[] own = new float[25];
    Arrays.fill(own, Float.NaN);
    assertThat(head.loss(own, new float[46], 1, null, new float[1], new float[25])).isNaN();
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> new Options(25, 1, Average.ALL, true, 25))
        .hasMessageStartingWith("quantile.drop is 25, but must lie between 0 and 24");
    assertThatThrownBy(() -> new Options(25, 1, Average.ALL, false, 2))
        .hasMessageContaining("Maybe pool should be true.");
    assertThatThrownBy(() -> new Options(0, 1, Average.ALL, true, 0))
        .hasMessageStartingWith("quantiles is 0");
    assertThatThrownBy(() -> Options.QR_DQN.head(1, 2)).hasMessageStartingWith("laws is 2");
  }
}
