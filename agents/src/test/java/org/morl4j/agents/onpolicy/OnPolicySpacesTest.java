package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.Toy;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.constraints.NaturalGradient;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.MultiBinary;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.core.space.Space;
import org.morl4j.nn.head.HeadOptions;
import org.morl4j.nn.head.HeadOptions.Gaussian;

/** TRPO and MDPO learn with every action distribution. */
class OnPolicySpacesTest {
  private static final Box BOX = Box.of(2, -2, 2, Dtype.FLOAT32);
  private static final RolloutOptions ROLLOUT = new RolloutOptions(64, 0.5, 0.95);
  private static final CriticFit.Options CRITIC = new CriticFit.Options(5, 64, 5e-3);

  static Stream<Arguments> actionSpaces() {
    return Stream.of(
        Arguments.of(new Discrete(3, 1), Gaussian.STATE_INDEPENDENT),
        Arguments.of(new MultiDiscrete(List.of(2, 3)), Gaussian.STATE_INDEPENDENT),
        Arguments.of(new MultiBinary(3), Gaussian.STATE_INDEPENDENT),
        Arguments.of(BOX, Gaussian.STATE_INDEPENDENT),
        Arguments.of(BOX, Gaussian.STATE_DEPENDENT),
        Arguments.of(BOX, Gaussian.SQUASHED));
  }

  @ParameterizedTest
  @MethodSource("actionSpaces")
  void trpo(Space space, Gaussian gaussian) {
    learn(
        space,
        new Trpo.Options(
            ROLLOUT, new NaturalGradient(0.05, 10, 0.01, 0.8, 10), CRITIC, networks(gaussian)));
  }

  @ParameterizedTest
  @MethodSource("actionSpaces")
  void mdpo(Space space, Gaussian gaussian) {
    learn(
        space,
        new Mdpo.Options(
            ROLLOUT,
            new Mdpo.Descent(20, 5e-3, 1, true, 0.5),
            CRITIC,
            networks(gaussian).withValueHead(new CategoricalHead.HlGauss(-4, 4, 21, 0.75))));
  }

  private static ActorCriticOptions networks(Gaussian gaussian) {
    return ActorCriticOptions.DEFAULT.withHidden(16).withHead(new HeadOptions(gaussian, 0, -20, 2));
  }

  private static void learn(Space space, AgentOptions options) {
    Mixture hitOnly = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
    OnPolicyTraining training = new OnPolicyTraining(options, () -> new Toy(space), 40, hitOnly);
    for (int update = 0; update < 40; update++) {
      training.advance();
    }
    // Four steps at a distance of 1/2 on average would be -2. Discrete(3, 1) can't play 0, so half
    // its targets are missed by 1 at best.
    double best = space instanceof Discrete ? -2 : 0;
    assertThat(training.returns(20).mean().get(0)).isBetween(best - 0.8, best + 0.8);
  }
}
