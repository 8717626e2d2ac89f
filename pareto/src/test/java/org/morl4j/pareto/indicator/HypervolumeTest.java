package org.morl4j.pareto.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HypervolumeTest {

  @Test
  void twoOverlappingBoxes() {
    double[][] points = {{3, 1}, {1, 3}};
    assertThat(Hypervolume.of(points, new double[] {0, 0})).isEqualTo(5);
    assertThat(Hypervolume.contributions(points, new double[] {0, 0})).containsExactly(2, 2);
  }

  @Test
  void oneObjectiveIsTheLargestGain() {
    double[][] points = {{2}, {5}, {5}, {-1}};
    assertThat(Hypervolume.of(points, new double[] {-1})).isEqualTo(6);
    assertThat(Hypervolume.contributions(points, new double[] {-1})).containsOnly(0);
  }

  @Test
  void pointsOnTheReferenceAddNothing() {
    double[][] points = {{0, 5, 5}, {5, 0, 5}, {5, 5, 0}, {-1, 9, 9}};
    assertThat(Hypervolume.of(points, new double[] {0, 0, 0})).isZero();
    assertThat(Hypervolume.contributions(points, new double[] {0, 0, 0})).containsOnly(0);
  }

  @Test
  void deepSeaTreasure() {
    double[][] convex = Fixtures.convexDeepSeaTreasure();
    assertThat(Hypervolume.of(convex, new double[] {0, -50})).isCloseTo(994.3, within(1e-10));
    assertThat(Hypervolume.of(convex, new double[] {0, -25})).isCloseTo(401.8, within(1e-10));
    double[][] concave = Fixtures.concaveDeepSeaTreasure();
    assertThat(Hypervolume.of(concave, new double[] {0, -50})).isEqualTo(4255);
    assertThat(Hypervolume.of(concave, new double[] {0, -25})).isEqualTo(1155);
  }

  @Test
  void fruitTree() {
    double[] zero = new double[6];
    assertThat(Hypervolume.of(Fixtures.fruitTree(5), zero)).isCloseTo(8808.42, within(.005));
    assertThat(Hypervolume.of(Fixtures.fruitTree(6), zero)).isCloseTo(12575.87, within(.005));
    assertThat(Hypervolume.of(Fixtures.fruitTree(7), zero)).isCloseTo(17665.28, within(.005));
    double[] one = {-1, -1, -1, -1, -1, -1};
    assertThat(Hypervolume.of(Fixtures.fruitTree(7), one)).isCloseTo(75470.68, within(.005));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void equalsExactArithmeticUpToRounding(int objectives) {
    SplittableRandom random = new SplittableRandom(objectives);
    int largest = objectives < 5 ? 40 : 11;
    for (int trial = 0; trial < 30; trial++) {
      int n = random.nextInt(1, largest + 1);
      double[][] points =
          trial % 3 == 0 ? grid(random, n, objectives) : sphere(random, n, objectives);
      double[] reference = new double[objectives];
      Arrays.fill(reference, trial % 2 == 0 ? 0 : -0.1);
      BigDecimal exact = ExactVolume.of(points, reference);
      BigDecimal error = new BigDecimal(Hypervolume.of(points, reference)).subtract(exact).abs();
      if (exact.signum() > 0) {
        error = error.divide(exact, MathContext.DECIMAL64);
      }
      assertThat(error.doubleValue()).as("%s", Arrays.deepToString(points)).isLessThan(1e-14);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7})
  void orderOfRowsAndObjectivesDoesNotMatter(int objectives) {
    SplittableRandom random = new SplittableRandom(17 + objectives);
    double[] reference = new double[objectives];
    for (int trial = 0; trial < 20; trial++) {
      double[][] points =
          trial % 2 == 0 ? grid(random, 40, objectives) : sphere(random, 40, objectives);
      double[][] turned = new double[points.length][objectives];
      for (int i = 0; i < points.length; i++) {
        for (int j = 0; j < objectives; j++) {
          turned[points.length - 1 - i][(j + 1 + trial % (objectives - 1)) % objectives] =
              points[i][j];
        }
      }
      double volume = Hypervolume.of(points, reference);
      assertThat(Hypervolume.of(turned, reference)).isCloseTo(volume, within(1e-13 * volume));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void contributionIsWhatAPointAdds(int objectives) {
    SplittableRandom random = new SplittableRandom(31 + objectives);
    double[] reference = new double[objectives];
    for (int trial = 0; trial < 40; trial++) {
      double[][] points =
          NonDominated.filter(
              trial % 2 == 0 ? grid(random, 20, objectives) : sphere(random, 20, objectives));
      double[] all = Hypervolume.contributions(points, reference);
      double volume = Hypervolume.of(points, reference);
      for (int i = 0; i < points.length; i++) {
        List<double[]> others = new ArrayList<>(Arrays.asList(points));
        others.remove(i);
        double[][] rest = others.toArray(double[][]::new);
        double less = rest.length == 0 ? 0 : Hypervolume.of(rest, reference);
        double added = Hypervolume.contribution(rest, points[i], reference);
        assertThat(added).isCloseTo(volume - less, within(1e-13 * volume));
        assertThat(all[i]).isCloseTo(added, within(1e-13 * volume));
        assertThat(Hypervolume.contribution(points, points[i], reference)).isZero();
      }
    }
  }

  @Test
  void repeatedRowsCoverNothingAlone() {
    double[][] points = {{1, 2, 3}, {3, 2, 1}, {1, 2, 3}, {1, 1, 1}};
    assertThat(Hypervolume.contributions(points, new double[3])).containsExactly(0, 4, 0, 0);
  }

  @Test
  void largeFrontsOfEqualValuesStayFast() {
    double[][] points = new double[3000][];
    for (int i = 0; i < points.length; i++) {
      points[i] = new double[] {i + 1, points.length - i, 1, 1};
    }
    double n = points.length;
    assertThat(Hypervolume.of(points, new double[4])).isEqualTo(n * (n + 1) / 2);
  }

  @Test
  void refusesBadInput() {
    double[][] points = {{1, 2}, {2, 1}};
    assertThatThrownBy(() -> Hypervolume.of(new double[0][], new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("points is empty")
        .hasMessageContaining("Maybe");
    assertThatThrownBy(() -> Hypervolume.of(points, new double[3]))
        .hasMessageContaining("reference has length 3, but must have length 2");
    assertThatThrownBy(() -> Hypervolume.of(new double[][] {{1, 2}, {1}}, new double[2]))
        .hasMessageContaining("points[1] has length 1");
    assertThatThrownBy(() -> Hypervolume.of(new double[][] {{1, Double.NaN}}, new double[2]))
        .hasMessageContaining("points[0][1] is NaN, but must be finite");
    assertThatThrownBy(() -> Hypervolume.contribution(points, new double[1], new double[2]))
        .hasMessageContaining("point has length 1");
    assertThatThrownBy(() -> Hypervolume.of(points, new double[] {0, Double.NEGATIVE_INFINITY}))
        .hasMessageContaining("reference[1] is -Infinity");
  }

  private static double[][] sphere(SplittableRandom random, int n, int objectives) {
    double[][] points = new double[n][objectives];
    for (double[] point : points) {
      double norm = 0;
      for (int j = 0; j < objectives; j++) {
        point[j] = -Math.log(random.nextDouble(1e-9, 1));
        norm += point[j] * point[j];
      }
      for (int j = 0; j < objectives; j++) {
        point[j] /= Math.sqrt(norm);
      }
    }
    return points;
  }

  private static double[][] grid(SplittableRandom random, int n, int objectives) {
    double[][] points = new double[n][objectives];
    for (double[] point : points) {
      for (int j = 0; j < objectives; j++) {
        point[j] = random.nextInt(4);
      }
    }
    return points;
  }
}
