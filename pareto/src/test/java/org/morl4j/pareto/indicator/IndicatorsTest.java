package org.morl4j.pareto.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IndicatorsTest {

  @Test
  void compositionsAreCompleteAndInOrder() {
    assertThat(SimplexGrid.compositions(3, 2))
        .isDeepEqualTo(
            new int[][] {{0, 0, 2}, {0, 1, 1}, {0, 2, 0}, {1, 0, 1}, {1, 1, 0}, {2, 0, 0}});
    assertThat(SimplexGrid.compositions(1, 7)).isDeepEqualTo(new int[][] {{7}});
    assertThat(SimplexGrid.weights(3, 10)).hasDimensions(66, 3);
    assertThat(SimplexGrid.compositions(9, 4)).hasDimensions(495, 9);
    for (int[] row : SimplexGrid.compositions(5, 6)) {
      assertThat(Arrays.stream(row).sum()).isEqualTo(6);
    }
    assertThat(SimplexGrid.weights(2, 4)[1]).containsExactly(.25, .75);
  }

  @Test
  void gridsThatAreEmptyOrTooLargeAreRefused() {
    assertThatThrownBy(() -> SimplexGrid.weights(3, 0)).hasMessageContaining("divisions is 0");
    assertThatThrownBy(() -> SimplexGrid.weights(0, 3)).hasMessageContaining("objectives is 0");
    assertThatThrownBy(() -> SimplexGrid.weights(9, 1000))
        .hasMessageContaining("divisions is 1000")
        .hasMessageContaining("Maybe");
    assertThatThrownBy(() -> SimplexGrid.weights(200, Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void expectedUtilityByHand() {
    // Weights (0,1) (.5,.5) (1,0): best 2, 2, 4.
    double[][] points = {{4, 0}, {1, 2}, {0, 0}};
    assertThat(ExpectedUtility.of(points, 2)).isEqualTo(8 / 3.0);
    assertThat(ExpectedUtility.of(new double[][] {{-3}, {-2}})).isEqualTo(-2);
    assertThat(ExpectedUtility.of(new double[][] {{-3}, {-2}}, 50)).isEqualTo(-2);
  }

  @Test
  void expectedUtilityOfFruitTreeOnTheGridOfTwentyOneWeights() {
    assertThat(ExpectedUtility.of(Fixtures.fruitTree(5), 2)).isCloseTo(6.844, within(5e-4));
    assertThat(ExpectedUtility.of(Fixtures.fruitTree(6), 2)).isCloseTo(7.104, within(5e-4));
    assertThat(ExpectedUtility.of(Fixtures.fruitTree(7), 2)).isCloseTo(7.273, within(5e-4));
  }

  @Test
  void expectedUtilityDefaultsToTheStatedDivisions() {
    double[][] two = {{4, 0}, {1, 2}};
    double[][] three = {{4, 0, 1}, {1, 2, 0}};
    double[][] four = {{4, 0, 1, 1}, {1, 2, 0, 3}};
    assertThat(ExpectedUtility.of(two)).isEqualTo(ExpectedUtility.of(two, 100));
    assertThat(ExpectedUtility.of(three)).isEqualTo(ExpectedUtility.of(three, 10));
    assertThat(ExpectedUtility.of(four)).isEqualTo(ExpectedUtility.of(four, 4));
  }

  @Test
  void sparsityByHand() {
    // Gaps 2 and 1 in the first objective, 1 and 3 in the second; the last two rows don't count.
    double[][] points = {{1, 5}, {3, 4}, {4, 1}, {3, 4}, {0, 0}};
    assertThat(Sparsity.of(points)).isEqualTo((4 + 1 + 1 + 9) / 2.0);
    assertThat(Sparsity.of(new double[][] {{1, 1}, {1, 1}, {0, 1}})).isZero();
  }

  @Test
  void crowdingByHand() {
    double[][] points = {{0, 10}, {2, 6}, {3, 5}, {10, 0}};
    assertThat(Crowding.distances(points))
        .containsExactly(Double.POSITIVE_INFINITY, .3 + .5, .8 + .6, Double.POSITIVE_INFINITY);
    assertThat(Crowding.distances(new double[][] {{1, 2}}))
        .containsExactly(Double.POSITIVE_INFINITY);
  }

  @Test
  void anObjectiveWithoutRangeAddsNoCrowding() {
    double inf = Double.POSITIVE_INFINITY;
    assertThat(Crowding.distances(new double[][] {{7, 1}, {7, 2}, {7, 5}}))
        .containsExactly(inf, 1, inf);
    assertThat(Crowding.distances(new double[][] {{7, 1}, {7, 1}})).containsExactly(0, 0);
  }

  @Test
  void distancesByHand() {
    double[][] front = {{1, 1}, {4, 0}};
    double[][] reference = {{4, 5}, {4, 0}, {1, 0}};
    assertThat(Distance.igd(front, reference)).isEqualTo((5 + 0 + 1) / 3.0);
    assertThat(Distance.igdPlus(front, reference)).isEqualTo((5 + 0 + 0) / 3.0);
    assertThat(Distance.epsilonAdditive(front, reference)).isEqualTo(4);
    assertThat(Distance.epsilonAdditive(reference, front)).isEqualTo(0);
    assertThat(Distance.epsilonAdditive(new double[][] {{9}}, new double[][] {{2}, {5}}))
        .isEqualTo(-4);
  }

  @Test
  void distancesRefuseFrontsOfDifferentProblems() {
    assertThatThrownBy(() -> Distance.igd(new double[][] {{1, 2}}, new double[][] {{1, 2, 3}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reference[0] has length 3, but must have length 2 like front[0]");
    assertThatThrownBy(() -> Distance.igdPlus(new double[0][], new double[][] {{1}}))
        .hasMessageContaining("front is empty");
    assertThatThrownBy(() -> Distance.epsilonAdditive(new double[][] {{1}}, new double[0][]))
        .hasMessageContaining("reference is empty");
  }

  @Test
  void allTogetherCountDistinctNonDominatedRows() {
    double[][] points = {{4, 1}, {1, 3}, {4, 1}, {1, 1}, {-5, 9}};
    double[] reference = {0, 0};
    Indicators alone = Indicators.of(points, reference);
    assertThat(alone.hypervolume()).isEqualTo(6);
    assertThat(alone.cardinality()).isEqualTo(3);
    assertThat(alone.sparsity()).isEqualTo((36 + 9 + 4 + 36) / 2.0);
    assertThat(alone.expectedUtility()).isEqualTo(ExpectedUtility.of(points, 100));
    assertThat(alone.igd()).isNull();
    assertThat(alone.igdPlus()).isNull();
    assertThat(alone.epsilonAdditive()).isNull();

    double[][] against = {{1, 1}};
    Indicators beside = Indicators.of(points, reference, 2, against);
    assertThat(beside.expectedUtility()).isEqualTo((9 + 2.5 + 4) / 3);
    assertThat(beside.igd()).isEqualTo(0);
    assertThat(beside.igdPlus()).isEqualTo(0);
    assertThat(beside.epsilonAdditive()).isEqualTo(0);
  }
}
