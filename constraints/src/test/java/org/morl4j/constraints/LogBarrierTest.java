package org.morl4j.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.constraints.Threshold.Relative;
import org.morl4j.constraints.Threshold.Shifted;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.state.State;

class LogBarrierTest {
  private static final double T = 20;

  /** Signals 0, 1, 2; the first is improved, the other two are bounded. */
  private static LogBarrier barrier() {
    return new LogBarrier(List.of(relative(1, 0.9), relative(2, 0.8)), T, 1);
  }

  private static final double[] HORIZON = {50, 40, 10};

  private static Constraint relative(int signal, double beta) {
    return Constraint.atLeast("G" + signal, signal, new Relative(beta, 1));
  }

  private static Returns returns(double g0, double g1, double g2) {
    return Measured.alike(8, 60, Vec.of(g0, g1, g2), Vec.of(HORIZON));
  }

  private static double penalty(LogBarrier barrier, double... surrogate) {
    return barrier.penalty(surrogate, HORIZON, new double[surrogate.length]);
  }

  @Test
  void phiLiterals() {
    assertThat(LogBarrier.phi(1)).isZero();
    assertThat(LogBarrier.phi(Math.E)).isCloseTo(1, offset(1e-15));
    assertThat(LogBarrier.phi(0.1)).isCloseTo(-2.302585092994046, offset(1e-15));
    assertThat(LogBarrier.phi(0)).as("log 0.1 - 1").isCloseTo(-3.302585092994046, offset(1e-15));
    assertThat(LogBarrier.phi(-1)).as("log 0.1 - 11").isCloseTo(-13.302585092994, offset(1e-12));
    assertThat(LogBarrier.slope(2)).isEqualTo(0.5);
    assertThat(LogBarrier.slope(0.1)).isCloseTo(10, offset(1e-12));
    assertThat(LogBarrier.slope(-5)).isCloseTo(10, offset(1e-12));
  }

  @Test
  void theTangentContinuesTheLogarithm() {
    double edge = LogBarrier.EDGE;
    double below = Math.nextDown(edge);
    assertThat(LogBarrier.phi(below)).isCloseTo(LogBarrier.phi(edge), offset(1e-12));
    assertThat(LogBarrier.slope(below)).isCloseTo(LogBarrier.slope(edge), offset(1e-12));
    double h = 1e-6;
    for (double x : new double[] {-3, -0.01, 0.05, edge - 2 * h, edge + 2 * h, 0.5, 7}) {
      double difference = (LogBarrier.phi(x + h) - LogBarrier.phi(x - h)) / (2 * h);
      assertThat(LogBarrier.slope(x)).as("slope at %s", x).isCloseTo(difference, offset(1e-4));
    }
  }

  /** Data fixes no bound that is relative to a policy; critics measure as roll-outs do. */
  @Test
  void onDataTheCriticsMeasure() {
    LogBarrier relative = barrier();
    relative.tick(Clock.DATA, returns(5, 100, -30));
    assertThat(relative.limits()).isEmpty();
    relative.tick(Clock.CRITICS, returns(5, 100, -30));
    assertThat(relative.limits()).hasSize(2);
    Constraint fixed = Constraint.atLeast("fixed", 1, new Threshold.Absolute(90));
    LogBarrier absolute = new LogBarrier(List.of(fixed), T, 1);
    absolute.tick(Clock.DATA, returns(5, 100, -30));
    assertThat(absolute.readings(Vec.of(1, 0, 0)).get(0).value()).isEqualTo(100);
    absolute.tick(Clock.CRITICS, returns(5, 95, -30));
    assertThat(absolute.readings(Vec.of(1, 0, 0)).get(0).value()).isEqualTo(95);
  }

  /** At the start every x is 1 and phi 0; the gradient is -H / (t scale). */
  @Test
  void atTheStartThePenaltyIsZeroAndPullsUp() {
    LogBarrier barrier = barrier();
    barrier.tick(Clock.ROLLOUT, returns(5, 100, -30));
    double[] gradient = new double[3];
    assertThat(barrier.penalty(new double[3], HORIZON, gradient)).isCloseTo(0, offset(1e-12));
    // Scales: 0.1 * 100 = 10 and 0.2 * 30 = 6.
    assertThat(gradient)
        .containsExactly(new double[] {0, -40 / (T * 10), -10 / (T * 6)}, offset(1e-12));
  }

  /** G1 falls from 100 to 94: x = (94 - 90) / 10. G2 falls below its bound -36: x = -1/6. */
  @Test
  void handWorkedPenalty() {
    LogBarrier barrier = barrier();
    barrier.tick(Clock.ROLLOUT, returns(5, 100, -30));
    barrier.tick(Clock.ROLLOUT, returns(5, 98, -37));
    // 98 + 40 * -0.1 = 94 and -37 + 10 * 0.
    double expected = -(Math.log(0.4) + Math.log(0.1) - 1.0 / 6 / 0.1 - 1) / T;
    assertThat(penalty(barrier, 3, -0.1, 0)).isCloseTo(expected, offset(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, -0.2, -0.05, 0, 0.3, 2})
  void gradientMatchesCentralDifferences(double at) {
    LogBarrier barrier = barrier();
    barrier.tick(Clock.ROLLOUT, returns(5, 100, -30));
    barrier.tick(Clock.ROLLOUT, returns(1, 95, -33));
    double[] surrogate = {at, at, 2 * at};
    double[] gradient = {1, 1, 1};
    barrier.penalty(surrogate, HORIZON, gradient);
    double h = 1e-6;
    for (int s = 0; s < 3; s++) {
      double[] up = surrogate.clone();
      double[] down = surrogate.clone();
      up[s] += h;
      down[s] -= h;
      double difference = (penalty(barrier, up) - penalty(barrier, down)) / (2 * h);
      assertThat(gradient[s] - 1).as("added to signal %s", s).isCloseTo(difference, offset(1e-5));
    }
  }

  /** Better for j is cheaper, feasible or not, whatever the sign of the return. */
  @Test
  void raisingABoundedReturnLowersThePenalty() {
    for (double start : new double[] {100, 0, -100}) {
      LogBarrier barrier = barrier();
      barrier.tick(Clock.ROLLOUT, returns(0, start, start));
      double last = Double.POSITIVE_INFINITY;
      for (double g = start - 60; g < start + 60; g += 0.5) {
        barrier.tick(Clock.ROLLOUT, returns(0, g, start));
        double[] gradient = new double[3];
        double penalty = barrier.penalty(new double[3], HORIZON, gradient);
        assertThat(penalty).as("G = %s from %s", g, start).isFinite().isLessThan(last);
        assertThat(gradient[0]).isZero();
        assertThat(gradient[1]).isNegative();
        last = penalty;
      }
    }
  }

  /** A start that violates its threshold is pulled back with the tangent's full slope. */
  @Test
  void aViolatedThresholdStillPulls() {
    LogBarrier barrier =
        new LogBarrier(List.of(Constraint.atLeast("G1", 1, new Shifted(5, 2))), T, 1);
    barrier.tick(Clock.ROLLOUT, returns(0, -20, 0));
    double[] gradient = new double[3];
    double penalty = barrier.penalty(new double[3], HORIZON, gradient);
    // x = -5 / 2.
    assertThat(penalty).isCloseTo(-(Math.log(0.1) - 25 - 1) / T, offset(1e-12));
    assertThat(gradient[1]).isCloseTo(-10 / T * 40 / 2, offset(1e-9));
  }

  @Test
  void onlyTheFirstRolloutFixesTheBounds() {
    LogBarrier barrier = barrier();
    barrier.tick(Clock.EVALUATION, returns(0, 1000, 1000));
    barrier.tick(Clock.EPOCH, returns(0, 1000, 1000));
    assertThatThrownBy(() -> penalty(barrier, 0, 0, 0)).isInstanceOf(IllegalStateException.class);
    barrier.tick(Clock.ROLLOUT, returns(0, 100, -30));
    barrier.tick(Clock.ROLLOUT, returns(0, 1000, 1000));
    barrier.tick(Clock.ROLLOUT, returns(0, 100, -30));
    assertThat(penalty(barrier, 0, 0, 0)).isCloseTo(0, offset(1e-12));
  }

  /** Bounds are of the start alone; what it stands at is of the latest, four at least. */
  @Test
  void theStartFixesBoundsAndIsTheFirstOfThePool() {
    LogBarrier barrier = new LogBarrier(List.of(relative(1, 0.9)), T, 4);
    assertThat(barrier.startEpisodes()).isEqualTo(4);
    barrier.tick(Clock.START, episodes(4, 100));
    barrier.tick(Clock.ROLLOUT, episodes(1, 80));
    // All five: 96 against 90, with a scale of 10.
    assertThat(penalty(barrier, 0, 0, 0)).isCloseTo(-Math.log(0.6) / T, offset(1e-12));
    barrier.tick(Clock.ROLLOUT, episodes(3, 100));
    // The start's four are no longer needed: 95.
    assertThat(penalty(barrier, 0, 0, 0)).isCloseTo(-Math.log(0.5) / T, offset(1e-12));
    Constraint known = Constraint.atLeast("G1", 1, new Threshold.Absolute(3));
    assertThat(new LogBarrier(List.of(known), T, 4).startEpisodes()).isZero();
  }

  private static Returns episodes(int n, double g1) {
    return Measured.alike(n, 60, Vec.of(0, g1, 0), Vec.of(HORIZON));
  }

  @Test
  void aStartOfNothingHasASlackOfItsOwn() {
    assertThat(new Relative(0.9, 0).value(1e-4)).isCloseTo(0.9e-4, offset(1e-15));
    assertThat(new Relative(0.9, 0).value(0)).isCloseTo(-0.1, offset(1e-12));
    assertThat(new Relative(0.9, 1e-4).value(0)).isCloseTo(-1e-5, offset(1e-15));
  }

  @Test
  void withoutAnEpisodeThereIsAnError() {
    assertThatThrownBy(() -> penalty(barrier(), 0, 0, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The limit G1 is relative to the starting policy, which was not measured. Maybe tick"
                + " Clock.START first.");
  }

  @Test
  void restoredItGoesOnTheSame() {
    LogBarrier barrier = barrier();
    State before = new State();
    barrier.save(before);
    barrier.tick(Clock.ROLLOUT, returns(5, 100, -30));
    barrier.tick(Clock.ROLLOUT, returns(5, 97, -33));
    State state = new State();
    barrier.save(state);
    LogBarrier other = barrier();
    other.restore(state);
    assertThat(penalty(other, 0, 0.01, -0.02)).isEqualTo(penalty(barrier, 0, 0.01, -0.02));
    other.tick(Clock.ROLLOUT, returns(5, 99, -29));
    barrier.tick(Clock.ROLLOUT, returns(5, 99, -29));
    assertThat(penalty(other, 0, 0, 0)).isEqualTo(penalty(barrier, 0, 0, 0));

    LogBarrier unstarted = barrier();
    unstarted.restore(before);
    assertThatThrownBy(() -> penalty(unstarted, 0, 0, 0)).isInstanceOf(IllegalStateException.class);
    unstarted.tick(Clock.ROLLOUT, returns(5, -8, -8));
    assertThat(penalty(unstarted, 0, 0, 0)).isCloseTo(0, offset(1e-12));
  }

  @Test
  void aLargerTIsALowerBarrier() {
    LogBarrier steep = new LogBarrier(List.of(relative(1, 0.9)), 1, 1);
    LogBarrier flat = new LogBarrier(List.of(relative(1, 0.9)), 100, 1);
    steep.tick(Clock.ROLLOUT, returns(0, 10, 0));
    flat.tick(Clock.ROLLOUT, returns(0, 10, 0));
    assertThat(penalty(steep, 0, -0.01, 0))
        .isCloseTo(100 * penalty(flat, 0, -0.01, 0), offset(1e-12));
    assertThatThrownBy(() -> new LogBarrier(List.of(), 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("barrier is 0.0, but must be positive.");
  }
}
