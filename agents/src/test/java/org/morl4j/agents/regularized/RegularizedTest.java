package org.morl4j.agents.regularized;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.EachPoint;
import org.morl4j.agents.SingleSteps;
import org.morl4j.agents.Toy;
import org.morl4j.agents.offpolicy.Td3;
import org.morl4j.agents.part.ActionTerm;
import org.morl4j.agents.part.ActionUnits;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.ObsScale;
import org.morl4j.agents.part.RowShape;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.nn.head.HeadOptions;
import org.morl4j.testkit.LearnerContract;

class RegularizedTest {
  private static final Td3.Options SMALL =
      Td3.Options.DEFAULT
          .withLearningRate(3e-3)
          .withHidden(16, 16)
          .withCritic(Td3.Options.DEFAULT.critic().withParallel(false))
          .withReplay(
              ReplayOptions.DEFAULT
                  .withCapacity(500)
                  .withBatch(32)
                  .withWarmup(20)
                  .withStorage(ReplayOptions.Storage.HEAP));

  private static final HeadOptions TANH =
      new HeadOptions(HeadOptions.Gaussian.DETERMINISTIC, 0, -5, 2);

  private static Bc.Options bc() {
    return Bc.Options.DEFAULT
        .withRates(SMALL.rates())
        .withNetworks(SMALL.networks())
        .withHead(TANH)
        .withNormalizeObs(true)
        .withReplay(SMALL.replay());
  }

  private static Awac.Options awac() {
    return Awac.Options.DEFAULT
        .withRates(SMALL.rates())
        .withNetworks(SMALL.networks())
        .withCritic(SMALL.critic())
        .withReplay(SMALL.replay());
  }

  static Stream<AgentOptions> agents() {
    return Stream.of(
        Td3Bc.Options.DEFAULT.withTd3(SMALL),
        Td3Bc.Options.DEFAULT.withTd3(SMALL).withPreference(true),
        Prdc.Options.DEFAULT.withTd3(SMALL),
        Prdc.Options.DEFAULT.withTd3(SMALL).withDistance(Prdc.Distance.JOINT),
        Rebrac.Options.DEFAULT.withTd3(SMALL).withNormalizeObs(true),
        awac(),
        bc());
  }

  @ParameterizedTest
  @MethodSource("agents")
  void theyKeepTheLearnersContract(AgentOptions options) {
    Toy toy = new Toy(Box.of(2, -2, 2, Dtype.FLOAT32));
    LearnerContract.check(
        options.factory(),
        toy.spec(),
        options.signals(toy.spec()),
        () -> VectorEnv.of(() -> new Toy(Box.of(2, -2, 2, Dtype.FLOAT32)), 3));
  }

  private static final EnvSpec SPEC =
      new EnvSpec(
          "test:bandit",
          Box.of(1, -100, 100, Dtype.FLOAT64),
          Box.of(1, 0, 4, Dtype.FLOAT64),
          List.of("gain", "loss"),
          List.of(),
          1,
          null,
          null,
          "agents");

  /** Rows with observations obs and actions act; gain is act, loss nothing. */
  private static Batch rows(Signals signals, float[] obs, double[] act) {
    int n = obs.length;
    double[] reward = new double[2 * n];
    boolean[] terminated = new boolean[n];
    for (int i = 0; i < n; i++) {
      reward[2 * i] = act[i];
      terminated[i] = true;
    }
    return SingleSteps.of(signals, obs, obs.clone(), act, reward, terminated)
        .with(Column.NEXT_ACT, new float[n]);
  }

  /**
   * Half of the rows are at -20 with actions around 1, the others at 20 with actions around 3, of
   * [0, 4]; larger actions earn more.
   */
  private static TransitionTable recorded(Signals signals) {
    int n = 256;
    Rng rng = new Rng(4);
    float[] obs = new float[n];
    double[] act = new double[n];
    for (int i = 0; i < n; i++) {
      boolean right = i % 2 == 0;
      obs[i] = (float) ((right ? 20 : -20) + rng.nextGaussian());
      act[i] = (right ? 3 : 1) + 0.2 * rng.nextGaussian();
    }
    return TransitionTable.of("two heaps", List.of(rows(signals, obs, act)));
  }

  private static double[] learned(AgentOptions options) {
    Signals signals = options.signals(SPEC);
    Learner<?> learner = options.factory().create(new Setup(SPEC, signals, 1000, new SeedTree(3)));
    TransitionTable data = recorded(signals);
    learner.prepare(data);
    var source = data.source();
    Rng rng = new Rng(5);
    Mixture gain = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
    for (int update = 0; update < 1000; update++) {
      learner.update(source.sample(32, rng), gain);
    }
    double[] act = new double[2];
    learner
        .policy()
        .actor(2, Mode.EXPLOIT, new SeedTree(1).generators(2))
        .act(new double[] {-20, 20}, null, act, null);
    return act;
  }

  @Test
  void cloningGivesTheMeanActions() {
    double[] act = learned(bc());
    assertThat(act[0]).isCloseTo(1, within(0.15));
    assertThat(act[1]).isCloseTo(3, within(0.15));
  }

  /** Values pull upwards, away from the data's mean actions, the more the larger alpha is. */
  @Test
  void alphaWeighsValuesAgainstTheData() {
    double[] near = learned(Td3Bc.Options.DEFAULT.withTd3(SMALL).withAlpha(0));
    assertThat(near[0]).isCloseTo(1, within(0.15));
    assertThat(near[1]).isCloseTo(3, within(0.15));
    double[] some = learned(Td3Bc.Options.DEFAULT.withTd3(SMALL).withAlpha(0.1));
    assertThat(some[0]).isBetween(1.05, 2.5);
    double[] far = learned(Td3Bc.Options.DEFAULT.withTd3(SMALL).withAlpha(100));
    assertThat(far[0]).isGreaterThan(3.5);
  }

  /** A small lambda favours the larger of the recorded actions, a large one clones their mean. */
  @Test
  void awacFavoursBetterActions() {
    double[] clone = learned(awac().withLambda(1e6));
    assertThat(clone[0]).isCloseTo(1, within(0.15));
    double[] sharp = learned(awac().withLambda(0.1));
    assertThat(sharp[0]).isGreaterThan(1.1);
    assertThat(sharp[1]).isGreaterThan(3.1);
  }

  /** exp(0.5 / 0.25) = e^2; exp(10 / 0.25) is more than 100. */
  @Test
  void awacsWeightsByHand() {
    float[] w = new float[2];
    awac().withLambda(0.25).weights().weights(new float[] {0.5f, 10}, 2, 100, w);
    assertThat(w[0]).isCloseTo(7.389056f, within(1e-5f));
    assertThat(w[1]).isEqualTo(100);
    awac().withLambda(1e9).weights().weights(new float[] {-1}, 1, 100, w);
    assertThat(w[0]).isCloseTo(1, within(1e-6f));
  }

  /** beta 0 lets the left states take the right states' actions; a large beta doesn't. */
  @Test
  void betaSaysWhoseActionsCount() {
    Prdc.Options options = Prdc.Options.DEFAULT.withTd3(SMALL);
    double[] any = learned(options.withBeta(0).withAlpha(2.5));
    assertThat(any[0]).as("left, beta 0").isGreaterThan(3);
    double[] own = learned(options.withBeta(50).withAlpha(0.1));
    assertThat(own[0]).as("left, beta 50").isBetween(0.9, 2.0);
  }

  /** Two points of one feature and one action: [0, 0] and [2, 1]. */
  @Test
  void jointDistanceByHandAndByFiniteDifferences() {
    Prdc.Options options =
        Prdc.Options.DEFAULT.withBeta(2).withDistance(Prdc.Distance.JOINT).withAlpha(3);
    Signals signals = options.signals(SPEC);
    // beta s = 0 and 2; actions 2 and 4 of [0, 4] are 0 and 1.
    Batch data = rows(signals, new float[] {0, 1}, new double[] {2, 4});
    ActionTerm term =
        new NearestCloning(options, ActionUnits.of(SPEC.actionSpace()), new EachPoint());
    term.prepare(TransitionTable.of("two", List.of(data)), ObsScale.RAW);
    BatchRows rows = new BatchRows(new RowShape(1, 1, 0, 2), signals);
    // Keys [-3, 4] and [2, 0.25]: the first is sqrt(9 + 16) = 5 from [0, 0], less than from [2, 1].
    rows.load(
        rows(signals, new float[] {-1.5f, 1}, new double[2]),
        new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of()));
    float[] dAct = new float[2];
    double loss = term.add(rows, new float[] {4, 0.25f}, dAct);
    assertThat(loss).isCloseTo((5 + 0.75) / 2, within(1e-12));
    assertThat(dAct).containsExactly(new float[] {0.4f, -0.5f}, within(1e-6f));
    double up = term.add(rows, new float[] {4 + 1f / 256, 0.25f}, new float[2]);
    double down = term.add(rows, new float[] {4 - 1f / 256, 0.25f}, new float[2]);
    assertThat((up - down) * 128).isCloseTo(dAct[0], within(1e-5));
    assertThat(term.scale(new float[] {1, -2}, 2)).isEqualTo(2);
    term.add(rows, new float[] {4, 1}, new float[2]); // the second lies on its point
    assertThat(term.losses()).isEqualTo(new NearestCloning.Losses(2.5, 2));
  }

  @Test
  void prdcNeedsItsData() {
    Prdc.Options options = Prdc.Options.DEFAULT.withTd3(SMALL);
    Signals signals = options.signals(SPEC);
    Learner<?> learner = options.factory().create(new Setup(SPEC, signals, 10, new SeedTree(3)));
    Mixture gain = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
    Batch batch = rows(signals, new float[4], new double[4]);
    learner.update(batch, gain);
    assertThatThrownBy(() -> learner.update(batch, gain))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("before its first update");
  }

  /** y = r + gamma (Q' - 3 |a' - b|^2): a larger weight lowers what critics expect. */
  @Test
  void rebracPunishesNextActionsFarFromTheData() {
    ActionCloning term = new ActionCloning(1, 1, 0.5, 3);
    Signals signals = Rebrac.Options.DEFAULT.signals(SPEC);
    BatchRows rows =
        new BatchRows(new RowShape(1, ActionUnits.of(SPEC.actionSpace()), 0, 2), signals);
    Batch batch = rows(signals, new float[2], new double[2]);
    batch.column(Column.NEXT_ACT)[1] = 3; // 0 and 3 of [0, 4] are -1 and 0.5
    rows.load(batch, new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of()));
    assertThat(term.lost(rows, new float[] {-1, 1})).containsExactly(0, 0.75f);
    assertThat(new ActionCloning(1, 1, 0.5, 0).lost(rows, new float[2])).isNull();
  }

  /** A snapshot of one that saw data acts as it did in a learner that saw none. */
  @Test
  void standardisationIsPartOfThePolicy() {
    Td3Bc.Options options = Td3Bc.Options.DEFAULT.withTd3(SMALL);
    Signals signals = options.signals(SPEC);
    Setup setup = new Setup(SPEC, signals, 10, new SeedTree(3));
    Learner<?> learner = options.factory().create(setup);
    learner.prepare(recorded(signals));
    NetworkPolicy started =
        (NetworkPolicy) options.factory().restore(setup, learner.snapshot().state()).policy();
    NetworkPolicy live = (NetworkPolicy) learner.policy();
    assertThat(Objects.requireNonNull(live.obsMoments()).count()).isEqualTo(256);
    assertThat(Objects.requireNonNull(started.obsMoments()).scale(0))
        .isEqualTo(live.obsMoments().scale(0))
        .isBetween(0.04, 0.06);
  }
}
