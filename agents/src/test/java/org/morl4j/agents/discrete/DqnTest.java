package org.morl4j.agents.discrete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.GradientLearner;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;

/** One update by hand: linear networks of one feature, two actions. */
class DqnTest {
  private static final float[] ONLINE = {1, 2, 0, -1}; // Q = x, 2x - 1
  private static final float[] TARGET = {0, 1, 3, 0}; // Q = 3, x
  private static final ReplayOptions REPLAY =
      ReplayOptions.DEFAULT
          .withCapacity(100)
          .withBatch(2)
          .withWarmup(0)
          .withStorage(ReplayOptions.Storage.HEAP);

  static Dqn.Options options(
      boolean doubleQ, int targetEvery, double polyak, ValueHeadOptions head) {
    return new Dqn.Options(
        new DqnSettings(
            REPLAY,
            0.5,
            new DqnSettings.Step(1e-3, 1e-8, 0),
            new DqnSettings.Target(targetEvery, polyak, doubleQ),
            new Exploration(1, 0.2, 0.5),
            new DqnSettings.Shape(List.of(), Activation.RELU, false)),
        head);
  }

  private static EnvSpec spec(Space actions, List<String> costs) {
    return new EnvSpec(
        "test:line",
        Box.of(1, -9, 9, Dtype.FLOAT64),
        actions,
        List.of("gain"),
        costs,
        10,
        null,
        null,
        "agents");
  }

  /** A learner whose target network is another one. */
  private static GradientLearner<Dqn.Losses> dqn(
      Dqn.Options options, List<String> costs, float[] online, float[] target) {
    EnvSpec spec = spec(new Discrete(2, 5), costs);
    GradientLearner<Dqn.Losses> dqn = learner(options, spec);
    State state = new State();
    dqn.save(state);
    state.put("network.parameters", online);
    state.put("network.target", target);
    dqn.restore(state);
    return dqn;
  }

  private static GradientLearner<Dqn.Losses> learner(Dqn.Options options, EnvSpec spec) {
    Setup setup = new Setup(spec, options.signals(spec), 10, new SeedTree(1));
    return new GradientLearner<>(options.requirements(), new Dqn(options, setup));
  }

  /** Two transitions: at 1 action 1 to 2, and at 2 action 0 to the end. */
  private static Batch batch(Signals signals, double[] reward, double[] cost) {
    return new Batch(
        signals,
        new int[] {0, 1, 2},
        new float[] {1, 2},
        new float[] {2, 0},
        new double[] {6, 5},
        reward,
        cost,
        new boolean[] {false, true},
        new boolean[] {false, false},
        new int[] {1, 1});
  }

  private static Batch batch() {
    EnvSpec spec = spec(new Discrete(2, 5), List.of());
    return batch(Signals.of(spec, 0.5, 1), new double[] {1, -1}, new double[0]);
  }

  private static Criterion weights(double... weights) {
    return new Mixture(Mixer.weightedSum(Vec.of(weights)), List.of());
  }

  private static Dqn.Losses update(Dqn.Options options, @Nullable Batch batch) {
    return dqn(options, List.of(), ONLINE, TARGET)
        .update(batch == null ? batch() : batch, weights(1));
  }

  private static final ValueHeadOptions SQUARED = new ScalarHead.Options(0);
  private static final ValueHeadOptions HUBER = new ScalarHead.Options(1);

  @Test
  void targetNetworkChoosesAndValuesWithoutDouble() {
    // Y = 1 + 0.5 max(3, 2) = 2.5 and -1; Q = 1 and 2; TD errors -1.5 and 3.
    Dqn.Losses losses = update(options(false, 9, 1, SQUARED), null);
    assertThat(losses.q()).isCloseTo((1.125 + 4.5) / 2, within(1e-6));
    assertThat(losses.tdError()).isCloseTo(2.25, within(1e-6));
    assertThat(losses.meanQ()).isCloseTo(1.5, within(1e-6));
    losses = update(options(false, 9, 1, HUBER), null);
    assertThat(losses.q()).isCloseTo((1.0 + 2.5) / 2, within(1e-6));
  }

  @Test
  void onlineNetworkChoosesWithDouble() {
    // At 2 the online network holds 2x - 1 best, which the target network values 2: Y = 2.
    Dqn.Losses losses = update(options(true, 9, 1, SQUARED), null);
    assertThat(losses.q()).isCloseTo((0.5 + 4.5) / 2, within(1e-6));
    assertThat(losses.tdError()).isCloseTo(2, within(1e-6));
    // dL/dout = -1/2 at action 1 (x 1), 3/2 at action 0 (x 2): weights 3, -1/2, biases 3/2, -1/2.
    assertThat(losses.gradientNorm()).isCloseTo(Math.sqrt(9 + 0.25 + 2.25 + 0.25), within(1e-5));
    // Clipped errors: -1/2 and 1/2.
    losses = update(options(true, 9, 1, HUBER), null);
    assertThat(losses.gradientNorm()).isCloseTo(Math.sqrt(1 + 0.25 + 0.25 + 0.25), within(1e-5));
  }

  @Test
  void gradientLandsOnTheActionsTaken() {
    GradientLearner<Dqn.Losses> dqn = dqn(options(true, 9, 1, SQUARED), List.of(), ONLINE, TARGET);
    dqn.update(batch(), weights(1));
    // Adam's first step is the rate against the sign: Q of action 0 falls, that of 1 rises.
    float[] moved = saved(dqn, "network.parameters");
    float[] expected = {1 - 1e-3f, 2 + 1e-3f, -1e-3f, -1 + 1e-3f};
    for (int i = 0; i < moved.length; i++) {
      assertThat(moved[i]).as("parameter %s", i).isCloseTo(expected[i], within(1e-6f));
    }
  }

  @Test
  void gradientIsClippedToItsNorm() {
    DqnSettings d = options(true, 9, 1, SQUARED).settings();
    Dqn.Options clipped =
        new Dqn.Options(
            d.withStep(
                new DqnSettings.Step(
                    d.step().learningRate(),
                    0.01, // an epsilon that lets the gradient's size through
                    0.01)),
            SQUARED);
    GradientLearner<Dqn.Losses> dqn = dqn(clipped, List.of(), ONLINE, TARGET);
    double norm = Math.sqrt(9 + 0.25 + 2.25 + 0.25);
    assertThat(dqn.update(batch(), weights(1)).gradientNorm()).isCloseTo(norm, within(1e-5));
    // The weight's gradient 3 is scaled to 0.01 x 3 / norm, g; the step is rate g / (g + epsilon).
    double g = 0.03 / norm;
    assertThat((double) saved(dqn, "network.parameters")[0])
        .isCloseTo(1 - 1e-3 * g / (g + 0.01), within(2e-7));
  }

  @Test
  void weightsOfRowsCountAndErrorsAreWritten() {
    float[] error = new float[2];
    Batch batch = batch().with(Column.WEIGHT, new float[] {0.5f, 1}).with(Column.TD_ERROR, error);
    Dqn.Losses losses = update(options(true, 9, 1, SQUARED), batch);
    assertThat(losses.q()).isCloseTo((0.25 + 4.5) / 2, within(1e-6));
    assertThat(error).containsExactly(1, 3);
  }

  @Test
  void severalStepsDiscountTheFutureMore() {
    Batch plain = batch();
    Batch threeSteps =
        new Batch(
            plain.signals(),
            new int[] {0, 1},
            plain.obs(),
            plain.nextObs(),
            plain.act(),
            plain.reward(),
            plain.cost(),
            new boolean[1],
            new boolean[] {true}, // a time limit doesn't end the future
            new int[] {3});
    // Y = 1 + 0.125 x 2
    Dqn.Losses losses = update(options(true, 9, 1, SQUARED), threeSteps);
    assertThat(losses.tdError()).isCloseTo(0.25, within(1e-6));
  }

  @Test
  void everySignalHasItsOwnValueAndTheCriterionOnlyChooses() {
    // Outputs (gain, cost) of action 5: (x, 1), of 6: (2x - 1, 4).
    float[] parameters = {1, 0, 2, 0, 0, 1, -1, 4};
    Batch batch =
        batch(
            Signals.of(spec(new Discrete(2, 5), List.of("cost")), 0.5, 1),
            new double[] {1, -1},
            new double[] {2, 0});
    Dqn.Options options = options(true, 9, 1, SQUARED);
    // Gain alone: action 6 at 2, values (3, 4). Y = (2.5, 4), Q = (1, 4). Ended: Y = (-1, 0),
    // Q = (2, 1).
    GradientLearner<Dqn.Losses> dqn = dqn(options, List.of("cost"), parameters, parameters);
    Dqn.Losses losses = dqn.update(batch, weights(1, 0));
    assertThat(losses.q()).isCloseTo((0.5 * 1.5 * 1.5 + 0 + 4.5 + 0.5) / 2, within(1e-6));
    assertThat(losses.tdError()).isCloseTo((1.5 + 0 + 3 + 1) / 2, within(1e-6));
    assertThat(losses.meanQ()).isCloseTo((1 + 2) / 2.0, within(1e-6));
    // Gain less cost: 2 - 1 beats 3 - 4, so action 5 with values (2, 1): Y = (2, 2.5).
    dqn = dqn(options, List.of("cost"), parameters, parameters);
    losses = dqn.update(batch, weights(1, -1));
    assertThat(losses.q()).isCloseTo((0.5 + 0.5 * 1.5 * 1.5 + 4.5 + 0.5) / 2, within(1e-6));
    assertThat(losses.meanQ()).isCloseTo((1 - 4 + 2 - 1) / 2.0, within(1e-6));
    QPolicy policy = (QPolicy) dqn.policy();
    assertThat(policy.weight(0)).isEqualTo(1);
    assertThat(policy.weight(1)).isEqualTo(-1);
  }

  @Test
  void targetNetworkMovesEverySoManyUpdates() {
    GradientLearner<Dqn.Losses> dqn = dqn(options(true, 2, 1, SQUARED), List.of(), ONLINE, TARGET);
    dqn.update(batch(), weights(1));
    assertThat(saved(dqn, "network.target")).isEqualTo(TARGET);
    dqn.update(batch(), weights(1));
    assertThat(saved(dqn, "network.target")).isEqualTo(saved(dqn, "network.parameters"));

    dqn = dqn(options(true, 1, 0.25, SQUARED), List.of(), ONLINE, TARGET);
    dqn.update(batch(), weights(1));
    float[] target = saved(dqn, "network.target");
    float[] online = saved(dqn, "network.parameters");
    for (int i = 0; i < target.length; i++) {
      assertThat(target[i]).isCloseTo(0.75f * TARGET[i] + 0.25f * online[i], within(1e-6f));
    }
  }

  private static float[] saved(GradientLearner<Dqn.Losses> dqn, String name) {
    State state = new State();
    dqn.save(state);
    return state.floats(name);
  }

  @Test
  void epsilonFallsOverItsShareOfTheUpdates() {
    GradientLearner<Dqn.Losses> dqn = dqn(options(true, 9, 1, SQUARED), List.of(), ONLINE, TARGET);
    assertThat(((QPolicy) dqn.policy()).epsilon()).isEqualTo(1);
    // From 1 to 0.2 in half of ten updates.
    for (double expected : new double[] {0.84, 0.68, 0.52, 0.36, 0.2, 0.2, 0.2}) {
      assertThat(dqn.update(batch(), weights(1)).epsilon()).isCloseTo(expected, within(1e-12));
      assertThat(((QPolicy) dqn.policy()).epsilon()).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void lossThatIsNotFiniteIsRefused() {
    GradientLearner<Dqn.Losses> dqn = dqn(options(true, 9, 1, SQUARED), List.of(), ONLINE, TARGET);
    Batch broken = batch(batch().signals(), new double[] {Double.NaN, 0}, new double[0]);
    assertThatThrownBy(() -> dqn.update(broken, weights(1)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("Update 0: a loss or its gradient is not finite")
        .hasMessageContaining("q=NaN")
        .hasMessageContaining("Maybe lower agent.learningRate");
  }

  @Test
  void mixingThatIsNoWeightedSumIsRefused() {
    Criterion uneven =
        new Mixture(
            new Mixer() {
              @Override
              public void mix(
                  float[] values, float @Nullable [] preference, int rows, float[] out) {
                for (int i = 0; i < rows; i++) {
                  out[i] = values[i] * values[i];
                }
              }

              @Override
              public void gradient(
                  float[] values, float @Nullable [] preference, int rows, float[] dValues) {
                for (int i = 0; i < rows; i++) {
                  dValues[i] = 2 * values[i];
                }
              }

              @Override
              public Vec typical() {
                return Vec.of(1);
              }
            },
            List.of());
    GradientLearner<Dqn.Losses> dqn = dqn(options(true, 9, 1, SQUARED), List.of(), ONLINE, TARGET);
    assertThatThrownBy(() -> dqn.update(batch(), uneven))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weighs signals differently from value to value (4.0 and 6.0)")
        .hasMessageContaining("Maybe use fixed weights.");
  }

  @Test
  void otherActionsAreRefused() {
    Dqn.Options options = options(true, 9, 1, SQUARED);
    EnvSpec box = spec(Box.of(1, -1, 1, Dtype.FLOAT32), List.of());
    assertThatThrownBy(() -> learner(options, box))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The action space of test:line is Box")
        .hasMessageContaining("need a Discrete one. Maybe use ppo or sac.");
    GradientLearner<Dqn.Losses> dqn = dqn(options, List.of(), ONLINE, TARGET);
    Batch batch = batch();
    batch.act()[1] = 4;
    assertThatThrownBy(() -> dqn.update(batch, weights(1)))
        .hasMessageContaining("act[1] is 4.0, but must be a whole number from 5 to 6.");
  }

  @Test
  void optionsSayWhatIsAllowed() {
    assertThatThrownBy(() -> options(true, 0, 1, SQUARED))
        .hasMessage("targetEvery is 0, but must lie between 1 and 1e9.");
    assertThatThrownBy(() -> options(true, 1, 0, SQUARED))
        .hasMessageContaining("polyak is 0.0, but must lie above 0");
    assertThatThrownBy(() -> new Exploration(1, 1.5, 0.1))
        .hasMessageContaining("end is 1.5, but must lie between 0 and 1");
    assertThatThrownBy(() -> options(true, 1, 1, QuantileHead.Options.DEFAULT))
        .hasMessageContaining(
            "head pools the distributions of several critics, but DQN has one network")
        .hasMessageContaining("Maybe set head.pool to false");
    assertThatThrownBy(() -> options(true, 1, 1, GaussianHead.Options.DEFAULT))
        .hasMessageContaining(
            "head is gaussian, but DQN serves only scalar, c51, two-hot, hl-gauss and quantile");
    assertThatThrownBy(() -> new ScalarHead.Options(-1))
        .hasMessageContaining("huber is -1.0, but must lie between 0 and 1e12");
  }
}
