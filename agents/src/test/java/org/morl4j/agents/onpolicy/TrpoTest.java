package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.constraints.LossHandler;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.constraints.NaturalGradient;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.state.State;
import org.morl4j.testkit.Corridor;
import org.morl4j.testkit.LearnerContract;

class TrpoTest {
  /** Small, quick settings to change one at a time. */
  static Trpo.Options options(int rolloutLength, double targetKl, ValueHeadOptions valueHead) {
    return new Trpo.Options(
        new RolloutOptions(rolloutLength, 0.95, 0.95),
        new NaturalGradient(targetKl, 10, 0.1, 0.8, 10),
        new CriticFit.Options(5, 32, 3e-3),
        ActorCriticOptions.DEFAULT.withHidden(16).withValueHead(valueHead));
  }

  private static Trpo.Options options(int rolloutLength, double targetKl) {
    return options(rolloutLength, targetKl, ScalarHead.Options.DEFAULT);
  }

  @Test
  void keepsTheLearnersContract() {
    EnvSpec spec = new Corridor(6, 9, 0.1).spec();
    Trpo.Options options = options(16, 0.01);
    LearnerContract.check(
        options.factory(),
        spec,
        options.signals(spec),
        () -> VectorEnv.of(() -> new Corridor(6, 9, 0.1), 2));
  }

  @Test
  void stepsImproveAndKeepTheTrustRegion() {
    OnPolicyTraining training =
        new OnPolicyTraining(options(64, 0.02), () -> new Corridor(6, 30, 0.1), 9, null);
    int taken = 0;
    double largest = 0;
    for (int update = 0; update < 12; update++) {
      float[] before = training.policyParameters();
      Trpo.Losses losses = (Trpo.Losses) training.advance();
      assertThat(losses.kl()).isBetween(0.0, 0.02);
      if (losses.step() == 0) {
        assertThat(training.policyParameters()).isEqualTo(before);
        assertThat(losses.improvement()).isZero();
      } else {
        taken++;
        assertThat(losses.improvement()).isPositive();
        assertThat(Math.log(losses.step()) / Math.log(0.8))
            .isCloseTo(Math.rint(Math.log(losses.step()) / Math.log(0.8)), within(1e-9));
      }
      largest = Math.max(largest, losses.kl());
    }
    assertThat(taken).isGreaterThan(8);
    // Damping keeps a step inside; far inside would be a wrong scale.
    assertThat(largest).isGreaterThan(0.005);
  }

  /** Adds a term of the first surrogate. */
  private record Term(double slope, double curvature) implements LossHandler {
    @Override
    public double penalty(double[] surrogate, double[] unit, double[] gradient) {
      gradient[0] += slope;
      return slope * surrogate[0] + curvature * Math.abs(surrogate[0]);
    }

    @Override
    public void tick(Clock clock, Returns returns) {}

    @Override
    public void save(State out) {}

    @Override
    public void restore(State in) {}
  }

  private static Criterion withTerm(double slope, double curvature) {
    return new Mixture(Mixer.weightedSum(Vec.of(1, 1, 0)), List.of(new Term(slope, curvature)));
  }

  @Test
  void lineSearchJudgesThePenaltyToo() {
    // Its slope, as told, is 0, so the direction is the free one; its value forbids every step.
    Trpo.Options options = options(32, 0.01);
    OnPolicyTraining forbidden =
        new OnPolicyTraining(options, () -> new Corridor(6, 30, 0.1), 3, withTerm(0, 1e6));
    float[] before = forbidden.policyParameters();
    Trpo.Losses losses = (Trpo.Losses) forbidden.advance();
    assertThat(losses.step()).isZero();
    assertThat(losses.kl()).isZero();
    assertThat(forbidden.policyParameters()).isEqualTo(before);
    // A slope that outweighs the advantages turns the step round: the first surrogate falls.
    OnPolicyTraining turned =
        new OnPolicyTraining(options, () -> new Corridor(6, 30, 0.1), 3, withTerm(1e3, 0));
    losses = (Trpo.Losses) turned.advance();
    assertThat(losses.step()).isPositive();
    assertThat(losses.penalty()).isNegative();
    assertThat(losses.policy()).isPositive(); // the mixed surrogate got worse
  }

  @Test
  void lossThatIsNotFiniteStopsBeforeTheStep() {
    OnPolicyTraining training =
        new OnPolicyTraining(
            options(8, 0.01), () -> new Corridor(6, 30, 0.1), 3, withTerm(Double.NaN, 0));
    float[] before = training.policyParameters();
    assertThatThrownBy(training::advance)
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("Update 0: a loss or its gradient is not finite")
        .hasMessageContaining("penalty=NaN")
        .hasMessageContaining("Maybe");
    assertThat(training.policyParameters()).isEqualTo(before);
  }

  @Test
  void oneRowIsEnough() {
    OnPolicyTraining training =
        new OnPolicyTraining(options(1, 0.01), () -> new Corridor(6, 30, 0.1), 1, null);
    assertThat(((Trpo.Losses) training.advance()).value()).isFinite();
  }

  @Test
  void findsTheOptimumOfACorridor() {
    OnPolicyTraining training =
        new OnPolicyTraining(options(128, 0.02), () -> new Corridor(8, 40), 30, null);
    for (int update = 0; update < 30; update++) {
      training.advance();
    }
    // Seven steps to the goal, none against the wall.
    assertThat(training.returns(2).mean()).isEqualTo(Vec.of(1, -7, 0));
  }

  @Test
  void optionsSayWhatIsAllowed() {
    assertThatThrownBy(() -> options(4, 0)).hasMessageContaining("targetKl is 0");
    assertThatThrownBy(() -> options(0, 0.01))
        .hasMessage("rolloutLength is 0, but must lie between 1 and 1000000.");
    assertThatThrownBy(() -> options(4, 0.01, GaussianHead.Options.DEFAULT))
        .hasMessageStartingWith("valueHead is gaussian, but TRPO serves only scalar, c51,");
  }
}
