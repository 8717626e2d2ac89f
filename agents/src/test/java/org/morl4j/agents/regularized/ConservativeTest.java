package org.morl4j.agents.regularized;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.SingleSteps;
import org.morl4j.agents.Toy;
import org.morl4j.agents.offpolicy.Sac;
import org.morl4j.agents.part.ActionSets;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.ReturnsToGo;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionSource;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.metrics.NumberRecord;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.testkit.LearnerContract;

class ConservativeTest {
  private static final EnvSpec SPEC =
      new EnvSpec(
          "test:line",
          Box.of(1, -100, 100, Dtype.FLOAT64),
          Box.of(1, 0, 4, Dtype.FLOAT64),
          List.of("gain", "loss"),
          List.of(),
          1,
          null,
          null,
          "agents");
  private static final Signals SIGNALS = Signals.of(SPEC, 0.9, 1);

  private static Cql.Settings small(Cql.Settings settings) {
    Sac.Options sac = settings.sac();
    Sac.Settings small =
        sac.settings()
            .withRates(sac.settings().rates().withLearningRate(3e-3))
            .withNetworks(MlpOptions.DEFAULT.withHidden(16, 16))
            .withReplay(
                ReplayOptions.DEFAULT
                    .withCapacity(500)
                    .withBatch(32)
                    .withWarmup(20)
                    .withStorage(ReplayOptions.Storage.HEAP));
    return settings
        .withActions(3)
        .withSac(new Sac.Options(small, sac.critic().withParallel(false)));
  }

  private static Cql.Options cql() {
    return new Cql.Options(small(Cql.Settings.DEFAULT));
  }

  private static CalQl.Options calQl() {
    return new CalQl.Options(small(CalQl.Options.DEFAULT.cql()));
  }

  static Stream<AgentOptions> agents() {
    return Stream.of(cql(), cql().withPreference(true), calQl());
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

  /** log(2 + 6) = log 8; with T = 2 of twice as much 2 log 8, with the same shares. */
  @Test
  void softMaximumByHand() {
    double[] share = new double[2];
    double[] x = {Math.log(2), Math.log(6)};
    assertThat(ConservativeTerm.softMaximum(x, 1, share)).isCloseTo(Math.log(8), within(1e-12));
    assertThat(share).containsExactly(new double[] {0.25, 0.75}, within(1e-12));
    x[0] *= 2;
    x[1] *= 2;
    assertThat(ConservativeTerm.softMaximum(x, 2, share)).isCloseTo(2 * Math.log(8), within(1e-12));
    assertThat(share).containsExactly(new double[] {0.25, 0.75}, within(1e-12));
    assertThat(ConservativeTerm.softMaximum(new double[] {1000, 0}, 1, share)).isEqualTo(1000);
  }

  private static Batch batch(double[] act, double... gain) {
    int n = act.length;
    double[] reward = new double[2 * n];
    boolean[] terminated = new boolean[n];
    for (int i = 0; i < n; i++) {
      reward[2 * i] = gain[i];
      terminated[i] = true;
    }
    return SingleSteps.of(SIGNALS, new float[n], new float[n], act, reward, terminated);
  }

  private static Mixture gain() {
    return new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
  }

  /** Rows of return to go 1 and 2, in the term's mix. */
  private static BatchRows rows(Mlps mlps) {
    BatchRows rows = new BatchRows(mlps.shape(), SIGNALS);
    Batch batch = batch(new double[] {1, 3}, 0, 0);
    rows.load(batch.with(Column.RETURN_TO_GO, new float[] {1, 9, 2, 9}), gain());
    return rows;
  }

  private static SoftActor actor(Mlps mlps) {
    return new SoftActor(SPEC, cql().settings().head(), mlps, false);
  }

  private static Mlps mlps() {
    Setup setup = new Setup(SPEC, SIGNALS, 1, new SeedTree(3));
    return Mlps.of(setup, MlpOptions.DEFAULT.withHidden(4));
  }

  private static final float[] MIXED = {
    0.5f, 1, 0.25f, -1, 2, 0.5f, 0.75f, 3, 0, 2.5f, 1.5f, 1, -2, 0.1f, 1.25f, 2.25f, 0.3f, -0.5f, 4,
    1.75f
  };

  /** With 3 n = 9 further actions of 2 rows, and a gap of 0.5 under c = 2. */
  @ParameterizedTest
  @EnumSource(ConservativeTerm.Floor.class)
  void slopesAreThoseOfFiniteDifferences(ConservativeTerm.Floor floor) {
    Mlps mlps = mlps();
    BatchRows rows = rows(mlps);
    Conservatism two = new Conservatism.Gap(2, 1e-3, 0.5);
    Cql.Settings settings = small(Cql.Settings.DEFAULT).withConservatism(two).withSoftness(0.7);
    ConservativeTerm term = new ConservativeTerm(settings, floor, actor(mlps));
    double[] both = new double[2];
    float[] slope = new float[MIXED.length];
    for (int at = 0; at < MIXED.length; at++) {
      for (int side = 0; side < 2; side++) {
        ActionSetsProbe.choose(term, rows);
        float[] moved = MIXED.clone();
        moved[at] += side == 0 ? 1f / 512 : -1f / 512;
        both[side] = term.add(rows, moved, new float[MIXED.length]);
      }
      ActionSetsProbe.choose(term, rows);
      term.add(rows, MIXED, slope);
      assertThat((both[0] - both[1]) * 256).as("slope %s", at).isCloseTo(slope[at], within(1e-4));
    }
    // c / B of a row's own action; below 1 and 2 the policy's actions have a slope only in CQL.
    assertThat(slope[0]).isEqualTo(-1f);
    boolean flat = floor == ConservativeTerm.Floor.RETURN_TO_GO;
    assertThat(slope[8] == 0).as("the policy's action of value 0").isEqualTo(flat);
    assertThat(slope[2]).as("a uniform action of value 0.25").isPositive();
    term.after(rows, 1);
    double[] losses = NumberRecord.of(term.losses()).values(term.losses());
    assertThat(losses[1]).isEqualTo(2, within(1e-6));
    // Of 12 values of the policy's actions 0, -2, 0.3 are below 1; 0.1, -0.5, 1 and 1.75 below 2.
    assertThat(losses[2]).isCloseTo(flat ? 7.0 / 12 : 0, within(1e-12));
  }

  /** A floor above all leaves d = log sum_k exp(floor - log p_k) - Q, whatever the policy's Q. */
  @Test
  void underTheFloorValuesDontCount() {
    Mlps mlps = mlps();
    BatchRows rows = rows(mlps);
    Cql.Settings settings = small(Cql.Settings.DEFAULT);
    ConservativeTerm term =
        new ConservativeTerm(settings, ConservativeTerm.Floor.RETURN_TO_GO, actor(mlps));
    float[] low = new float[MIXED.length];
    float[] lower = new float[MIXED.length];
    Arrays.fill(lower, 8, lower.length, -7);
    ActionSetsProbe.choose(term, rows);
    double value = term.add(rows, low, new float[low.length]);
    assertThat(term.add(rows, lower, new float[low.length])).isEqualTo(value);
  }

  /** Gap's c rises while the difference is larger than the gap, and falls below it. */
  @Test
  void conservatismFollowsTheGap() {
    for (double gap : new double[] {-1e3, 1e3}) {
      Conservatism of = new Conservatism.Gap(2, 0.1, gap);
      var multiplier = of.multiplier();
      multiplier.step(new float[] {1, 2}, 2, 1);
      assertThat(multiplier.alpha())
          .isCloseTo(gap < 0 ? 2 * Math.exp(0.1) : 2 * Math.exp(-0.1), within(1e-5));
    }
  }

  /** Values of actions around the recorded 1 and of the far 3.9, gain being the action. */
  private static double[] learned(AgentOptions options) {
    Learner<?> learner = options.factory().create(new Setup(SPEC, SIGNALS, 400, new SeedTree(3)));
    int n = 256;
    Rng rng = new Rng(4);
    double[] act = new double[n];
    for (int i = 0; i < n; i++) {
      act[i] = 1 + 0.2 * rng.nextGaussian();
    }
    DataView data =
        ReturnsToGo.where(
            learner.requirements().columns(),
            TransitionTable.of("a heap", List.of(batch(act, act))),
            SIGNALS);
    learner.prepare(data);
    TransitionSource source = data.source();
    for (int update = 0; update < 400; update++) {
      learner.update(source.sample(32, rng), gain());
    }
    float[] out = new float[4];
    var values = Objects.requireNonNull(learner.values());
    values.values(new float[2], new double[] {1, 3.9}, null, 2, out);
    return new double[] {out[0], out[2]};
  }

  @Test
  void actionsThatNobodyTookAreWorthLess() {
    Cql.Options none = cql().withConservatism(new Conservatism.Fixed(0));
    double[] plain = learned(none);
    assertThat(plain[0]).isCloseTo(1, within(0.2));
    double[] conservative = learned(cql().withConservatism(new Conservatism.Fixed(0.2)));
    assertThat(conservative[1]).isLessThan(plain[1] - 1);
    assertThat(conservative[1]).isLessThan(conservative[0]);
    double[] calibrated = learned(calQl().withConservatism(new Conservatism.Fixed(0.2)));
    assertThat(calibrated[0]).isCloseTo(1, within(0.7));
  }

  /** A draw of a term's actions from a seed of its own, the same every time. */
  private static final class ActionSetsProbe {
    static void choose(ConservativeTerm term, BatchRows rows) {
      ActionSets sets = new ActionSets();
      sets.load(rows, term.sets());
      term.choose(rows, new Rng(9), sets);
    }
  }
}
