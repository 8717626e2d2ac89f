package org.morl4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void significantKeepsDigitsNotPlaces() {
    assertThat(Numbers.significant(994.3, 6)).isEqualTo("994.3");
    assertThat(Numbers.significant(-0.000123456, 3)).isEqualTo("-0.000123");
    assertThat(Numbers.significant(12575.8712, 6)).isEqualTo("12575.9");
    assertThat(Numbers.significant(700, 6)).isEqualTo("700");
    assertThat(Numbers.significant(0, 6)).isEqualTo("0");
    assertThat(Numbers.significant(1.25e12, 6)).isEqualTo("1.25E+12");
  }

  @Test
  void significantNamesWhatIsNotFinite() {
    assertThat(Numbers.significant(Double.NaN, 6)).isEqualTo("NaN");
    assertThat(Numbers.significant(Double.POSITIVE_INFINITY, 6)).isEqualTo("∞");
    assertThat(Numbers.significant(Double.NEGATIVE_INFINITY, 6)).isEqualTo("-∞");
  }

  @Test
  void groupedGroupsLargeNumbers() {
    assertThat(Numbers.grouped(64712.34, 6)).isEqualTo("64,712.3");
    assertThat(Numbers.grouped(2345678, 6)).isEqualTo("2,345,680");
    assertThat(Numbers.grouped(992.2, 6)).isEqualTo("992.2");
  }

  @Test
  void durations() {
    assertThat(Numbers.duration(41.23)).isEqualTo("41.2 s");
    assertThat(Numbers.duration(59.96)).isEqualTo("1 min 0 s");
    assertThat(Numbers.duration(725)).isEqualTo("12 min 5 s");
    assertThat(Numbers.duration(12_000)).isEqualTo("3 h 20 min");
    assertThat(Numbers.duration(Double.NaN)).isEqualTo("unknown");
  }
}
