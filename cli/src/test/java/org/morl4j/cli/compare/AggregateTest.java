package org.morl4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Literals are of rliable 1.2.0 with SciPy 1.17.1; its score matrices are transposed. */
class AggregateTest {
  static final double[][] A = {
    {0.62, 0.71, 0.55, 1.10, 0.68, 0.80, 0.59}, {0.31, 0.28, 0.40, 0.37, 0.22, 0.45, 0.33}
  };
  static final double[][] B = {{0.62, 0.50, 0.66, 0.41, 0.58}, {0.35, 0.28, 0.19, 0.30, 0.25}};
  static final double[][] C = {{-12.5, 3.0, 7.25, 40.0, 1.5}};

  @Test
  void twoTasksAsRliable() {
    assertIs(Aggregate.IQM, A, 0.49875);
    assertIs(Aggregate.MEAN, A, 0.5292857142857144);
    assertIs(Aggregate.MEDIAN, A, 0.5292857142857144);
    assertIs(Aggregate.OPTIMALITY_GAP, A, 0.47785714285714287);
    assertIs(Aggregate.IQM, B, 0.4033333333333333);
    assertIs(Aggregate.MEAN, B, 0.41400000000000003);
    assertIs(Aggregate.MEDIAN, B, 0.41400000000000003);
    assertIs(Aggregate.OPTIMALITY_GAP, B, 0.586);
  }

  /** Of five scores one is cut at either end: (1.5 + 3 + 7.25) / 3. */
  @Test
  void oneTask() {
    assertIs(Aggregate.IQM, C, 3.9166666666666665);
    assertIs(Aggregate.MEAN, C, 7.85);
    // Here rliable gives the mean, since its median is over the means of tasks.
    assertIs(Aggregate.MEDIAN, C, 3.0);
  }

  @Test
  void fewScoresAreNotTrimmed() {
    assertIs(Aggregate.IQM, new double[][] {{1, 2, 9}}, 4);
    assertIs(Aggregate.IQM, new double[][] {{1, 2, 4, 9}}, 3);
    assertIs(Aggregate.MEDIAN, new double[][] {{1, 2, 4, 9}}, 3);
  }

  @Test
  void tasksOfDifferentlyManyRunsWeighAlikeInMeans() {
    double[][] scores = {{1, 1, 1, 1}, {0}};
    assertIs(Aggregate.MEAN, scores, 0.5);
    assertIs(Aggregate.OPTIMALITY_GAP, scores, 0.5);
  }

  @Test
  void improvementAsRliable() {
    assertThat(Improvement.probability(A, B)).isCloseTo(0.7857142857142857, within(1e-15));
    assertThat(Improvement.probability(B, A)).isCloseTo(0.2142857142857143, within(1e-15));
    double[][] shifted = {{-11.5, 4.0, 8.25}};
    assertThat(Improvement.probability(C, shifted)).isCloseTo(0.4666666666666667, within(1e-15));
    assertThat(Improvement.probability(C, C)).isEqualTo(0.5);
  }

  private static void assertIs(Aggregate aggregate, double[][] scores, double expected) {
    assertThat(aggregate.of(scores)).as(aggregate.told()).isCloseTo(expected, within(1e-15));
  }
}
