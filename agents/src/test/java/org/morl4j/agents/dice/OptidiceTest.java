package org.morl4j.agents.dice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.morl4j.agents.Toy;
import org.morl4j.agents.dice.Optidice.Options;
import org.morl4j.agents.dice.RatioOptions.Extraction;
import org.morl4j.agents.implicit.Bandit;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.RowShape;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;
import org.morl4j.nn.Backends;
import org.morl4j.testkit.LearnerContract;

/** OptiDICE's losses by hand and by differences, its ratios on a chain, what it finds. */
class OptidiceTest {
  private static final Options SMALL =
      Options.DEFAULT
          .withLearningRate(3e-3)
          .withHidden(16, 16)
          .withGamma(0.5)
          .withBatch(32)
          .withTemperature(new TemperatureOptions.Fixed(0));

  private static StartValue value(int... hidden) {
    Mlps mlps =
        new Mlps(
            Backends.named("fused"),
            MlpOptions.DEFAULT.withHidden(hidden),
            new RowShape(hidden.length == 0 ? 1 : 2, 1, 0, 1),
            new Rng(6));
    return new StartValue(mlps, 0, true);
  }

  private static final StartValue.Rows ROWS =
      new StartValue.Rows(
          new float[] {0.3f, -0.7f, 1.2f},
          new float[] {-0.2f, 0.9f, 0.4f},
          new float[] {0.5f, -1, 2},
          new float[] {0.9f, 0, 0.9f},
          new float[] {1, 2, 0.5f});

  /** dL by the parameters of V, and by the absorbing state's value, which comes last. */
  @ParameterizedTest
  @EnumSource(FDivergence.class)
  void theGradientIsTheTrueOne(FDivergence divergence) {
    DualForm form = new DualForm.Regularised(divergence, 0.8, 0.1);
    float[] starts = {0.1f, -0.4f};
    StartValue stepped = value();
    State start = new State();
    stepped.parts().saveValues(start);
    float[] parameters = start.floats("network.parameters");
    parameters[parameters.length - 1] = 0.6f;
    State moved = new State();
    moved.put("network.parameters", parameters);
    stepped.parts().start(moved);
    stepped.step(form, ROWS, 3, starts, 0.9, 0);
    double h = 1e-3;
    for (int i = 0; i < parameters.length; i++) {
      double sum = 0;
      for (int sign : new int[] {1, -1}) {
        float[] other = parameters.clone();
        other[i] += (float) (sign * h);
        State state = new State();
        state.put("network.parameters", other);
        StartValue value = value();
        value.parts().start(state);
        sum += sign * value.step(form, ROWS, 3, starts, 0.9, 0);
      }
      assertThat((double) stepped.gradient()[i])
          .as("parameter %d of %d", i, parameters.length)
          .isCloseTo(sum / (2 * h), within(3e-3));
    }
    assertThat(stepped.gradient()[parameters.length - 1]).isNotZero();
  }

  /**
   * From state 0 two actions lead to state 1 with rewards 0 and 1; there two actions end the
   * episode likewise. Two rows each, gamma 1/2, and an absorbing row beside each end. The ratios
   * are visits: half of them in state 0, a quarter in state 1, a quarter absorbed.
   */
  @Test
  void ratiosOnAChainAreVisits() {
    StartValue value = value(new int[] {16});
    StartValue.Rows rows =
        new StartValue.Rows(
            new float[] {1, 0, 1, 0, 0, 1, 0, 1},
            new float[] {0, 1, 0, 1, 0, 0, 0, 0},
            new float[] {0, 1, 0, 1},
            new float[] {0.5f, 0.5f, 0, 0},
            null);
    var form = new DualForm.Regularised(FDivergence.SOFT_CHI_SQUARE, 1, 0);
    for (int i = 0; i < 6000; i++) {
      value.step(form, rows, 4, new float[] {1, 0}, 0.5, 3e-3);
    }
    float[] ratio = new float[6];
    form.ratios(value.last(), 6, 100, ratio);
    assertThat((ratio[0] + ratio[1]) / 6.0).isCloseTo(0.5, within(5e-3));
    assertThat((ratio[2] + ratio[3]) / 6.0).isCloseTo(0.25, within(5e-3));
    assertThat((ratio[4] + ratio[5]) / 6.0).isCloseTo(0.25, within(5e-3));
    assertThat(value.slopeSum()).isCloseTo(1, within(5e-3));
    assertThat(ratio[1]).isGreaterThan(1.2f * ratio[0]);
    assertThat(ratio[3]).isGreaterThan(1.2f * ratio[2]);
  }

  /** alpha 2, lambda 0.5; w of pairs 0.5 - 2 and 2.5 is e^-1 and 2, f 0.264241 and 0.5. */
  @Test
  void pairLossesByHand() {
    var form = new DualForm.Regularised(FDivergence.SOFT_CHI_SQUARE, 2, 0.5);
    float[] pair = {-1.5f, 2.5f};
    float[] e = {1, 2};
    float[] slope = new float[2];
    // (2 * 0.264241 - 0.367879 * 0.5 + 2 * 0.5 - 2 * 1.5) / 2
    assertThat(PairFit.MINIMAX.evaluate(form, pair, e, null, slope))
        .isCloseTo(-0.827_729, within(1e-5));
    // w' / alpha (pair - e) / 2: 0.367879 / 2 * -2.5 / 2 and 1 / 2 * 0.5 / 2
    assertThat(slope).containsExactly(new float[] {-0.229_925f, 0.125f}, within(1e-5f));
    // (6.25 + 0.25) / 2
    assertThat(PairFit.SQUARED.evaluate(form, pair, e, null, slope)).isCloseTo(3.25, within(1e-5));
    assertThat(slope).containsExactly(new float[] {-2.5f, 0.5f}, within(1e-5f));
  }

  @ParameterizedTest
  @EnumSource(PairFit.class)
  void pairSlopesAreThoseOfTheLoss(PairFit fit) {
    var form = new DualForm.Regularised(FDivergence.SOFT_CHI_SQUARE, 0.7, 0.2);
    float[] pair = {-0.8f, 0.1f, 1.3f};
    float[] e = {0.4f, -0.5f, 1};
    float[] weight = {1, 2, 0.5f};
    float[] slope = new float[3];
    fit.evaluate(form, pair, e, weight, slope);
    double h = 1e-3;
    for (int i = 0; i < 3; i++) {
      float[] up = pair.clone();
      float[] down = pair.clone();
      up[i] += (float) h;
      down[i] -= (float) h;
      double difference =
          fit.evaluate(form, up, e, weight, new float[3])
              - fit.evaluate(form, down, e, weight, new float[3]);
      assertThat((double) slope[i]).isCloseTo(difference / (2 * h), within(1e-3));
    }
  }

  /** x -1 and 1: log w -1 and log 2; ((0.2 * 3 + 1) + (0.2 * -1 - 0.693147)) / 2. */
  @Test
  void theProjectionsLossByHand() {
    var form = new DualForm.Regularised(FDivergence.SOFT_CHI_SQUARE, 2, 0.5);
    float[] slope = new float[2];
    var draws = new RatioProjection.Draws(new float[] {-1.5f, 2.5f}, new float[] {3, -1}, 0.2);
    assertThat(RatioProjection.loss(form, draws, null, slope)).isCloseTo(0.353_426, within(1e-5));
    // -1 / 2 / 2 and -(1 / 2) / 2 / 2
    assertThat(slope).containsExactly(new float[] {-0.25f, -0.125f}, within(1e-6f));
  }

  /** The gain is 1 - (a - 0.5)^2 and the loss noise; cloning gives 0. */
  @ParameterizedTest
  @EnumSource(Extraction.class)
  void betterActionsCountMoreAndOtherSignalsNot(Extraction extraction) {
    Options options =
        SMALL.withExtraction(extraction).withRatios(RatioOptions.DEFAULT.withAlpha(0.1));
    assertThat(greedyAction(options)).isBetween(0.25, 0.65);
    RatioOptions plain = options.ratios().withNormalised(false).withFit(PairFit.SQUARED);
    assertThat(greedyAction(options.withRatios(plain))).isBetween(0.25, 0.65);
  }

  private static double greedyAction(Options options) {
    EnvSpec spec = Bandit.spec(Box.of(1, -1, 1, Dtype.FLOAT64));
    Signals signals = options.signals(spec);
    Learner<?> learner = options.factory().create(new Setup(spec, signals, 1500, new SeedTree(3)));
    Mixture criterion = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
    Rng rng = new Rng(5);
    learner.prepare(TransitionTable.of("steps", List.of(Bandit.batch(signals, rng))));
    for (int update = 0; update < 1500; update++) {
      learner.update(Bandit.batch(signals, rng), criterion);
    }
    double[] act = new double[1];
    learner
        .policy()
        .actor(1, Mode.EXPLOIT, new SeedTree(1).generators(1))
        .act(new double[1], null, act, null);
    return act[0];
  }

  @Test
  void itKeepsTheLearnersContract() {
    check(SMALL, Box.of(2, -2, 2, Dtype.FLOAT32));
    check(
        SMALL.withTemperature(TemperatureOptions.Learned.DEFAULT).withPreference(true),
        Box.of(2, -2, 2, Dtype.FLOAT32));
    check(SMALL.withExtraction(Extraction.LIKELIHOOD), new Discrete(3));
  }

  private static void check(Options options, Space actions) {
    Toy toy = new Toy(actions);
    LearnerContract.check(
        options.factory(),
        toy.spec(),
        options.signals(toy.spec()),
        () -> VectorEnv.of(() -> new Toy(actions), 3));
  }

  @Test
  void aProjectionOfNumberedActionsIsRefused() {
    Toy toy = new Toy(new Discrete(3));
    Setup setup = new Setup(toy.spec(), SMALL.signals(toy.spec()), 10, new SeedTree(1));
    assertThatThrownBy(() -> SMALL.factory().create(setup))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("agent.extraction is projection, but test:toy has the action space")
        .hasMessageEndingWith("Maybe set it to likelihood.");
  }
}
