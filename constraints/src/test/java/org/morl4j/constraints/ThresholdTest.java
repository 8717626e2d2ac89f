package org.morl4j.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.constraints.Threshold.Absolute;
import org.morl4j.constraints.Threshold.Relative;
import org.morl4j.constraints.Threshold.Shifted;

class ThresholdTest {
  /** b = G - (1 - beta) max(|G|, floor) with beta 0.9 and floor 2. */
  @ParameterizedTest
  @CsvSource({"100, 90, 10", "-100, -110, 10", "0, -0.2, 0.2", "1, 0.8, 0.2", "-1, -1.2, 0.2"})
  void relativeLiterals(double start, double bound, double scale) {
    Relative relative = new Relative(0.9, 2);
    assertThat(relative.value(start)).isCloseTo(bound, offset(1e-12));
    assertThat(relative.scale(start, 1)).isCloseTo(scale, offset(1e-12));
  }

  /** The paper's beta G would demand -90 of a policy at -100. */
  @ParameterizedTest
  @ValueSource(doubles = {1e6, 3, 1e-9, 0, -1e-9, -3, -1e6})
  void relativeAlwaysLoosens(double start) {
    for (double beta : new double[] {0.01, 0.5, 0.9, 0.999}) {
      Relative bound = new Relative(beta, 1e-3);
      assertThat(bound.value(start)).isLessThan(start);
      assertThat(start - bound.value(start)).isCloseTo(bound.scale(start, 1), offset(1e-6));
      assertThat(bound.scale(start, 1)).isPositive();
    }
  }

  @Test
  void shiftedKeepsItsDistance() {
    Shifted met = new Shifted(-5, 2);
    assertThat(met.value(12)).isEqualTo(7);
    assertThat(met.scale(12, 1)).isEqualTo(2);
    Shifted violated = new Shifted(5, 2);
    assertThat(violated.value(-12)).isEqualTo(-7);
  }

  @Test
  void anAbsoluteOneIsWhatItSays() {
    Absolute limit = new Absolute(3);
    assertThat(limit.value(100)).isEqualTo(3);
    assertThat(limit.scale(100, 7)).as("the usual one").isEqualTo(7);
  }

  @Test
  void impossibleOnesAreRefused() {
    refused(() -> new Relative(1, 1), "beta is 1.0");
    refused(() -> new Relative(0, 1), "beta is 0.0");
    refused(() -> new Relative(0.9, -1), "floor is -1.0");
    refused(() -> new Shifted(1, 0), "scale is 0.0");
    refused(() -> new Shifted(Double.NaN, 1), "offset is NaN");
    refused(() -> Constraint.atLeast("x", -1, new Shifted(0, 1)), "signal is -1");
  }

  private static void refused(Runnable make, String message) {
    assertThatThrownBy(make::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
