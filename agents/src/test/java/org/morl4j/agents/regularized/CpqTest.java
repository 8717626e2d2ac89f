package org.morl4j.agents.regularized;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.agents.Toy;
import org.morl4j.agents.implicit.Steps;
import org.morl4j.agents.part.ActionVae;
import org.morl4j.agents.part.CostLimits;
import org.morl4j.agents.regularized.Cpq.Options;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.Per;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.constraint.Statistic;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.LimitKeeper;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.testkit.LearnerContract;

/** CPQ's losses by hand and by differences, and what its gate makes of costs. */
class CpqTest {
  private static final Options SMALL =
      Options.DEFAULT
          .withUnseen(
              UnseenCosts.DEFAULT
                  .withVae(ActionVae.Options.DEFAULT.withVaeHidden(8, 8))
                  .withActions(4))
          .withPolicy(Cpq.Policy.DEFAULT.withPolicyLearningRate(3e-3))
          .withCritic(Options.DEFAULT.critic().withParallel(false))
          .withLearningRate(3e-3)
          .withPolyak(0.05)
          .withHidden(16, 16)
          .withGamma(0.9)
          .withBatch(64);

  private static final float[] Q = {1, 2, 3, 4, 5, 6};

  private static CostValues.Target target() {
    return new CostValues.Target(
        new float[] {0, 4}, new float[] {1, 0.5f}, new float[] {0, 1, 0, 1}, 6);
  }

  /** (1 + 4 / 2) / 2 - 2 ((4 + 6) / 4 - 6). */
  @Test
  void costsByHandAndByFiniteDifferences() {
    float[] slope = new float[6];
    assertThat(CostValues.loss(Q, target(), 2, true, slope)).isCloseTo(8.5, within(1e-12));
    assertThat(slope).containsExactly(new float[] {1, -1, 0, -0.5f, 0, -0.5f}, within(0f));
    assertThat(CostValues.unseenCost(Q, target().unseen())).isCloseTo(2.5, within(1e-12));
    for (int i = 0; i < 6; i++) {
      double sum = 0;
      for (int sign : new int[] {1, -1}) {
        float[] moved = Q.clone();
        moved[i] += sign / 64f;
        sum += sign * CostValues.loss(moved, target(), 2, true, new float[6]);
      }
      assertThat((double) slope[i]).isCloseTo(32 * sum, within(1e-6));
    }
    assertThat(CostValues.loss(Q, target(), 2, false, slope)).isCloseTo(8.5, within(1e-12));
    assertThat(slope).as("OSRL's").containsExactly(new float[] {1, -1, 0, 0, 0, 0}, within(0f));
  }

  /** Quantiles lie between neighbours: 3/4 of 0 .. 3 is at 2.25, 10 (1 - 0.25) + 20 0.25 = 32.5. */
  @Test
  void unseenActionsAreThoseBeyondTheQuantile() {
    float[] four = {40, 10, 30, 20};
    CostValues.mark(four, 0.75);
    assertThat(four).containsExactly(1, 0, 0, 0);
    float[] five = {1, 5, 3, 4, 2};
    CostValues.mark(five, 0.75);
    assertThat(five).containsExactly(0, 1, 0, 1, 0);
    CostValues.mark(five, 0);
    assertThat(five).containsExactly(1, 1, 1, 1, 1);
  }

  @ParameterizedTest
  @CsvSource({"2, 3", "-2, -1", "0, 0"})
  void unseenActionsAreToCostMoreThanALimit(double limit, double least) {
    assertThat(CostValues.least(limit, 1.5)).isEqualTo(least);
  }

  @Test
  void onlyWhatKeepsLimitsCounts() {
    float[] dQ = new float[2];
    assertThat(Cpq.policyLoss(new float[] {2, 3}, new float[] {1, 0}, dQ)).isEqualTo(-1);
    assertThat(dQ).containsExactly(new float[] {-0.5f, 0}, within(0f));
    CostLimits limits = new CostLimits(0.9);
    limits.load(Steps.recorded(SMALL.signals(Steps.spec())).read(0, 4), List.of(atMost(1)));
    float[] discount = {0.9f, 0.9f, 0.8f, 0.8f};
    Cpq.stop(discount, new float[] {1, 0}, limits);
    assertThat(discount).as("costs go on").containsExactly(0.9f, 0.9f, 0, 0.8f);
  }

  private static Limit atMost(double value) {
    return new Limit("cost", 1, Sense.AT_MOST, value, Per.EPISODE_SUM, new Statistic.Mean());
  }

  private static final EnvSpec SPEC =
      new EnvSpec(
          "test:fork",
          Box.of(1, -1, 1, Dtype.FLOAT64),
          Box.of(1, -1, 1, Dtype.FLOAT64),
          List.of("gain"),
          List.of("cost"),
          2,
          null,
          null,
          "agents");

  /**
   * From 0 a positive action leads to 1, where all gains 3 and costs 1; others to -1, gaining 1.
   */
  private static TransitionTable fork(Signals signals) {
    int n = 1024;
    Rng rng = new Rng(8);
    int[] offsets = new int[n + 1];
    float[] obs = new float[n];
    float[] nextObs = new float[n];
    double[] act = new double[n];
    double[] reward = new double[n];
    double[] cost = new double[n];
    boolean[] terminated = new boolean[n];
    int[] steps = new int[n];
    for (int i = 0; i < n; i++) {
      offsets[i + 1] = i + 1;
      steps[i] = 1;
      act[i] = 2 * rng.nextDouble() - 1;
      terminated[i] = i % 2 == 1;
      if (terminated[i]) {
        obs[i] = nextObs[i - 1];
        nextObs[i] = obs[i];
        reward[i] = obs[i] > 0 ? 3 : 1;
        cost[i] = obs[i] > 0 ? 1 : 0;
      } else {
        nextObs[i] = act[i] > 0 ? 1 : -1;
      }
    }
    boolean[] truncated = new boolean[n];
    return TransitionTable.of(
        "fork",
        List.of(
            new Batch(
                signals, offsets, obs, nextObs, act, reward, cost, terminated, truncated, steps)));
  }

  private record Trained(double positive, Cpq.Losses last) {}

  /** The share of drawn actions at 0 that are positive, and the last losses. */
  private static Trained trained(Options options, List<Limit> limits, int updates) {
    Signals signals = options.signals(SPEC);
    TransitionTable data = fork(signals);
    Cpq cpq = new Cpq(options, new Setup(SPEC, signals, updates, new SeedTree(3)));
    cpq.prepare(data);
    Mixture criterion = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of(), limits);
    Rng rng = new Rng(5);
    var source = data.source();
    Cpq.Losses last = new Cpq.Losses(0, 0, 0, 0, 0, 0, 0, 0);
    for (int update = 0; update < updates; update++) {
      last = cpq.update(source.sample(64, rng), criterion, update);
    }
    int n = 2000;
    double[] act = new double[n];
    cpq.policy()
        .actor(n, Mode.EXPLORE, new SeedTree(1).generators(n))
        .act(new double[n], null, act, null);
    return new Trained(Arrays.stream(act).filter(a -> a > 0).count() / (double) n, last);
  }

  @Test
  void itLeavesWhatBreaksALimit() {
    Trained limited = trained(SMALL, List.of(atMost(0.5)), 1500);
    assertThat(limited.positive).isLessThan(0.1);
    assertThat(limited.last.kept()).isBetween(0.5, 0.9); // a quarter of the states is beyond help
  }

  /** A quarter of any policy's actions counts as unseen, and is to cost 1.5 limits. */
  @Test
  void raisedCostsLeaveFewerActions() {
    Options raised = SMALL.withUnseen(SMALL.unseen().withRaiseCosts(true));
    assertThat(trained(raised, List.of(atMost(0.5)), 1500).last.kept()).isLessThan(0.3);
  }

  @Test
  void withoutALimitItGainsAllItCan() {
    Trained free = trained(SMALL, List.of(), 1000);
    assertThat(free.positive).isGreaterThan(0.9);
    assertThat(free.last.kept()).isEqualTo(1);
    assertThat(free.last.cost()).isZero();
  }

  /** Costs are at most 1: 15 is out of reach, 0.0015 of what unseen actions cost isn't. */
  @ParameterizedTest
  @ValueSource(doubles = {10, 0.001})
  void alphaRisesWhileUnseenActionsCostTooLittle(double most) {
    double alpha = trained(SMALL, List.of(atMost(most)), 100).last.alpha();
    if (most > 1) {
      assertThat(alpha).isGreaterThan(1.1);
    } else {
      assertThat(alpha).isLessThan(0.99);
    }
  }

  @Test
  void itSaysThatItKeepsLimitsAndReadsTheData() {
    var needs = Options.DEFAULT.requirements();
    assertThat(needs.keeper()).isEqualTo(LimitKeeper.AGENT);
    assertThat(needs.scan()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itKeepsTheLearnersContract(boolean preference) {
    Options options = SMALL.withPreference(preference);
    Toy toy = new Toy(Box.of(2, -2, 2, Dtype.FLOAT32));
    LearnerContract.check(
        options.factory(),
        toy.spec(),
        options.signals(toy.spec()),
        () -> VectorEnv.of(() -> new Toy(Box.of(2, -2, 2, Dtype.FLOAT32)), 3));
  }
}
