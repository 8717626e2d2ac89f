package org.morl4j.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.LimitReading;
import org.morl4j.core.constraint.Per;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.constraint.Statistic;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;

class CriterionFactoryTest {
  private static final Signals SIGNALS =
      new Signals(
          List.of(
              new Signal("return", Signal.Kind.OBJECTIVE, 1, 1),
              new Signal("a", Signal.Kind.COST, 1, 1),
              new Signal("b", Signal.Kind.COST, 1, 1)));

  private static Limit atMost(String name, int signal) {
    return new Limit(name, signal, Sense.AT_MOST, 1, Per.EPISODE_SUM, new Statistic.Mean());
  }

  private static final List<Limit> LIMITS = List.of(atMost("a", 1), atMost("b", 2));

  private static Lagrange.Options lagrange(String... limits) {
    Lagrange.Options standard = Lagrange.Options.DEFAULT;
    return new Lagrange.Options(
        List.of(limits),
        new Ascent.Options(1, 0, 9),
        1,
        1,
        0,
        standard.clock(),
        Lagrange.Scale.RAW);
  }

  private static List<String> names(Criterion criterion) {
    return criterion.readings().stream().map(LimitReading::name).toList();
  }

  @Test
  void limitsThatTheAgentKeepsAreTheCriterions() {
    CriterionFactory factory = new CriterionFactory(SIGNALS, LIMITS, List.of());
    assertThat(factory.create(Mixer.oneHot(0, 3), List.of()).limits()).isEmpty();
    Criterion kept = factory.withByAgent(true).create(Mixer.oneHot(0, 3), List.of());
    assertThat(kept.limits()).isEqualTo(LIMITS);
    assertThat(kept.readings()).isEmpty();
    assertThat(kept.hooks()).containsExactly(Hook.WEIGHTS);
  }

  @Test
  void theSearchsHandlersComeFirstThenTheUsers() {
    CriterionFactory factory =
        new CriterionFactory(
            SIGNALS, LIMITS, List.of(lagrange("b"), new LogBarrier.Options(List.of("a"), 20, 1)));
    Constraint own = Constraint.atLeast("own", 0, new Threshold.Relative(0.9, 1));
    Criterion criterion =
        factory.create(Mixer.oneHot(0, 3), List.of(new LogBarrier(List.of(own), 20, 1)));
    assertThat(criterion.hooks()).containsExactly(Hook.WEIGHTS, Hook.LOSS);
    assertThat(names(criterion)).containsExactly("own", "b", "a");
    assertThat(names(factory.create(Mixer.oneHot(0, 3), List.of()))).containsExactly("b", "a");
  }

  @Test
  void aHandlerWithoutNamesKeepsAllLimits() {
    CriterionFactory factory = new CriterionFactory(SIGNALS, LIMITS, List.of(lagrange()));
    assertThat(names(factory.create(Mixer.oneHot(0, 3), List.of()))).containsExactly("a", "b");
    CriterionFactory none = CriterionFactory.unconstrained(SIGNALS);
    assertThat(none.create(Mixer.oneHot(0, 3), List.of()).readings()).isEmpty();
  }

  @Test
  void multipliersAreHandedOn() {
    CriterionFactory factory = new CriterionFactory(SIGNALS, LIMITS, List.of(lagrange("b")));
    Criterion child =
        factory.startingAt(Vec.of(Double.NaN, 3)).create(Mixer.oneHot(0, 3), List.of());
    assertThat(child.readings().get(0).multiplier().free()).isEqualTo(3);
    assertThat(child.readings().get(0).value()).as("its window is empty").isNaN();
    float[] mixed = new float[1];
    child.mix(new float[] {2, 9, 1}, null, 1, mixed);
    assertThat(mixed[0]).isCloseTo((2 - 3) / 4f, within(1e-6f));
  }

  /** A limit of the user's own adds nothing before anything is known of it. */
  @Test
  void aBarrierOnAGivenLimitWaitsForEpisodes() {
    CriterionFactory factory =
        new CriterionFactory(SIGNALS, LIMITS, List.of(new LogBarrier.Options(List.of("a"), 10, 1)));
    Criterion criterion = factory.create(Mixer.oneHot(0, 3), List.of());
    double[] gradient = {1, 1, 1};
    double[] unit = {1, 1, 1};
    assertThat(criterion.penalty(new double[3], unit, gradient)).isZero();
    assertThat(gradient).containsExactly(0, 0, 0);
    criterion.tick(Clock.ROLLOUT, Measured.oneStep(new double[] {0, 0.5, 0}));
    // Room 0.5 of a limit of 1: -log(0.5) / 10, and more of it is worse.
    assertThat(criterion.penalty(new double[3], unit, gradient))
        .isCloseTo(Math.log(2) / 10, within(1e-12));
    assertThat(gradient).containsExactly(new double[] {0, 0.2, 0}, within(1e-12));
  }
}
