package org.morl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateScheduleTest {
  @ParameterizedTest
  @CsvSource({
    "CONSTANT, 0, 2",
    "CONSTANT, 100, 2",
    "LINEAR, 0, 2",
    "LINEAR, 25, 1.5",
    "LINEAR, 100, 0",
    "LINEAR, 150, 0",
    "COSINE, 0, 2",
    "COSINE, 25, 1.7071067811865475",
    "COSINE, 50, 1",
    "COSINE, 100, 0",
    "COSINE, 150, 0"
  })
  void ofARunOfAHundredSteps(RateSchedule schedule, long done, double expected) {
    assertThat(schedule.at(2, done, 100)).isCloseTo(expected, within(1e-15));
  }
}
