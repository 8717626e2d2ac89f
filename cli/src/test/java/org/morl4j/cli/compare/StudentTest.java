package org.morl4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Quantiles of t by integrating its density: 4.302652729749803 of 2, 3.33143880287511 of 25/9. */
class StudentTest {
  /** Mean 32/3, s^2 = (25/9 + 16/9 + 1/9) / 2 = 7/3, so s / sqrt(3) = sqrt(7) / 3. */
  @Test
  void ofOneTask() {
    Interval interval = Student.interval(32 / 3.0, new double[][] {{9, 12, 11}}, 0.95);
    double half = 4.302652729749803 * Math.sqrt(7) / 3;
    assertThat(interval.low()).isCloseTo(32 / 3.0 - half, within(1e-9));
    assertThat(interval.high()).isCloseTo(32 / 3.0 + half, within(1e-9));
  }

  /** v = 2/2 and 12/3; nu = (1 + 4)^2 / (1^2/1 + 4^2/2) = 25/9; half sqrt(5) quantiles over two. */
  @Test
  void ofTwoTasksAsWelch() {
    Interval interval = Student.interval(1.5, new double[][] {{0, 2}, {0, 0, 6}}, 0.95);
    double half = 3.33143880287511 * Math.sqrt(5) / 2;
    assertThat(interval.low()).isCloseTo(1.5 - half, within(1e-9));
    assertThat(interval.high()).isCloseTo(1.5 + half, within(1e-9));
  }

  /** Three times 0.1 is not 0.3 in binary. */
  @Test
  void ofRunsThatDoNotDifferHasNoWidth() {
    assertThat(Student.interval(0.1, new double[][] {{0.1, 0.1, 0.1}}, 0.95))
        .isEqualTo(new Interval(0.1, 0.1, 0.1));
  }
}
