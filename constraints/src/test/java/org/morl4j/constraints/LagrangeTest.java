package org.morl4j.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.constraints.Lagrange.Scale;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.LimitReading;
import org.morl4j.core.constraint.Per;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.constraint.Statistic;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.state.State;

/** One objective and two costs: at most 3 of the first, at least 2 of the second. */
class LagrangeTest {
  private static final Signals SIGNALS =
      new Signals(
          List.of(
              new Signal("return", Signal.Kind.OBJECTIVE, 1, 1),
              new Signal("risk", Signal.Kind.COST, 1, 1),
              new Signal("cover", Signal.Kind.COST, 1, 1)));

  private static Limit limit(String name, int signal, Sense sense, double value) {
    return new Limit(name, signal, sense, value, Per.EPISODE_SUM, new Statistic.Mean());
  }

  private static Lagrange handler(Scale scale, MultiplierOptions multiplier, Limit... limits) {
    return new Lagrange(
        new Lagrange.Options(List.of(), multiplier, 1, 1, 0, Clock.ROLLOUT, scale),
        new HandlerSetup(List.of(limits), SIGNALS, Map.of()));
  }

  /** One limit that the multiplier aims at from a tenth of its scale inside, at rate 1. */
  private static Lagrange inside(Scale scale, Limit limit) {
    return new Lagrange(
        new Lagrange.Options(
            List.of(), new Ascent.Options(1, 0, 9), 1, 1, 0.1, Clock.ROLLOUT, scale),
        new HandlerSetup(List.of(limit), SIGNALS, Map.of()));
  }

  private static Lagrange both(Scale scale, double cost, double reward) {
    return handler(
        scale,
        new Ascent.Options(0.5, 0, 100),
        limit("risk", 1, Sense.AT_MOST, 3 * cost),
        limit("cover", 2, Sense.AT_LEAST, 2 * cost));
  }

  /** Means 8, 6, 1; deviations (divisor n) 2, 3, 1; (divisor n - 1) times sqrt 2. */
  private static Returns told(double cost, double reward) {
    return Measured.oneStep(
        new double[] {6 * reward, 3 * cost, 0}, new double[] {10 * reward, 9 * cost, 2 * cost});
  }

  private static double[] weighed(Lagrange handler, double... weights) {
    handler.weigh(weights);
    return weights;
  }

  private static double[] multipliers(Lagrange handler) {
    return handler.readings(Vec.of(1, 0, 0)).stream()
        .mapToDouble(reading -> reading.multiplier().free())
        .toArray();
  }

  @Test
  void rawIsOmniSafesForm() {
    Lagrange handler = both(Scale.RAW, 1, 1);
    assertThat(weighed(handler, 1, 0, 0)).containsExactly(1, 0, 0);
    handler.tick(Clock.ROLLOUT, told(1, 1));
    // Violations 3 and 1 at rate 0.5.
    assertThat(multipliers(handler)).containsExactly(1.5, 0.5);
    assertThat(weighed(handler, 1, 0, 0)).containsExactly(1 / 3.0, -1.5 / 3, 0.5 / 3);
  }

  @Test
  void freeOfUnitsByHand() {
    Lagrange handler = both(Scale.FREE, 1, 1);
    assertThat(weighed(handler, 4, 0, 0)).as("nothing is known").containsExactly(4, 0, 0);
    handler.tick(Clock.ROLLOUT, told(1, 1));
    // Violation 3 over max(3, 3 sqrt 2), violation 1 over max(2, sqrt 2).
    double risk = 0.5 / Math.sqrt(2);
    double cover = 0.25;
    assertThat(multipliers(handler)).containsExactly(new double[] {risk, cover}, within(1e-12));
    double total = 1 + risk + cover;
    double[] expected = {1 / (2 * total), -risk / (3 * total), cover / (1 * total)};
    assertThat(weighed(handler, 1, 0, 0)).containsExactly(expected, within(1e-12));
    assertThat(weighed(handler, 4, 0, 0))
        .as("the size of a preference doesn't count")
        .containsExactly(expected, within(1e-12));
    // Raw: a multiplier times the deviation of the return over that of the limited signal.
    List<LimitReading> readings = handler.readings(Vec.of(1, 0, 0));
    assertThat(readings.get(0).multiplier().raw()).isCloseTo(risk * 2 / 3, within(1e-12));
    assertThat(readings.get(1).multiplier().raw()).isCloseTo(cover * 2 / 1, within(1e-12));
    assertThat(readings.get(0).value()).isEqualTo(6);
    assertThat(readings.get(0).violation()).isEqualTo(3);
    assertThat(readings.get(0).scale()).isCloseTo(3 * Math.sqrt(2), within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"1e-3, 1", "1e3, 1", "1, 1e-3", "1, 1e3", "1e3, 1e-3"})
  void otherUnitsMixAlike(double cost, double reward) {
    Lagrange one = both(Scale.FREE, 1, 1);
    Lagrange other = both(Scale.FREE, cost, reward);
    for (int step = 0; step < 3; step++) {
      one.tick(Clock.ROLLOUT, told(1, 1));
      other.tick(Clock.ROLLOUT, told(cost, reward));
      double[] plain = weighed(one, 1, 0, 0);
      double[] scaled = weighed(other, 1, 0, 0);
      assertThat(scaled[0] * reward).isCloseTo(plain[0], within(1e-9));
      assertThat(scaled[1] * cost).isCloseTo(plain[1], within(1e-9));
      assertThat(scaled[2] * cost).isCloseTo(plain[2], within(1e-9));
    }
    assertThat(multipliers(other)).containsExactly(multipliers(one), within(1e-9));
  }

  /** A limit on an objective that is maximised too adds to its weight. */
  @Test
  void objectivesCanBeLimited() {
    Lagrange handler =
        handler(Scale.FREE, new Ascent.Options(1, 0, 9), limit("r", 0, Sense.AT_LEAST, 10));
    handler.tick(Clock.ROLLOUT, told(1, 1));
    // Violation 2 of 10; weights 1 / 2 and 0.2 / 2 over 1.2.
    assertThat(weighed(handler, 1, 0, 0)).containsExactly(new double[] {0.5, 0, 0}, within(1e-12));
  }

  @Test
  void anEqualityPushesEitherWay() {
    Lagrange handler =
        handler(Scale.RAW, new Ascent.Options(1, 0, 9), limit("r", 1, Sense.EQUALS, 10));
    handler.tick(Clock.ROLLOUT, told(1, 1));
    // 6 of 10: lambda is -4, so that more risk is better.
    assertThat(weighed(handler, 1, 0, 0)).containsExactly(0.2, 0.8, 0);
  }

  /**
   * Means are 8, 6, 1 and deviations (divisor n - 1) 2.8, 4.2, 1.4: the scale is |limit| in all but
   * the last row, where that is 0 and the deviation sqrt 2 counts.
   */
  @ParameterizedTest
  @CsvSource({
    // signal, sense, limit, violation, multiplier with a margin of a tenth: raw, free
    "1, AT_MOST, 5, 1, 1.5, .3",
    "1, AT_MOST, 6, 0, .6, .1",
    "1, AT_MOST, 6.4, -.4, .24, .0375",
    "1, AT_MOST, 8, -2, 0, 0",
    "0, AT_LEAST, 10, 2, 3, .3",
    "0, AT_LEAST, 7.5, -.5, .25, .0333333333333333",
    "0, AT_LEAST, 5, -3, 0, 0",
    "2, AT_LEAST, -1.5, -2.5, 0, 0",
    "2, AT_MOST, -4, 5, 5.4, 1.35",
    "1, EQUALS, 5, 1, 1, .2",
    "2, AT_MOST, 0, 1, 1.141421356237310, .807106781186548",
  })
  void aMarginTightensWhatMultipliersAimAt(
      int signal, Sense sense, double value, double violation, double raw, double free) {
    Lagrange handler = inside(Scale.RAW, limit("x", signal, sense, value));
    Lagrange other = inside(Scale.FREE, limit("x", signal, sense, value));
    handler.tick(Clock.ROLLOUT, told(1, 1));
    other.tick(Clock.ROLLOUT, told(1, 1));
    assertThat(multipliers(handler)[0]).isCloseTo(raw, within(1e-12));
    assertThat(multipliers(other)[0]).isCloseTo(free, within(1e-12));
    for (Lagrange each : List.of(handler, other)) {
      LimitReading reading = each.readings(Vec.of(1, 0, 0)).get(0);
      assertThat(reading.limit()).as("readings are of the limit itself").isEqualTo(value);
      assertThat(reading.violation()).isCloseTo(violation, within(1e-12));
      assertThat(each.limits().get(0).value()).isEqualTo(value);
    }
  }

  /** Returns that are all negative: at least -2 with a margin of a tenth aims at -1.8. */
  @Test
  void aMarginIsOnTheInsideOfANegativeLimit() {
    Lagrange below = inside(Scale.RAW, limit("x", 0, Sense.AT_LEAST, -2));
    below.tick(Clock.ROLLOUT, Measured.oneStep(new double[] {-1.9, 0, 0}));
    assertThat(multipliers(below)[0]).isCloseTo(0.1, within(1e-12));
    assertThat(below.readings(Vec.of(1, 0, 0)).get(0).violation()).isCloseTo(-0.1, within(1e-12));
    Lagrange above = inside(Scale.RAW, limit("x", 0, Sense.AT_MOST, -2));
    above.tick(Clock.ROLLOUT, Measured.oneStep(new double[] {-2.1, 0, 0}));
    assertThat(multipliers(above)[0]).as("at most -2 aims at -2.2").isCloseTo(0.1, within(1e-12));
  }

  @Test
  void multipliersStepEverySoManyEpisodesOfTheirClock() {
    Lagrange handler =
        new Lagrange(
            new Lagrange.Options(
                List.of(), new Ascent.Options(1, 0, 9), 1, 5, 0, Clock.EVALUATION, Scale.RAW),
            new HandlerSetup(List.of(limit("r", 1, Sense.AT_MOST, 5)), SIGNALS, Map.of()));
    handler.tick(Clock.ROLLOUT, told(1, 1));
    handler.tick(Clock.EVALUATION, told(1, 1));
    handler.tick(Clock.EVALUATION, told(1, 1));
    assertThat(multipliers(handler)).as("4 of 5 episodes").containsExactly(0);
    handler.tick(Clock.EVALUATION, told(1, 1));
    assertThat(multipliers(handler)).containsExactly(1);
    handler.tick(Clock.EVALUATION, told(1, 1));
    assertThat(multipliers(handler)).containsExactly(1);
  }

  /**
   * The data's episodes give units and a first value, critics the values from then on, whichever
   * clock moves the multipliers elsewhere; their narrow spread is no unit.
   */
  @Test
  void onDataTheCriticsMoveMultipliers() {
    for (Clock elsewhere : new Clock[] {Clock.ROLLOUT, Clock.EVALUATION}) {
      Lagrange handler =
          new Lagrange(
              new Lagrange.Options(
                  List.of(), new Ascent.Options(0.5, 0, 9), 1, 1, 0, elsewhere, Scale.FREE),
              new HandlerSetup(List.of(limit("risk", 1, Sense.AT_MOST, 3)), SIGNALS, Map.of()));
      handler.tick(Clock.DATA, told(1, 1));
      // 0.5 (6 - 3) / max(3, 3 sqrt 2)
      assertThat(multipliers(handler)[0]).isCloseTo(0.5 / Math.sqrt(2), within(1e-12));
      handler.tick(Clock.CRITICS, Measured.oneStep(new double[] {8, 9, 1}));
      assertThat(handler.readings(Vec.of(1, 0, 0)).get(0).value()).isEqualTo(9);
      double lambda = 0.5 / Math.sqrt(2) + 0.5 * (9 - 3) / 3;
      assertThat(multipliers(handler)[0]).isCloseTo(lambda, within(1e-12));
      double[] weights = weighed(handler, 1, 0, 0);
      // deviations 2 and 3 of the data alone
      assertThat(weights[0]).isCloseTo(1 / 2.0 / (1 + lambda), within(1e-12));
      assertThat(weights[1]).isCloseTo(-lambda / 3 / (1 + lambda), within(1e-12));
    }
  }

  @Test
  void inheritsMultipliersButNoEpisodes() {
    Lagrange handler =
        new Lagrange(
            Lagrange.Options.DEFAULT,
            new HandlerSetup(
                List.of(limit("a", 1, Sense.AT_MOST, 3), limit("b", 2, Sense.AT_MOST, 3)),
                SIGNALS,
                Map.of("b", 0.75)));
    assertThat(multipliers(handler)).containsExactly(0, 0.75);
    assertThat(handler.readings(Vec.of(1, 0, 0)).get(1).value()).isNaN();
  }

  @Test
  void aMultiplierAtItsCapForLongIsTold() {
    Lagrange handler =
        handler(Scale.RAW, new Ascent.Options(1, 0, 4), limit("r", 1, Sense.AT_MOST, 2));
    for (int step = 1; step < 50; step++) {
      handler.tick(Clock.ROLLOUT, told(1, 1));
      assertThat(handler.readings(Vec.of(1, 0, 0)).get(0).multiplier().capped()).isFalse();
    }
    assertThat(multipliers(handler)).containsExactly(4);
    State state = new State();
    handler.save(state);
    handler.tick(Clock.ROLLOUT, told(1, 1));
    handler.restore(state);
    assertThat(handler.readings(Vec.of(1, 0, 0)).get(0).multiplier().capped()).isFalse();
    handler.tick(Clock.ROLLOUT, told(1, 1));
    assertThat(handler.readings(Vec.of(1, 0, 0)).get(0).multiplier().capped()).isTrue();
    handler.tick(Clock.ROLLOUT, told(0, 1));
    assertThat(handler.readings(Vec.of(1, 0, 0)).get(0).multiplier().capped()).isFalse();
  }

  @Test
  void restoredItGoesOnTheSame() {
    Lagrange handler = both(Scale.FREE, 1, 1);
    handler.tick(Clock.ROLLOUT, told(1, 1));
    handler.tick(Clock.ROLLOUT, told(2, 1));
    State state = new State();
    handler.save(state);
    Lagrange other = both(Scale.FREE, 1, 1);
    other.restore(state);
    handler.tick(Clock.ROLLOUT, told(1, 3));
    other.tick(Clock.ROLLOUT, told(1, 3));
    assertThat(multipliers(other)).isEqualTo(multipliers(handler));
    assertThat(weighed(other, 1, 0, 0)).isEqualTo(weighed(handler, 1, 0, 0));
  }

  @Test
  void settingsSayWhatIsAllowed() {
    assertThat(Lagrange.Options.DEFAULT.hook()).isEqualTo(Hook.WEIGHTS);
    assertThatThrownBy(
            () ->
                new Lagrange.Options(
                    List.of(), Pid.Options.DEFAULT, 1, 1, 0, Clock.EPOCH, Scale.FREE))
        .hasMessage(
            "clock is epoch, but must be rollout or evaluation: whole episodes are told then"
                + " alone.");
    assertThatThrownBy(
            () ->
                new Lagrange.Options(
                    List.of(), Pid.Options.DEFAULT, 1, 1, 5, Clock.ROLLOUT, Scale.FREE))
        .hasMessage("margin is 5.0, but must lie between 0 and 1.");
    Limit tail = new Limit("t", 1, Sense.AT_MOST, 1, Per.EPISODE_SUM, new Statistic.Cvar(0.1));
    assertThatThrownBy(() -> handler(Scale.FREE, Pid.Options.DEFAULT, tail))
        .hasMessage(
            "The limit t is on a tail (statistic cvar), but this handler moves means alone. Maybe"
                + " set its statistic to mean, or set handlers to [] to have it measured only.");
  }

  @Test
  void deviationsRunOverAllEpisodes() {
    RunningDeviations deviations = new RunningDeviations();
    assertThat(deviations.ready()).isFalse();
    deviations.add(told(1, 1));
    deviations.add(Measured.oneStep(new double[] {2, 6, 1}));
    // 6, 10, 2 about 6; 3, 9, 6 about 6; 0, 2, 1 about 1.
    assertThat(deviations.get(0)).isCloseTo(Math.sqrt(32 / 3.0), within(1e-12));
    assertThat(deviations.get(1)).isCloseTo(Math.sqrt(6), within(1e-12));
    assertThat(deviations.get(2)).isCloseTo(Math.sqrt(2 / 3.0), within(1e-12));
    RunningDeviations still = new RunningDeviations();
    still.add(Measured.oneStep(new double[] {-7, 0}, new double[] {-7, 0}));
    assertThat(still.get(0)).as("its size where it has not moved").isEqualTo(7);
    assertThat(still.get(1)).isEqualTo(1);
  }
}
