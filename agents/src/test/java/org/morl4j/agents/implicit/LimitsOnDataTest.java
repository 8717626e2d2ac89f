package org.morl4j.agents.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.AlgorithmOptions;
import org.morl4j.agents.ope.FittedQ;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.constraints.Ascent;
import org.morl4j.constraints.CriterionFactory;
import org.morl4j.constraints.Lagrange;
import org.morl4j.constraints.Mixer;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.Per;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.constraint.Statistic;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;
import org.morl4j.core.train.ExpectedReturns;
import org.morl4j.core.train.Plan;
import org.morl4j.core.train.Trainer;
import org.morl4j.nn.RateSchedule;

/**
 * Limits while a policy learns from recorded data, on the chain {@link Steps}, where what a policy
 * costs is p0 + gamma p1 by its probabilities of the bold action. No training here has an
 * environment.
 */
class LimitsOnDataTest {
  private static final SeedTree SEEDS = new SeedTree(7);
  private static final double GAMMA = 0.9;
  private static final double H = 1 + GAMMA;
  private static final int UPDATES = 3000;
  private static final int DRAWS = 20_000;

  private static Iql.Options iql() {
    return small(Iql.Options.DEFAULT.withBeta(2));
  }

  private static <O extends ImplicitOptions<O>> O small(O options) {
    return options
        .withLearningRate(3e-3)
        .withGamma(GAMMA)
        .withPolyak(0.05)
        .withHidden(16, 16)
        .withBatch(64)
        .withPolicySchedule(RateSchedule.CONSTANT)
        .withCritic(options.settings().critic().withParallel(false));
  }

  /** A training under the mean limit of {@code atMost} on an episode's cost. */
  private static final class Training {
    private final Learner<?> learner;
    private final Criterion criterion;
    private final Trainer trainer;

    Training(AlgorithmOptions options, double atMost, double rate) {
      Signals signals = options.signals(Steps.spec());
      TransitionTable data = Steps.recorded(signals);
      Setup setup = new Setup(Steps.spec(), signals, UPDATES, SEEDS);
      learner = options.factory().create(setup);
      Limit limit =
          new Limit("cost", 1, Sense.AT_MOST, atMost, Per.EPISODE_SUM, new Statistic.Mean());
      Lagrange.Options handler =
          new Lagrange.Options(
              List.of(),
              new Ascent.Options(rate, 0, 100),
              100,
              1,
              0,
              Clock.ROLLOUT,
              Lagrange.Scale.FREE);
      criterion =
          new CriterionFactory(signals, List.of(limit), List.of(handler))
              .create(Mixer.weightedSum(Vec.of(1, 0)), List.of());
      FittedQ.Options critics =
          FittedQ.Options.DEFAULT
              .withBatch(64)
              .withLearningRate(3e-3)
              .withTargetEvery(1)
              .withPolyak(0.05)
              .withNetworks(MlpOptions.DEFAULT.withHidden(16, 16));
      ExpectedReturns.Options telling =
          ExpectedReturns.Options.DEFAULT.withEvery(5).withWarmup(200);
      Plan plan =
          Plan.offline(UPDATES, data).withClocks(telling.maker(critics.critics()).on(setup, data));
      trainer = new Trainer(null, learner, criterion, signals, plan, SEEDS);
    }

    Training run(int updates) {
      for (int i = 0; i < updates; i++) {
        trainer.advance();
      }
      return this;
    }

    /** Probability of the bold action in a state. */
    double bold(int state) {
      double[] act = new double[DRAWS];
      double[] obs = new double[DRAWS];
      Arrays.fill(obs, state);
      learner
          .policy()
          .actor(DRAWS, Mode.EXPLORE, SEEDS.generators(DRAWS))
          .act(obs, null, act, null);
      return Arrays.stream(act).sum() / DRAWS;
    }

    /** What IQL's critics say of the cost from the first state on. */
    double ownCritics() {
      float[] q = new float[4];
      learner.values().values(new float[] {0, 0}, new double[] {0, 1}, null, 2, q);
      return (1 - bold(0)) * q[1] + bold(0) * q[3];
    }

    double value() {
      return criterion.readings().get(0).value();
    }

    double multiplier() {
      return criterion.readings().get(0).multiplier().free();
    }
  }

  /**
   * V is of the actions as the expectile weighs them, here bold ones with tau = 0.7, and Q goes on
   * with V: what IQL's critics expect is p0 + 0.7 gamma. The policy is bolder.
   */
  @Test
  void whatIsToldIsOfThePolicyAndNotOfTheImplicitOne() {
    Training training = new Training(iql(), 100, 0.01).run(UPDATES);
    double p0 = training.bold(0);
    double p1 = training.bold(1);
    assertThat(p0).isBetween(0.85, 0.99);
    assertThat(training.value()).isCloseTo((p0 + GAMMA * p1) * 2 / H, within(0.05));
    assertThat(training.ownCritics()).isCloseTo(p0 + 0.7 * GAMMA, within(0.05));
    assertThat(p0 + GAMMA * p1 - training.ownCritics()).isGreaterThan(0.1);
  }

  static Stream<AlgorithmOptions> family() {
    return Stream.of(
        iql(),
        small(Sql.Options.DEFAULT.withAlpha(0.5).withWeight(Sql.Weight.SPARSE)),
        small(Eql.Options.DEFAULT.withAlpha(2)),
        small(Xql.Options.DEFAULT),
        small(FDvl.Options.DEFAULT));
  }

  /** Unlimited all of them are bold more often than that. */
  @ParameterizedTest
  @MethodSource("family")
  void theLimitIsKeptWithoutAnEpisode(AlgorithmOptions options) {
    Training training = new Training(options, 0.8, 0.02).run(UPDATES);
    assertThat(training.bold(0) + training.bold(1)).isCloseTo(0.8, within(0.1));
    assertThat(training.multiplier()).isPositive();
  }

  /** Weights of 0 and more alone know one bold share or the other, and swing about the limit. */
  @Test
  void whoWeighsByThePositivePartSwingsAboutTheLimit() {
    Sql.Options options = small(Sql.Options.DEFAULT.withAlpha(0.5));
    Training training = new Training(options, 0.8, 0.02).run(UPDATES);
    assertThat(training.bold(0) + training.bold(1)).isBetween(0.3, 1.3);
    assertThat(training.multiplier()).isPositive();
  }

  /** The first telling is of the data: a uniform policy costs 1 an episode. */
  @Test
  void theDataIsToldFirst() {
    Training training = new Training(iql(), 0.5, 1).run(1);
    assertThat(training.value()).isCloseTo(1, within(1e-12));
    // violation 0.5 over max(0.5, deviation of an episode's cost 0.707)
    assertThat(training.multiplier()).isCloseTo(0.5 / Math.sqrt(128.0 / 255), within(1e-9));
    assertThat(training.run(180).value()).isCloseTo(1, within(1e-12));
  }

  @Test
  void aResumeGoesOnToTheBit() {
    Training whole = new Training(iql(), 0.8, 0.02).run(250);
    Training resumed = new Training(iql(), 0.8, 0.02);
    State saved = new State();
    whole.trainer.save(saved);
    resumed.trainer.restore(saved);
    whole.run(40);
    resumed.run(40);
    assertThat(resumed.value()).isEqualTo(whole.value());
    assertThat(resumed.multiplier()).isEqualTo(whole.multiplier());
    assertThat(resumed.ownCritics()).isEqualTo(whole.ownCritics());
  }
}
