package org.morl4j.agents.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.agents.Toy;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.ValueRule;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.Per;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.constraint.Statistic;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LimitKeeper;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.nn.RateSchedule;
import org.morl4j.testkit.LearnerContract;

class FisorTest {
  private static final FeasibilityGate GATE = FeasibilityGate.DEFAULT;

  private static Fisor.Options small() {
    Fisor.Options options = Fisor.Options.DEFAULT;
    return options
        .withLearningRate(3e-3)
        .withPolyak(0.05)
        .withHidden(16, 16)
        .withBatch(64)
        .withPolicySchedule(RateSchedule.CONSTANT)
        .withCritic(options.settings().critic().withParallel(false));
  }

  private static Limit limit(Sense sense, double value, Per per) {
    return new Limit("cost", 1, sense, value, per, new Statistic.Mean());
  }

  /** (1 - 0.9) h + 0.9 max(h, V). */
  @ParameterizedTest
  @CsvSource({
    "25, -1, false, 25",
    "-1, 10, false, 8.9",
    "-1, -3, false, -1",
    "-1, 10, true, -1",
    "25, 40, false, 38.5"
  })
  void theTargetIsTheWorstToCome(float h, float next, boolean terminated, double y) {
    assertThat((double) Feasibility.target(h, next, terminated, 0.9)).isCloseTo(y, within(1e-5));
  }

  /** 0.9 weighs what is below: the reverse of a return's expectile. */
  @Test
  void theExpectileIsReversed() {
    ValueRule rule = Feasibility.rule(0.9);
    float[] d = {2, -2};
    float[] loss = new float[2];
    float[] slope = new float[2];
    rule.evaluate(d, new float[2], 2, loss, slope, new float[2]);
    assertThat(loss[0]).isCloseTo(0.4f, within(1e-6f));
    assertThat(loss[1]).isCloseTo(3.6f, within(1e-6f));
    double step = 1e-2;
    for (int i = 0; i < 2; i++) {
      float[] up = new float[1];
      float[] down = new float[1];
      float[] none = new float[1];
      rule.evaluate(new float[] {(float) (d[i] - step)}, none, 1, up, none, new float[1]);
      rule.evaluate(new float[] {(float) (d[i] + step)}, none, 1, down, none, new float[1]);
      assertThat((double) slope[i]).isCloseTo((up[0] - down[0]) / (2 * step), within(1e-3));
    }
  }

  /** exp(5 * 0.2) = 2.718; of what is worse than V at least 1, at most 150. */
  @ParameterizedTest
  @CsvSource({
    "-1, -0.5, 7, 7",
    "0.1, -0.5, 7, 0",
    "0.3, 0.5, 7, 2.71828",
    "3, 0.5, 7, 1",
    "-1, 0.5, 7, 150"
  })
  void theGateWeighs(float q, float v, float byReturn, double weight) {
    assertThat((double) GATE.weight(q, v, byReturn)).isCloseTo(weight, within(1e-4));
  }

  /** Episodes of 2 steps, H = 1.5 under a discount of 1/2. */
  @Test
  void aStepHasItsShareOfALimit() {
    StepLimits limits = new StepLimits(2, Vec.of(2, 1.5));
    Limit most = limit(Sense.AT_MOST, 3, Per.EPISODE_SUM);
    assertThat(limits.share(most)).isEqualTo(1.5);
    assertThat(limits.share(limit(Sense.AT_MOST, 3, Per.DISCOUNTED))).isEqualTo(2);
    assertThat(limits.share(limit(Sense.AT_MOST, 3, Per.STEP_MEAN))).isEqualTo(3);
    assertThat(limits.keeps(most, 1.5)).isTrue();
    assertThat(limits.keeps(most, 1.6)).isFalse();
    Limit least = limit(Sense.AT_LEAST, 3, Per.EPISODE_SUM);
    assertThat(limits.keeps(least, 1.6)).isTrue();
    assertThat(limits.keeps(least, 1.4)).isFalse();
    Limit free = limit(Sense.AT_MOST, 0, Per.EPISODE_SUM);
    assertThat(limits.keeps(free, 0)).isTrue();
    assertThat(limits.keeps(free, 1e-9)).isFalse();
  }

  @Test
  void everyBrokenStepIsViolation() {
    Signals signals = small().signals(Steps.spec());
    TransitionTable data = Steps.recorded(signals);
    Batch batch = data.read(0, 4); // actions 0 0, 1 0
    float[] h = new float[4];
    double share =
        StepLimits.on(data, signals)
            .write(batch, List.of(limit(Sense.AT_MOST, 1, Per.EPISODE_SUM)), GATE, h);
    assertThat(h).containsExactly(-1, -1, 25, -1);
    assertThat(share).isEqualTo(0.25);
  }

  /**
   * On the chain, where bold steps violate: Q_h of the last bold step is 25, of the other -1; V_h
   * is the reversed expectile of both, (0.1 * 25 - 0.9) / (0.1 + 0.9) = 1.6 of even data.
   */
  @Test
  void valuesFindTheirFixedPoint() {
    Fisor.Options options = small();
    Signals signals = options.signals(Steps.spec());
    Setup setup = new Setup(Steps.spec(), signals, 1, new SeedTree(2));
    Mlps mlps = Mlps.of(setup, MlpOptions.DEFAULT.withHidden(32, 32));
    Feasibility feasibility = new Feasibility(mlps, false, 0.9, 0.9);
    BatchRows rows = new BatchRows(mlps.shape(), signals);
    Batch batch = Steps.recorded(signals).read(0, 8);
    rows.load(batch, new Mixture(Mixer.oneHot(0, 2), List.of()));
    float[] h = new float[8];
    for (int i = 0; i < 8; i++) {
      h[i] = batch.act()[i] == 1 ? 25 : -1;
    }
    double last = 0;
    for (int update = 0; update < 4000; update++) {
      feasibility.actions(rows);
      last = feasibility.regressValue(rows, 3e-3);
      feasibility.regress(h, batch, rows, 3e-3);
      feasibility.track(0.05);
    }
    float[] v = feasibility.states(rows);
    assertThat(v[1]).isCloseTo(1.6f, within(0.1f));
    // at state 0: 25, and (0.1 * -1 + 0.9 * 1.6) = 1.34 of the careful step; 0.1 * 25 + 0.9 * 1.34
    assertThat(v[0]).isCloseTo(3.706f, within(0.2f));
    float[] q = feasibility.actions(rows);
    assertThat(q[0]).isCloseTo(1.34f, within(0.2f));
    assertThat(q[3]).isCloseTo(-1f, within(0.2f));
    assertThat(last).isPositive();
  }

  /** Bold steps pay, and violate: FISOR doesn't take them, whatever h counts a violation as. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 25})
  void itKeepsTheLimitByItself(double violated) {
    Fisor.Options options = small().withGate(GATE.withViolated(violated).withLeastEscape(0));
    assertThat(bold(options, List.of(limit(Sense.AT_MOST, 0, Per.EPISODE_SUM)))).isLessThan(0.05);
  }

  @Test
  void withoutALimitItIsIql() {
    assertThat(bold(small(), List.of())).isGreaterThan(0.6);
  }

  private static double bold(Fisor.Options options, List<Limit> limits) {
    Signals signals = options.signals(Steps.spec());
    TransitionTable data = Steps.recorded(signals);
    Learner<?> learner =
        options.factory().create(new Setup(Steps.spec(), signals, 1500, new SeedTree(3)));
    learner.prepare(data);
    Mixture criterion = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of(), limits);
    Rng rng = new Rng(5);
    var source = data.source();
    for (int update = 0; update < 1500; update++) {
      learner.update(source.sample(64, rng), criterion);
    }
    int n = 2000;
    double[] act = new double[n];
    learner
        .policy()
        .actor(n, Mode.EXPLORE, new SeedTree(1).generators(n))
        .act(new double[n], null, act, null);
    return java.util.Arrays.stream(act).sum() / n;
  }

  @Test
  void itSaysThatItKeepsLimitsAndReadsTheData() {
    var needs = Fisor.Options.DEFAULT.requirements();
    assertThat(needs.keeper()).isEqualTo(LimitKeeper.AGENT);
    assertThat(needs.scan()).isTrue();
    assertThat(needs.hooks()).containsExactlyInAnyOrder(Hook.WEIGHTS, Hook.SAMPLE);
  }

  @Test
  void itKeepsTheLearnersContract() {
    for (var actions : List.of(Box.of(2, -2, 2, Dtype.FLOAT32), new Discrete(3))) {
      Toy toy = new Toy(actions);
      LearnerContract.check(
          small().factory(),
          toy.spec(),
          small().signals(toy.spec()),
          () -> VectorEnv.of(() -> new Toy(actions), 3));
    }
  }
}
