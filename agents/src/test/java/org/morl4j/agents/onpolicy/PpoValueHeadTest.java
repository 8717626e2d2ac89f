package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.Toy;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.space.Discrete;
import org.morl4j.testkit.Corridor;
import org.morl4j.testkit.LearnerContract;

/** PPO with a law in place of a value. */
class PpoValueHeadTest {
  private static final ValueHeadOptions HL_GAUSS = new CategoricalHead.HlGauss(-5, 5, 21, 0.75);

  private static Ppo.Options options(
      int rolloutLength, double gamma, ValueHeadOptions head, boolean normalizeReturns) {
    return new Ppo.Options(
        new RolloutOptions(rolloutLength, gamma, 0.95),
        new Ppo.Terms(PolicyLoss.CLIP, 0.2, 0, 1e-3, 0.5),
        new Ppo.Steps(4, 32, 5e-3, false, 0.5),
        ActorCriticOptions.DEFAULT
            .withHidden(16)
            .withNormalized(true, normalizeReturns)
            .withValueHead(head));
  }

  @Test
  void keepsTheLearnersContract() {
    EnvSpec spec = new Corridor(6, 9, 0.1).spec();
    Ppo.Options options = options(16, 0.95, HL_GAUSS, true);
    LearnerContract.check(
        options.factory(),
        spec,
        options.signals(spec),
        () -> VectorEnv.of(() -> new Corridor(6, 9, 0.1), 2));
  }

  static Stream<Arguments> heads() {
    return Stream.of(
        Arguments.of(HL_GAUSS, true),
        Arguments.of(HL_GAUSS, false),
        Arguments.of(new CategoricalHead.TwoHot(-5, 5, 21), true),
        Arguments.of(new QuantileHead.Options(8, 1, QuantileHead.Average.TARGETS, false, 0), true));
  }

  @ParameterizedTest
  @MethodSource("heads")
  void learns(ValueHeadOptions head, boolean normalizeReturns) {
    Ppo.Options options = options(64, 0.5, head, normalizeReturns);
    Mixture hitOnly = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
    OnPolicyTraining training =
        new OnPolicyTraining(options, () -> new Toy(new Discrete(2)), 25, hitOnly);
    double first = ((Ppo.Losses) training.advance()).value();
    double last = first;
    for (int update = 1; update < 25; update++) {
      last = ((Ppo.Losses) training.advance()).value();
    }
    assertThat(last).isLessThan(first);
    // Half of four targets are missed by chance: -2.
    assertThat(training.returns(20).mean().get(0)).isBetween(-0.2, 0.0);
  }

  @Test
  void headsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> options(16, 0.95, GaussianHead.Options.DEFAULT, true))
        .hasMessageStartingWith("valueHead is gaussian, but PPO serves only scalar, c51,");
    assertThatThrownBy(() -> options(16, 0.95, QuantileHead.Options.DEFAULT, true))
        .hasMessageContaining("valueHead.pool");
  }
}
