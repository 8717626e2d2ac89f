package org.morl4j.pareto.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasuredFrontTest {
  private static final double[] ORIGIN = {0, 0};

  @Test
  void exactPointsAreAllBeyondNoise() {
    double[][] points = {{3, 1}, {1, 3}, {2, 2}};
    assertThat(MeasuredFront.of(points, new double[3][2], ORIGIN))
        .isEqualTo(new MeasuredFront(3, 6, 6));
  }

  @Test
  void ofNoisyPointsOnlyThoseToldApartAre() {
    // The second is 0.5 better in one objective, which is within 2.5 times 0.283.
    double[][] points = {{4, 4}, {4.5, 3}};
    double[][] errors = {{0.2, 0.2}, {0.2, 0.2}};
    assertThat(MeasuredFront.of(points, errors, ORIGIN)).isEqualTo(new MeasuredFront(2, 17.5, 16));
  }

  @Test
  void nothingHasNone() {
    assertThat(MeasuredFront.of(new double[0][], new double[0][], ORIGIN))
        .isEqualTo(new MeasuredFront(0, 0, 0));
  }
}
