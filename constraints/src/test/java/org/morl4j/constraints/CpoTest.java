package org.morl4j.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.Per;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.constraint.Statistic;
import org.morl4j.core.constraint.StepRule;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.state.State;
import org.morl4j.testkit.QuadraticSurface;
import org.morl4j.testkit.QuadraticSurface.Change;

/** The return rises along (4, 3), the cost along (1, 0), the Fisher information is I. */
class CpoTest {
  private static final Signals SIGNALS =
      new Signals(
          List.of(
              new Signal("return", Signal.Kind.OBJECTIVE, 1, 1),
              new Signal("cost", Signal.Kind.COST, 1, 1)));

  private static QuadraticSurface surface(Change cost) {
    return new QuadraticSurface(
        List.of(Change.linear(4, 3), cost), Vec.of(1, 0), QuadraticSurface.diagonal(1, 1));
  }

  private static QuadraticSurface surface() {
    return surface(Change.linear(1, 0));
  }

  private static Cpo cpo(Sense sense, double limit) {
    return new Cpo(
        new Cpo.Options(List.of(), new NaturalGradient(0.5, 10, 0, 0.5, 6), 1),
        new HandlerSetup(
            List.of(new Limit("cost", 1, sense, limit, Per.EPISODE_SUM, new Statistic.Mean())),
            SIGNALS,
            Map.of()));
  }

  /** One step from a cost of 10 under "at most {@code limit}". */
  private static double[] moved(double limit) {
    Cpo cpo = cpo(Sense.AT_MOST, limit);
    cpo.tick(Clock.ROLLOUT, Measured.alike(3, 1, Vec.of(0, 10), Vec.of(1, 1)));
    QuadraticSurface surface = surface();
    cpo.rule().step(surface);
    return surface.parameters();
  }

  @Test
  void thePublishedCases() {
    assertThat(moved(12)).as("3: out of reach").containsExactly(near(0.8, 0.6), within(1e-9));
    assertThat(moved(10.9)).as("2, free").containsExactly(near(0.8, 0.6), within(1e-9));
    assertThat(moved(10.6)).as("2, bound").containsExactly(near(0.6, 0.8), within(1e-9));
    assertThat(moved(9.2)).as("1: met").containsExactly(near(-0.8, 0.6), within(1e-9));
    assertThat(moved(7)).as("0: recovery").containsExactly(near(-1, 0), within(1e-9));
    Cpo cpo = cpo(Sense.AT_MOST, 12);
    cpo.tick(Clock.ROLLOUT, Measured.alike(3, 1, Vec.of(0, 10), Vec.of(1, 1)));
    QuadraticSurface flat = surface(Change.linear(0, 0));
    cpo.rule().step(flat);
    assertThat(flat.parameters())
        .as("4: no gradient")
        .containsExactly(near(0.8, 0.6), within(1e-9));
  }

  private static double[] near(double x, double y) {
    return new double[] {x, y};
  }

  @Test
  void aLimitFromBelowIsTheMirrorImage() {
    Cpo cpo = cpo(Sense.AT_LEAST, 10.4);
    cpo.tick(Clock.ROLLOUT, Measured.alike(3, 1, Vec.of(0, 10), Vec.of(1, 1)));
    QuadraticSurface surface = surface(Change.linear(-1, 0));
    cpo.rule().step(surface);
    // The cost must rise by 0.4: x <= -0.4.
    assertThat(surface.parameters()).containsExactly(near(-0.4, Math.sqrt(0.84)), within(1e-9));
  }

  /** T16: 50 steps with H = 10, so that a discounted unit is 5 of an episode's sum. */
  @Test
  void unitsOfTheLimitAndOfTheGradientAgree() {
    Cpo cpo = cpo(Sense.AT_MOST, 13);
    cpo.tick(Clock.ROLLOUT, Measured.alike(3, 50, Vec.of(0, 10), Vec.of(10, 10)));
    QuadraticSurface surface = surface();
    cpo.rule().step(surface);
    assertThat(surface.parameters()).containsExactly(near(0.6, 0.8), within(1e-9));
  }

  @Test
  void theLineSearchKeepsTheLimitWhereItCurves() {
    Cpo cpo = cpo(Sense.AT_MOST, 10.6);
    cpo.tick(Clock.ROLLOUT, Measured.alike(3, 1, Vec.of(0, 10), Vec.of(1, 1)));
    QuadraticSurface surface = surface(Change.linear(1, 0).curved(0.5));
    StepRule.Step step = cpo.rule().step(surface);
    // Whole: cost 0.6 + 0.25 > 0.6. Half: 0.3 + 0.0625.
    assertThat(step.factor()).isEqualTo(0.5);
    assertThat(surface.parameters()).containsExactly(near(0.3, 0.4), within(1e-9));
    assertThat(step.improvement()).isCloseTo(1.2 + 1.2, within(1e-9));
    assertThat(step.kl()).isCloseTo(0.125, within(1e-9));
  }

  @Test
  void aStepThatNeverFitsIsNotTaken() {
    Cpo cpo = cpo(Sense.AT_MOST, 10);
    cpo.tick(Clock.ROLLOUT, Measured.alike(3, 1, Vec.of(0, 10), Vec.of(1, 1)));
    // At the limit already, and every way up bends over it.
    QuadraticSurface surface = surface(Change.linear(1, 0).curved(1));
    assertThat(cpo.rule().step(surface)).isEqualTo(StepRule.Step.NONE);
    assertThat(surface.parameters()).containsExactly(0, 0);
  }

  @Test
  void beforeAnyEpisodeItIsTheNaturalGradient() {
    QuadraticSurface surface = surface();
    cpo(Sense.AT_MOST, 1).rule().step(surface);
    assertThat(surface.parameters()).containsExactly(near(0.8, 0.6), within(1e-9));
  }

  @Test
  void readsSavesAndRefuses() {
    Cpo cpo = cpo(Sense.AT_MOST, 9);
    cpo.tick(Clock.EVALUATION, Measured.alike(3, 1, Vec.of(0, 99), Vec.of(1, 1)));
    cpo.tick(Clock.ROLLOUT, Measured.alike(3, 1, Vec.of(0, 10), Vec.of(1, 1)));
    State state = new State();
    cpo.save(state);
    Cpo other = cpo(Sense.AT_MOST, 9);
    other.restore(state);
    assertThat(other.readings(Vec.of(1, 0)).get(0).violation()).isEqualTo(1);
    assertThat(other.limits().get(0).name()).isEqualTo("cost");
    assertThat(Cpo.Options.DEFAULT.hook()).isEqualTo(Hook.STEP);
    assertThatThrownBy(() -> cpo(Sense.EQUALS, 1))
        .hasMessageStartingWith("The limit cost says equals, but cpo keeps limits from one side.");
    List<Limit> many = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      many.add(new Limit("c" + i, 1, Sense.AT_MOST, i, Per.DISCOUNTED, new Statistic.Mean()));
    }
    assertThatThrownBy(
            () -> new Cpo(Cpo.Options.DEFAULT, new HandlerSetup(many, SIGNALS, Map.of())))
        .hasMessage(
            "cpo keeps at most 8 limits, but there are 9. Maybe give some to a lagrange handler.");
  }
}
