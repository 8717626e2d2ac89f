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
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.train.Evaluator;
import org.morl4j.core.train.Trainer;
import org.morl4j.testkit.Corridor;
import org.morl4j.testkit.LearnerContract;

/** PPO with a law in place of a value. */
class PpoValueHeadTest {
  private static final ValueHeadOptions HL_GAUSS = new CategoricalHead.HlGauss(-5, 5, 21, 0.75);

  private static Ppo.Options options(
      int rolloutLength, double gamma, ValueHeadOptions head, boolean normalizeReturns) {
    Ppo.Options d = Ppo.Options.DEFAULT;
    return new Ppo.Options(
        rolloutLength,
        4,
        32,
        d.clip(),
        5e-3,
        false,
        gamma,
        d.gaeLambda(),
        1e-3,
        d.valueCoefficient(),
        d.maxGradientNorm(),
        0,
        List.of(16),
        d.activation(),
        true,
        normalizeReturns,
        d.head(),
        head);
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
    VectorEnv env = VectorEnv.of(() -> new Toy(new Discrete(2)), 2);
    Signals signals = options.signals(env.spec());
    Ppo ppo = new Ppo(options, env.spec(), signals, 25, new SeedTree(5));
    Mixture hitOnly = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
    Trainer trainer = new Trainer(env, ppo, hitOnly, signals, 1_000_000, new SeedTree(6));
    double first = ((Ppo.Losses) trainer.advance()).value();
    double last = first;
    for (int update = 1; update < 25; update++) {
      last = ((Ppo.Losses) trainer.advance()).value();
    }
    assertThat(last).isLessThan(first);
    Evaluator evaluator =
        new Evaluator(
            VectorEnv.of(() -> new Toy(new Discrete(2)), 2), Signals.of(env.spec(), 1, 1), 20);
    // Half of four targets are missed by chance: -2.
    Returns returns = evaluator.evaluate(ppo.policy(), new SeedTree(7));
    assertThat(returns.mean().get(0)).isBetween(-0.2, 0.0);
  }

  @Test
  void headsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> options(16, 0.95, GaussianHead.Options.DEFAULT, true))
        .hasMessageStartingWith("valueHead is gaussian, but PPO serves only scalar, c51,");
    assertThatThrownBy(() -> options(16, 0.95, QuantileHead.Options.DEFAULT, true))
        .hasMessageContaining("valueHead.pool");
  }
}
