package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.constraints.Constraint;
import org.morl4j.constraints.LogBarrier;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.constraints.Threshold;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.train.Evaluator;
import org.morl4j.core.train.Trainer;
import org.morl4j.testkit.Lifetime;

/**
 * An extension under C-MORL's relative bound where what is maximised and what is bound are the same
 * length with opposite signs, and episodes outlast a rollout: the longest episodes that the bound
 * allows are a tenth longer than the start's. A bound from the episodes that end within the first
 * rollout would be for short ones, and the policy would give up most of its start.
 */
class ExtensionLearningTest {
  private static final int ROWS = 8;
  private static final int ROLLOUT = 256;
  private static final int EPISODES = 40;

  private static final Supplier<Environment> ENV = () -> Lifetime.hazard(500, 0.002, 0.05);

  private static final Ppo.Options PPO =
      new Ppo.Options(
          new RolloutOptions(ROLLOUT, 1, 0.95),
          Ppo.Terms.DEFAULT,
          Ppo.Steps.DEFAULT,
          ActorCriticOptions.DEFAULT.withHidden(16));

  private static Returns measured(Learner<?> learner, Signals signals, long seed) {
    return new Evaluator(VectorEnv.of(ENV, ROWS), signals, 200)
        .evaluate(learner.policy(), null, Mode.EXPLORE, new SeedTree(seed));
  }

  private static void train(
      Learner<?> learner, Criterion criterion, Signals signals, int updates, long seed) {
    Trainer trainer =
        new Trainer(
            VectorEnv.of(ENV, ROWS), learner, criterion, signals, 1_000_000, new SeedTree(seed));
    for (int u = 0; u < updates; u++) {
      trainer.advance();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keepsItsStartWhereEpisodesOutlastARollout(long seed) {
    Signals signals = PPO.signals(ENV.get().spec());
    Setup setup = new Setup(ENV.get().spec(), signals, 100, new SeedTree(seed));
    Learner<?> learner = PPO.factory().create(setup);
    train(learner, new Mixture(Mixer.oneHot(0, 2), List.of()), signals, 30, seed);
    Snapshot start = learner.snapshot();

    Learner<?> extended = PPO.factory().create(setup);
    extended.start(start);
    Threshold bound = new Threshold.Relative(0.9, 0);
    Criterion criterion =
        new Mixture(
            Mixer.oneHot(0, 2),
            List.of(new LogBarrier(List.of(Constraint.atLeast("time", 1, bound)), 20, EPISODES)));
    Returns before = measured(extended, signals, seed);
    criterion.tick(
        Clock.START,
        new Evaluator(VectorEnv.of(ENV, ROWS), signals, criterion.startEpisodes())
            .evaluate(extended.policy(), null, Mode.EXPLORE, new SeedTree(seed + 10)));
    train(extended, criterion, signals, 40, seed + 20);
    double length = measured(extended, signals, seed).length();
    assertThat(length / before.length()).isBetween(0.7, 1.3);
  }
}
