package org.morl4j.agents.dice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.agents.Toy;
import org.morl4j.agents.dice.Coptidice.Options;
import org.morl4j.agents.implicit.Steps;
import org.morl4j.agents.part.CostLimits;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.RowShape;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.Per;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.constraint.Statistic;
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
import org.morl4j.core.state.State;
import org.morl4j.nn.Backends;
import org.morl4j.testkit.LearnerContract;

/** COptiDICE's bound by hand and by differences, its thresholds, and the limits that it keeps. */
class CoptidiceTest {
  private static final Options SMALL =
      Options.DEFAULT
          .withLearningRate(3e-3)
          .withHidden(16, 16)
          .withGamma(0.9)
          .withBatch(64)
          .withCosts(CostOptions.DEFAULT.withAlpha(0.2));

  private static Limit limit(Sense sense, double value, Per per) {
    return new Limit("cost", 1, sense, value, per, new Statistic.Mean());
  }

  private static Limit atMost(double value) {
    return limit(Sense.AT_MOST, value, Per.EPISODE_SUM);
  }

  /** softmax(0, 1) = 0.268941, 0.731059, of two rows; KL = sum p log 2 p. */
  @Test
  void tiltedRowsByHand() {
    float[] p = new float[2];
    assertThat(CostBound.tilt(new float[] {0, 2}, 2, p)).isCloseTo(0.110_944, within(1e-5));
    assertThat(p).containsExactly(new float[] {0.537_883f, 1.462_117f}, within(1e-5f));
    // E_p[y] = 0.731059 * 2; p (1 + (y - E_p[y]) / 2) / 2
    assertThat(CostBound.slopes(new float[] {0, 2}, p, 2)).isCloseTo(1.462_117, within(1e-5));
    assertThat(p).containsExactly(new float[] {0.072_330f, 0.927_670f}, within(1e-5f));
    CostBound.tilt(new float[] {0, 2}, 2, p);
    CostBound.slopes(new float[] {0, 2}, p, Double.POSITIVE_INFINITY);
    assertThat(p).containsExactly(new float[] {0.268_941f, 0.731_059f}, within(1e-5f));
    // Large values stay finite.
    assertThat(CostBound.tilt(new float[] {0, 1e6f}, 1, p)).isCloseTo(Math.log(2), within(1e-5));
  }

  /** Held rows make the gradient of tau log E[e^(y / tau)], whose p they are. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void slopesAreThoseOfTheirLoss(boolean through) {
    float[] y = {0.4f, -1, 0.9f};
    double tau = 0.7;
    float[] slope = new float[3];
    CostBound.tilt(y, tau, slope);
    CostBound.slopes(y, slope, through ? tau : Double.POSITIVE_INFINITY);
    double h = 1e-3;
    for (int i = 0; i < 3; i++) {
      double sum = 0;
      for (int sign : new int[] {1, -1}) {
        float[] moved = y.clone();
        moved[i] += (float) (sign * h);
        float[] p = new float[3];
        double kl = CostBound.tilt(moved, tau, p);
        double mean = CostBound.slopes(moved, p, tau);
        sum += sign * (through ? mean : mean - tau * kl);
      }
      assertThat((double) slope[i]).isCloseTo(sum / (2 * h), within(1e-3));
    }
  }

  /** Episodes of 2 steps under a discount of 1/2: T 2, H 1.5. */
  @Test
  void thresholdsAreOfMeansOverVisits() {
    Signals signals = SMALL.withGamma(0.5).signals(Steps.spec());
    TransitionTable data = Steps.recorded(signals);
    CostLimits limits = new CostLimits(0.5);
    limits.read(data, signals);
    assertThat(threshold(limits, limit(Sense.AT_MOST, 3, Per.EPISODE_SUM)))
        .isCloseTo(1.125, within(1e-9));
    assertThat(threshold(limits, limit(Sense.AT_MOST, 3, Per.DISCOUNTED)))
        .isCloseTo(1.5, within(1e-9));
    assertThat(threshold(limits, limit(Sense.AT_MOST, 3, Per.STEP_MEAN)))
        .isCloseTo(2.25, within(1e-9));
    assertThat(threshold(limits, limit(Sense.AT_LEAST, 3, Per.EPISODE_SUM)))
        .isCloseTo(-1.125, within(1e-9));
    // Actions 0 0, 1 0 of two episodes, of which bold ones cost 1.
    limits.load(data.read(0, 4), List.of(atMost(1)));
    assertThat(limits.mean(0, new float[] {1, 1, 3, 1}, null)).isCloseTo(0.75, within(1e-9));
    assertThat(limits.mean(0, new float[] {1, 1, 3, 1}, new float[] {0, 0, 2, 2}))
        .isCloseTo(1.5, within(1e-9));
  }

  private static double threshold(CostLimits limits, Limit limit) {
    Signals signals = SMALL.signals(Steps.spec());
    limits.load(Steps.recorded(signals).read(0, 4), List.of(limit));
    return limits.threshold(0);
  }

  @Test
  void whatItCannotKeepIsRefused() {
    CostLimits limits = new CostLimits(0.5);
    var batch = Steps.recorded(SMALL.signals(Steps.spec())).read(0, 4);
    Limit equal = limit(Sense.EQUALS, 1, Per.EPISODE_SUM);
    assertThatThrownBy(() -> limits.load(batch, List.of(equal)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cost is a limit that this agent can't keep: it takes one of each signal, atMost or"
                + " atLeast, on the mean. Maybe use iql with a lagrange handler.");
    assertThatThrownBy(() -> limits.load(batch, List.of(atMost(1), atMost(2))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static CostBound bound(CostOptions options) {
    Mlps mlps =
        new Mlps(
            Backends.named("fused"),
            MlpOptions.DEFAULT.withHidden(),
            new RowShape(1, 1, 0, 2),
            new Rng(6));
    return new CostBound(options, mlps);
  }

  /** dL_chi / d parameters of chi; the signal without a limit has none. */
  @Test
  void theBoundsGradientIsTheTrueOne() {
    Signals signals = SMALL.signals(Steps.spec());
    CostLimits limits = new CostLimits(0.9);
    limits.load(Steps.recorded(signals).read(0, 4), List.of(atMost(1)));
    StartValue.Rows rows =
        new StartValue.Rows(
            new float[] {0, 1, 0, 1},
            new float[] {1, 2, 1, 2},
            new float[4],
            new float[] {0.9f, 0, 0.9f, 0},
            null);
    float[] w = {0.5f, 1.5f, 1, 2};
    var rates = new CostBound.Rates(0.9, 0);
    float[] starts = new float[4];
    CostBound stepped = bound(CostOptions.DEFAULT);
    State start = new State();
    stepped.parts().saveValues(start);
    double[] bounds = new double[1];
    stepped.step(rows, starts, w, limits, rates, bounds);
    assertThat(bounds[0]).isGreaterThan(limits.mean(0, w, null));
    bound(CostOptions.DEFAULT.withEpsilon(0)).step(rows, starts, w, limits, rates, bounds);
    assertThat(bounds[0]).isCloseTo(0.25, within(1e-6)); // the third row, of weight 1, is bold
    float[] parameters = start.floats("chi.parameters");
    double h = 1e-2;
    double largest = 0;
    for (int i = 0; i < parameters.length; i++) {
      double sum = 0;
      for (int sign : new int[] {1, -1}) {
        float[] moved = parameters.clone();
        moved[i] += (float) (sign * h);
        State state = new State();
        state.put("chi.parameters", moved);
        state.put("tau.values.parameters", start.floats("tau.values.parameters"));
        CostBound other = bound(CostOptions.DEFAULT);
        other.parts().start(state);
        other.step(rows, starts, w, limits, rates, bounds);
        sum += sign * other.loss();
      }
      assertThat((double) stepped.gradient()[i]).isCloseTo(sum / (2 * h), within(1e-3));
      largest = Math.max(largest, Math.abs(sum / (2 * h)));
    }
    assertThat(largest).isGreaterThan(0.05);
  }

  /** Of two bold steps, which gain 1 and cost 1 each, a limit of 1 allows one on average. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1})
  void itKeepsTheLimitByItself(double most) {
    double cost = bold(SMALL.withCosts(SMALL.costs().withEpsilon(0)), List.of(atMost(most)));
    assertThat(cost).isBetween(0.7 * most, 1.15 * most);
    assertThat(bold(SMALL, List.of(atMost(most)))).isLessThan(1.1 * most);
  }

  @Test
  void withoutALimitItGainsAllItCan() {
    assertThat(bold(SMALL, List.of())).isGreaterThan(1.7);
  }

  /** Bold steps of an episode. */
  private static double bold(Options options, List<Limit> limits) {
    Signals signals = options.signals(Steps.spec());
    TransitionTable data = Steps.recorded(signals);
    int updates = 3000;
    Learner<?> learner =
        options.factory().create(new Setup(Steps.spec(), signals, updates, new SeedTree(3)));
    learner.prepare(data);
    Mixture criterion = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of(), limits);
    Rng rng = new Rng(5);
    var source = data.source();
    for (int update = 0; update < updates; update++) {
      learner.update(source.sample(64, rng), criterion);
    }
    int n = 4000;
    double[] act = new double[n];
    double[] obs = new double[n];
    Arrays.setAll(obs, i -> i % 2);
    learner
        .policy()
        .actor(n, Mode.EXPLORE, new SeedTree(1).generators(n))
        .act(obs, null, act, null);
    return 2 * Arrays.stream(act).sum() / n;
  }

  @Test
  void itSaysThatItKeepsLimitsAndReadsTheData() {
    var needs = Options.DEFAULT.requirements();
    assertThat(needs.keeper()).isEqualTo(LimitKeeper.AGENT);
    assertThat(needs.scan()).isTrue();
  }

  @Test
  void itKeepsTheLearnersContract() {
    for (var actions : List.of(Box.of(2, -2, 2, Dtype.FLOAT32), new Discrete(3))) {
      Toy toy = new Toy(actions);
      LearnerContract.check(
          SMALL.factory(),
          toy.spec(),
          SMALL.signals(toy.spec()),
          () -> VectorEnv.of(() -> new Toy(actions), 3));
    }
  }
}
