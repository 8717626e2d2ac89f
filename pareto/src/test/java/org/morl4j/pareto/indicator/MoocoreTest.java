package org.morl4j.pareto.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every value of moocore 0.3.2 on 106 fronts with 2 to 9 objectives. */
class MoocoreTest {

  static List<Fixtures.Case> fronts() {
    return Fixtures.moocore();
  }

  @ParameterizedTest
  @MethodSource("fronts")
  void hypervolumeAgrees(Fixtures.Case front) {
    double expected = front.value("hypervolume");
    assertThat(Hypervolume.of(front.rows("point"), front.row("reference")))
        .isCloseTo(expected, within(1e-12 * expected));
  }

  @ParameterizedTest
  @MethodSource("fronts")
  void contributionsAgreeRelativeToTheWhole(Fixtures.Case front) {
    double[] expected = front.row("contributions");
    double[] actual = Hypervolume.contributions(front.rows("point"), front.row("reference"));
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-12 * front.value("hypervolume")));
    }
  }

  @ParameterizedTest
  @MethodSource("fronts")
  void sameRowsAreNonDominated(Fixtures.Case front) {
    double[] expected = front.row("nondominated");
    boolean[] actual = NonDominated.mask(front.rows("point"));
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("row %d", i).isEqualTo(expected[i] == 1);
    }
  }

  @ParameterizedTest
  @MethodSource("fronts")
  void distancesAreEqual(Fixtures.Case front) {
    double[][] points = front.rows("point");
    double[][] against = front.rows("against");
    assertThat(Distance.igd(points, against)).isEqualTo(front.value("igd"));
    assertThat(Distance.igdPlus(points, against)).isEqualTo(front.value("igd_plus"));
    assertThat(Distance.epsilonAdditive(points, against))
        .isEqualTo(front.value("epsilon_additive"));
  }
}
