package org.morl4j.pareto.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KneeTest {
  @Test
  void isThePointFarthestBeyondTheLineThroughTheExtremes() {
    // In shares of the ranges 10 and 100: (0, 1), (0.8, 0.7), (0.9, 0.5), (1, 0); the second is 0.5
    // over x + y = 1, the third 0.4.
    double[][] front = {{10, 200}, {18, 170}, {19, 150}, {20, 100}};
    assertThat(Knee.of(front)).hasValue(1);
    // Units don't matter.
    double[][] scaled = {{1, 200}, {1.8, 170}, {1.9, 150}, {2, 100}};
    assertThat(Knee.of(scaled)).hasValue(1);
  }

  @Test
  void ofThreeObjectivesItLiesBeyondThePlane() {
    double[][] front = {{1, 0, 0}, {0, 1, 0}, {0.4, 0.4, 0.4}, {0, 0, 1}, {0.5, 0.5, 0.1}};
    // Sums of 1.2 and 1.1 against 1.
    assertThat(Knee.of(front)).hasValue(2);
  }

  @Test
  void aFlatBentInOrSmallFrontHasNone() {
    assertThat(Knee.of(new double[][] {{0, 1}, {0.5, 0.5}, {1, 0}})).isEmpty();
    assertThat(Knee.of(new double[][] {{0, 1}, {0.3, 0.3}, {1, 0}})).isEmpty();
    // (0.51 + 0.51 - 1) / sqrt 2 is 0.014: as good as flat.
    assertThat(Knee.of(new double[][] {{0, 1}, {0.51, 0.51}, {1, 0}})).isEmpty();
    assertThat(Knee.of(new double[][] {{0, 1}, {1, 0}})).isEmpty();
    assertThat(Knee.of(new double[][] {{1}, {1}, {1}})).isEmpty();
  }

  @Test
  void oneRowThatIsBestInTwoObjectivesSpansNoPlane() {
    double[][] front = {{1, 1, 0}, {0, 0, 1}, {0.9, 0.2, 0.9}};
    assertThat(Knee.of(front)).isEmpty();
  }
}
