package org.morl4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CurveBandTest {
  /** Runs stand with their last evaluation; the curve spans what all runs have. */
  @Test
  void runsEvaluatedAtDifferentTimes() {
    Curve even = new Curve(new double[] {10, 20, 30}, new double[] {1, 2, 3});
    Curve odd = new Curve(new double[] {15, 25}, new double[] {10, 20});
    CurveBand band = CurveBand.of("x", List.of(even, odd), new Intervals.None(), "x");
    assertThat(band.transitions()).containsExactly(15, 20, 25);
    assertThat(band.values()).extracting(Interval::value).containsExactly(5.5, 6.0, 11.0);
    assertThat(band.values()).noneMatch(Interval::isGiven);
  }

  @Test
  void longCurvesAreThinnedToTheLastPoint() {
    double[] x = new double[1001];
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
    }
    CurveBand band = CurveBand.of("x", List.of(new Curve(x, x)), new Intervals.None(), "x");
    assertThat(band.transitions()).hasSizeBetween(100, 200).endsWith(1000).contains(994);
  }
}
