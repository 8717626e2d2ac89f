package org.morl4j.pareto.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.morl4j.core.rng.Rng;

class BeyondNoiseTest {
  private static final double[] ORIGIN = {0, 0};

  @Test
  void ofExactPointsItIsTheHypervolume() {
    double[][] front = {{1, 3}, {2, 2}, {0.5, 0.5}, {3, 1}};
    assertThat(BeyondNoise.hypervolume(front, new double[4][2], ORIGIN)).isEqualTo(6);
  }

  @Test
  void whatIsWithinNoiseOfAnEarlierPointIsLeftOut() {
    double[][] front = {{10, 10}, {10.4, 9.9}, {20, 9.9}, {9.6, 9.6}};
    double[][] errors = {{0.2, 0.2}, {0.2, 0.2}, {0.2, 0.2}, {0.2, 0.2}};
    // 0.4 is below 2.5 times 0.283; (20, 9.9) is told apart.
    assertThat(BeyondNoise.hypervolume(front, errors, ORIGIN))
        .isCloseTo(10 * 0.1 + 20 * 9.9, within(1e-9));
  }

  /** The front of many measurements of one policy: 10 % errors, measured anew ten times as long. */
  @Test
  void copiesOfOnePolicyAreOne() {
    double raw = 0;
    double beyond = 0;
    int repeats = 200;
    Rng rng = new Rng(4);
    for (int r = 0; r < repeats; r++) {
      double[][] points = new double[7][2];
      double[][] errors = new double[7][2];
      for (int i = 0; i < points.length; i++) {
        for (int j = 0; j < 2; j++) {
          errors[i][j] = 10 / Math.sqrt(10);
          points[i][j] = 100 + errors[i][j] * rng.nextGaussian();
        }
      }
      raw += Hypervolume.of(points, ORIGIN) / 1e4 / repeats;
      beyond += BeyondNoise.hypervolume(points, errors, ORIGIN) / 1e4 / repeats;
    }
    assertThat(raw).isGreaterThan(1.06);
    assertThat(beyond).isCloseTo(1, within(0.02));
  }
}
