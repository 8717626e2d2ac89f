package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.testkit.Corridor;
import org.morl4j.testkit.LearnerContract;

class MdpoTest {
  /** Small, quick settings to change one at a time. */
  static Mdpo.Options options(
      int rolloutLength, int steps, double stepSize, boolean anneal, ValueHeadOptions valueHead) {
    return new Mdpo.Options(
        new RolloutOptions(rolloutLength, 0.95, 0.95),
        new Mdpo.Descent(steps, 5e-3, stepSize, anneal, 0.5),
        new CriticFit.Options(5, 32, 3e-3),
        ActorCriticOptions.DEFAULT.withHidden(16).withValueHead(valueHead));
  }

  private static Mdpo.Options options(int rolloutLength, int steps, double stepSize) {
    return options(rolloutLength, steps, stepSize, true, ScalarHead.Options.DEFAULT);
  }

  private static OnPolicyTraining training(Mdpo.Options options, long updates) {
    return new OnPolicyTraining(options, () -> new Corridor(6, 30, 0.1), updates, null);
  }

  @Test
  void keepsTheLearnersContract() {
    EnvSpec spec = new Corridor(6, 9, 0.1).spec();
    Mdpo.Options options = options(16, 3, 1);
    LearnerContract.check(
        options.factory(),
        spec,
        options.signals(spec),
        () -> VectorEnv.of(() -> new Corridor(6, 9, 0.1), 2));
  }

  @Test
  void stepSizeFallsLinearlyOverTheUpdates() {
    OnPolicyTraining annealed = training(options(4, 2, 0.8), 4);
    // Never 0, by which the KL would be divided: beyond the last update it stays.
    for (double expected : new double[] {0.8, 0.6, 0.4, 0.2, 0.2}) {
      assertThat(((Mdpo.Losses) annealed.advance()).stepSize()).isCloseTo(expected, within(1e-12));
    }
    Mdpo.Options fixed = options(4, 2, 0.8, false, ScalarHead.Options.DEFAULT);
    OnPolicyTraining constant = training(fixed, 4);
    for (int update = 0; update < 3; update++) {
      assertThat(((Mdpo.Losses) constant.advance()).stepSize()).isEqualTo(0.8);
    }
  }

  @Test
  void anUpdateTakesItsStepsOfTheWholeRollout() {
    OnPolicyTraining training = training(options(21, 7, 1), 9);
    training.advance();
    training.advance();
    assertThat(training.state().scalarLong("policy.adam.steps")).isEqualTo(2 * 7);
    // 42 rows in minibatches of at most 32: two an epoch.
    assertThat(training.state().scalarLong("critic.adam.steps")).isEqualTo(2 * 5 * 2);
  }

  @Test
  void smallerStepSizesStayNearer() {
    double[] kl = new double[3];
    double[] gain = new double[3];
    double[] stepSizes = {1, 0.1, 0.01};
    for (int i = 0; i < 3; i++) {
      Mdpo.Losses losses = (Mdpo.Losses) training(options(64, 200, stepSizes[i]), 9).advance();
      kl[i] = losses.kl();
      gain[i] = -losses.policy();
      // Staying costs nothing and gains nothing, so a minimum of L has a gain above the price.
      assertThat(gain[i]).isGreaterThan(kl[i] / stepSizes[i]);
    }
    assertThat(kl[0]).isGreaterThan(4 * kl[1]);
    assertThat(kl[1]).isGreaterThan(4 * kl[2]).isPositive();
    assertThat(gain[0]).isGreaterThan(gain[1]);
    assertThat(gain[1]).isGreaterThan(gain[2]).isPositive();
  }

  @Test
  void findsTheOptimumOfACorridor() {
    OnPolicyTraining training =
        new OnPolicyTraining(options(128, 10, 1), () -> new Corridor(8, 40), 30, null);
    for (int update = 0; update < 30; update++) {
      training.advance();
    }
    // Seven steps to the goal, none against the wall.
    assertThat(training.returns(2).mean()).isEqualTo(Vec.of(1, -7, 0));
  }

  @Test
  void optionsSayWhatIsAllowed() {
    assertThatThrownBy(() -> options(4, 0, 1))
        .hasMessage("steps is 0, but must lie between 1 and 10000.");
    assertThatThrownBy(() -> options(4, 3, 0)).hasMessageContaining("stepSize is 0");
    assertThatThrownBy(() -> options(4, 3, 1, true, GaussianHead.Options.DEFAULT))
        .hasMessageStartingWith("valueHead is gaussian, but MDPO serves only scalar, c51,");
  }
}
