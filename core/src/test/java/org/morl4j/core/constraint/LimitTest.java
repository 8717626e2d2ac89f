package org.morl4j.core.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.core.check.Vec;

class LimitTest {
  /** Two signals; the second is limited. */
  private static final List<Episode> EPISODES =
      List.of(
          new Episode(Vec.of(9, 3), Vec.of(9, 4), 2),
          new Episode(Vec.of(9, 5), Vec.of(9, 10), 4),
          new Episode(Vec.of(9, 1), Vec.of(9, 1), 1));

  private static Limit limit(Sense sense, double value, Per per) {
    return new Limit("flood", 1, sense, value, per, new Statistic.Mean());
  }

  @ParameterizedTest
  @CsvSource({"EPISODE_SUM, 5", "DISCOUNTED, 3", "STEP_MEAN, 1.8333333333333333"})
  void measuresWhatItCounts(Per per, double mean) {
    assertThat(limit(Sense.AT_MOST, 0, per).measure(EPISODES).value())
        .isCloseTo(mean, within(1e-12));
  }

  @Test
  void deviationAndStandardErrorByHand() {
    // 4, 10, 1: squares of 1, 5, 4 sum to 42, over n - 1 = 2.
    Estimate sums = limit(Sense.AT_MOST, 0, Per.EPISODE_SUM).measure(EPISODES);
    assertThat(sums.deviation()).isCloseTo(Math.sqrt(21), within(1e-12));
    assertThat(sums.standardError()).isCloseTo(Math.sqrt(7), within(1e-12));
    Estimate one = limit(Sense.AT_MOST, 0, Per.EPISODE_SUM).measure(EPISODES.subList(0, 1));
    assertThat(one).isEqualTo(new Estimate(4, 0, 0));
    assertThatThrownBy(() -> limit(Sense.AT_MOST, 0, Per.DISCOUNTED).measure(List.of()))
        .hasMessage("flood can't be measured without an episode.");
  }

  @ParameterizedTest
  @CsvSource({
    "AT_MOST, 5, true, 0", "AT_MOST, 4.9, false, 0.1", "AT_MOST, 7, true, -2",
    "AT_LEAST, 5, true, 0", "AT_LEAST, 5.1, false, 0.1", "AT_LEAST, 3, true, -2",
    // 5 % of the deviation, 4.58, is 0.229; of 100 it is 5.
    "EQUALS, 5.2, true, -0.2", "EQUALS, 4.7, false, 0.3", "EQUALS, 100, false, -95"
  })
  void theMeanDecides(Sense sense, double value, boolean holds, double violation) {
    Limit limit = limit(sense, value, Per.EPISODE_SUM);
    Estimate measured = limit.measure(EPISODES);
    assertThat(limit.holds(measured)).isEqualTo(holds);
    assertThat(limit.violation(measured)).isCloseTo(violation, within(1e-12));
  }

  @Test
  void scalesAreOfTheLimitOrOfTheEpisodes() {
    Limit zero = limit(Sense.AT_MOST, 0, Per.EPISODE_SUM);
    Limit large = limit(Sense.AT_LEAST, -50, Per.EPISODE_SUM);
    assertThat(large.scale(new Estimate(3, 1, 7))).isEqualTo(50);
    assertThat(zero.scale(new Estimate(3, 1, 7))).isEqualTo(7);
    assertThat(zero.scale(new Estimate(-3, 0, 0))).as("all episodes alike").isEqualTo(3);
    assertThat(zero.scale(new Estimate(0, 0, 0))).isEqualTo(1);
  }

  /** 1000 steps under gamma 0.99: H is about 100. */
  @Test
  void aUnitOfDiscountedReturnInUnitsOfTheLimit() {
    assertThat(Per.EPISODE_SUM.worth(1000, 100)).isEqualTo(10);
    assertThat(Per.DISCOUNTED.worth(1000, 100)).isEqualTo(1);
    assertThat(Per.STEP_MEAN.worth(1000, 100)).isEqualTo(0.01);
  }

  @Test
  void tailsAreOfTheWorstEpisodes() {
    double[] values = {4, 10, 1, 8, 2};
    Statistic worst = new Statistic.Cvar(0.4);
    assertThat(worst.of(values, Sense.AT_MOST).value()).isCloseTo(9, within(1e-12));
    assertThat(worst.of(values, Sense.AT_LEAST).value()).isCloseTo(1.5, within(1e-12));
    // 1.5 of 5 episodes: (10 + 8 / 2) / 1.5.
    Statistic part = new Statistic.Cvar(0.3);
    assertThat(part.of(values, Sense.AT_MOST).value()).isCloseTo(14 / 1.5, within(1e-12));
    // Less than one episode is one.
    Statistic least = new Statistic.Cvar(0.01);
    assertThat(least.of(values, Sense.AT_MOST).value()).isEqualTo(10);
    assertThat(new Statistic.Cvar(1).of(values, Sense.AT_MOST).value()).isCloseTo(5, within(1e-12));
    assertThat(values).containsExactly(4, 10, 1, 8, 2);
    // Excesses over 8 are 2 and zeros: their deviation is 2 / sqrt(5).
    assertThat(worst.of(values, Sense.AT_MOST).standardError())
        .isCloseTo(2 / Math.sqrt(5) / (0.4 * Math.sqrt(5)), within(1e-12));
  }

  @Test
  void impossibleOnesAreRefused() {
    assertThatThrownBy(() -> limit(Sense.AT_MOST, Double.NaN, Per.DISCOUNTED))
        .hasMessage("flood is NaN, but must be finite.");
    assertThatThrownBy(
            () -> new Limit("flood", 1, Sense.EQUALS, 1, Per.EPISODE_SUM, new Statistic.Cvar(0.1)))
        .hasMessage(
            "flood has the statistic cvar and says equals, but a tail is on one side only. Maybe"
                + " say atMost or atLeast.");
    assertThatThrownBy(() -> new Statistic.Cvar(0)).hasMessageStartingWith("level is 0.0");
  }

  @Test
  void readingsAreNamedNumbersWithoutThoseUnknown() {
    LimitReading.MultiplierReading multiplier = new LimitReading.MultiplierReading(0.5, 2, false);
    assertThat(new LimitReading("flood", 7, 5, 4, 2, multiplier).metrics())
        .containsExactly(
            Map.entry("constraint/flood/value", 7.0),
            Map.entry("constraint/flood/limit", 5.0),
            Map.entry("constraint/flood/violation", 2.0),
            Map.entry("constraint/flood/violation_free", 0.5),
            Map.entry("constraint/flood/multiplier", 0.5),
            Map.entry("constraint/flood/multiplier_raw", 2.0));
    double nan = Double.NaN;
    assertThat(
            new LimitReading("x", nan, 5, nan, nan, LimitReading.MultiplierReading.NONE).metrics())
        .containsOnlyKeys("constraint/x/limit");
  }
}
