package org.morl4j.pareto.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonDominatedTest {

  @Test
  void keepsTheFirstOfEqualRowsInOrder() {
    double[][] points = {{1, 3}, {2, 2}, {1, 2}, {2, 2}, {3, 1}, {3, 0}};
    assertThat(NonDominated.filter(points))
        .isDeepEqualTo(new double[][] {points[0], points[1], points[4]});
    assertThat(NonDominated.mask(points)).containsExactly(true, true, false, false, true, false);
  }

  @Test
  void oneObjectiveKeepsTheFirstBest() {
    assertThat(NonDominated.mask(new double[][] {{-3}, {-1}, {-1}}))
        .containsExactly(false, true, false);
  }

  @Test
  void roundedSumsDoNotHideDominance() {
    double[][] points = {{1e16, 1, 1, 1}, {1e16, 1, 1, 1.5}};
    assertThat(NonDominated.mask(points)).containsExactly(false, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7})
  void equalsTheDefinition(int objectives) {
    SplittableRandom random = new SplittableRandom(objectives);
    for (int trial = 0; trial < 200; trial++) {
      double[][] points = new double[random.nextInt(1, 60)][objectives];
      for (double[] point : points) {
        for (int j = 0; j < objectives; j++) {
          point[j] = trial % 2 == 0 ? random.nextInt(5) - 2 : random.nextDouble();
        }
      }
      boolean[] mask = NonDominated.mask(points);
      for (int i = 0; i < points.length; i++) {
        assertThat(mask[i]).isEqualTo(belongs(points, i));
      }
    }
  }

  private static boolean belongs(double[][] points, int i) {
    for (int k = 0; k < points.length; k++) {
      boolean atLeast = true;
      boolean equal = true;
      for (int j = 0; j < points[i].length; j++) {
        atLeast &= points[k][j] >= points[i][j];
        equal &= points[k][j] == points[i][j];
      }
      if (atLeast && (!equal || k < i)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void refusesAnEmptyFront() {
    assertThatThrownBy(() -> NonDominated.filter(new double[0][]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("points is empty");
    assertThatThrownBy(() -> NonDominated.filter(new double[1][0]))
        .hasMessageContaining("points[0] has no values");
  }
}
