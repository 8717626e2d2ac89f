package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.Toy;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.constraints.LossHandler;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.MultiBinary;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;
import org.morl4j.core.train.Evaluator;
import org.morl4j.core.train.Trainer;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Dl4j;
import org.morl4j.nn.head.HeadOptions;
import org.morl4j.nn.head.HeadOptions.Gaussian;
import org.morl4j.testkit.Corridor;
import org.morl4j.testkit.LearnerContract;
import org.morl4j.testkit.SumOfObjectives;
import org.nd4j.linalg.factory.Nd4j;

class PpoTest {
  private static final Box BOX = Box.of(2, -2, 2, Dtype.FLOAT32);

  /** Small, quick settings to change one at a time. */
  private static Ppo.Options options(
      int rolloutLength, int epochs, int minibatch, double rate, boolean anneal, double targetKl) {
    Ppo.Options d = Ppo.Options.DEFAULT;
    return new Ppo.Options(
        rolloutLength,
        epochs,
        minibatch,
        d.clip(),
        rate,
        anneal,
        0.95,
        d.gaeLambda(),
        d.entropy(),
        d.valueCoefficient(),
        d.maxGradientNorm(),
        targetKl,
        List.of(16),
        Activation.TANH,
        true,
        true,
        HeadOptions.DEFAULT,
        ScalarHead.Options.DEFAULT);
  }

  /** A learner at work on an environment with two rows. */
  private static final class Training {
    final VectorEnv env;
    final Signals signals;
    final Ppo ppo;
    final Trainer trainer;

    Training(
        Ppo.Options options,
        Supplier<? extends Environment> envs,
        long updates,
        @Nullable Criterion criterion) {
      env = VectorEnv.of(envs, 2);
      signals = options.signals(env.spec());
      ppo = new Ppo(options, env.spec(), signals, updates, new SeedTree(5));
      Criterion mixing = criterion == null ? new SumOfObjectives(signals) : criterion;
      trainer = new Trainer(env, ppo, mixing, signals, 1_000_000, new SeedTree(6));
    }

    Ppo.Losses advance() {
      return (Ppo.Losses) trainer.advance();
    }

    long adamSteps() {
      State state = new State();
      ppo.save(state);
      return state.scalarLong("adam.steps");
    }
  }

  private static Supplier<Corridor> corridor() {
    return () -> new Corridor(6, 30, 0.1);
  }

  @Test
  void keepsTheLearnersContract() {
    EnvSpec spec = new Corridor(6, 9, 0.1).spec();
    Ppo.Options options = options(16, 2, 8, 1e-3, true, 0);
    LearnerContract.check(
        options.factory(),
        spec,
        options.signals(spec),
        () -> VectorEnv.of(() -> new Corridor(6, 9, 0.1), 2));
  }

  private static Ppo.Options withoutObsMoments(Ppo.Options o) {
    return new Ppo.Options(
        o.rolloutLength(),
        o.epochs(),
        o.minibatch(),
        o.clip(),
        o.learningRate(),
        o.annealLearningRate(),
        o.gamma(),
        o.gaeLambda(),
        o.entropy(),
        o.valueCoefficient(),
        o.maxGradientNorm(),
        o.targetKl(),
        o.hidden(),
        o.activation(),
        false,
        o.normalizeReturns(),
        o.head(),
        o.valueHead());
  }

  @Test
  void firstRatioIsExactlyOne() {
    // 16 rows are few enough for acting and learning to run the same kernel.
    Ppo.Options small = withoutObsMoments(options(8, 1, 16, 1e-2, false, 0));
    Training training = new Training(small, corridor(), 9, null);
    for (int update = 0; update < 4; update++) {
      Ppo.Losses losses = training.advance();
      assertThat(losses.kl()).isZero();
      assertThat(losses.clipFraction()).isZero();
      assertThat(losses.policy()).isCloseTo(0, within(1e-6)); // minus the mean standardised A
    }
    Ppo.Options large = withoutObsMoments(options(64, 1, 128, 1e-2, false, 0));
    training = new Training(large, corridor(), 9, null);
    training.advance();
    assertThat(training.advance().kl()).isBetween(0.0, 1e-10);
  }

  @Test
  void actsNextWithTheMomentsItWasTrainedWith() {
    Training training = new Training(options(8, 3, 8, 1e-2, false, 0), corridor(), 9, null);
    training.advance();
    // All of the 16 rows that this update learns from are in, so 16 + 16.
    training.advance();
    State state = new State();
    ((NetworkPolicy) training.ppo.policy()).save(state);
    assertThat(state.child("obs").scalarDouble("count")).isEqualTo(32);
    // The moments' change alone moves the policy only a little.
    Training still = new Training(options(64, 1, 128, 1e-3, false, 0), corridor(), 9, null);
    for (int update = 0; update < 5; update++) {
      still.advance();
    }
    assertThat(still.advance().kl()).isBetween(0.0, 1e-4);
  }

  @Test
  void rateFallsLinearlyOverTheUpdates() {
    Training training = new Training(options(4, 1, 8, 0.08, true, 0), corridor(), 4, null);
    for (double expected : new double[] {0.08, 0.06, 0.04, 0.02, 0, 0}) {
      assertThat(training.advance().learningRate()).isCloseTo(expected, within(1e-15));
    }
  }

  @Test
  void everyRowIsUsedOnceAnEpochInEvenSteps() {
    // 42 rows in steps of at most 20: three of 14 each, no rest of 2.
    Training training = new Training(options(21, 5, 20, 1e-3, false, 0), corridor(), 1, null);
    training.advance();
    assertThat(training.adamSteps()).isEqualTo(5 * 3);
  }

  @Test
  void largeKlEndsTheRolloutsEpochs() {
    Training free = new Training(options(20, 8, 10, 0.03, false, 0), corridor(), 1, null);
    assertThat(free.advance().kl()).isGreaterThan(1e-3);
    assertThat(free.adamSteps()).isEqualTo(8 * 4);
    Training bound = new Training(options(20, 8, 10, 0.03, false, 1e-3), corridor(), 1, null);
    bound.advance();
    assertThat(bound.adamSteps()).isLessThan(8 * 4).isGreaterThanOrEqualTo(4);
  }

  @Test
  void oneRowIsEnough() {
    Ppo.Options options = options(1, 1, 4, 1e-3, false, 0);
    VectorEnv env = VectorEnv.of(corridor(), 1);
    Signals signals = options.signals(env.spec());
    Ppo ppo = new Ppo(options, env.spec(), signals, 1, new SeedTree(5));
    Trainer trainer =
        new Trainer(env, ppo, new SumOfObjectives(signals), signals, 1_000_000, new SeedTree(6));
    Ppo.Losses losses = (Ppo.Losses) trainer.advance();
    assertThat(losses.policy()).isZero();
    assertThat(losses.value()).isFinite();
  }

  static Stream<Arguments> actionSpaces() {
    return Stream.of(
        Arguments.of(new Discrete(3, 1), Gaussian.STATE_INDEPENDENT),
        Arguments.of(new MultiDiscrete(List.of(2, 3)), Gaussian.STATE_INDEPENDENT),
        Arguments.of(new MultiBinary(3), Gaussian.STATE_INDEPENDENT),
        Arguments.of(BOX, Gaussian.STATE_INDEPENDENT),
        Arguments.of(BOX, Gaussian.STATE_DEPENDENT),
        Arguments.of(BOX, Gaussian.SQUASHED));
  }

  @ParameterizedTest
  @MethodSource("actionSpaces")
  void everyActionSpaceLearns(Space space, Gaussian gaussian) {
    Ppo.Options o = options(64, 10, 32, 5e-3, false, 0);
    Ppo.Options options =
        new Ppo.Options(
            o.rolloutLength(),
            o.epochs(),
            o.minibatch(),
            o.clip(),
            o.learningRate(),
            false,
            0.5,
            o.gaeLambda(),
            1e-3,
            o.valueCoefficient(),
            o.maxGradientNorm(),
            0,
            o.hidden(),
            o.activation(),
            true,
            true,
            new HeadOptions(gaussian, 0, -20, 2),
            ScalarHead.Options.DEFAULT);
    VectorEnv env = VectorEnv.of(() -> new Toy(space), 2);
    Signals signals = options.signals(env.spec());
    Ppo ppo = new Ppo(options, env.spec(), signals, 40, new SeedTree(5));
    Criterion hitOnly = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
    Trainer trainer = new Trainer(env, ppo, hitOnly, signals, 1_000_000, new SeedTree(6));
    Evaluator evaluator =
        new Evaluator(VectorEnv.of(() -> new Toy(space), 2), Signals.of(env.spec(), 1, 1), 20);
    for (int update = 0; update < 40; update++) {
      Ppo.Losses losses = (Ppo.Losses) trainer.advance();
      assertThat(losses.gradientNorm()).isFinite().isPositive();
      assertThat(losses.kl()).isGreaterThanOrEqualTo(0);
    }
    // Four steps at a distance of 1/2 on average would be -2. Discrete(3, 1) can't play 0, so half
    // its targets are missed by 1 at best.
    double best = space instanceof Discrete ? -2 : 0;
    Returns returns = evaluator.evaluate(ppo.policy(), new SeedTree(7));
    assertThat(returns.mean().get(0)).isBetween(best - 0.8, best + 0.8);
  }

  @Test
  void findsTheOptimumOfACorridor() {
    Supplier<Corridor> envs = () -> new Corridor(8, 40);
    Training training = new Training(options(128, 10, 64, 3e-3, false, 0), envs, 30, null);
    for (int update = 0; update < 30; update++) {
      training.advance();
    }
    Signals undiscounted = Signals.of(training.env.spec(), 1, 1);
    Returns returns =
        new Evaluator(VectorEnv.of(envs, 1), undiscounted, 1)
            .evaluate(training.ppo.policy(), new SeedTree(8));
    // Seven steps to the goal, none against the wall.
    assertThat(returns.mean()).isEqualTo(Vec.of(1, -7, 0));
  }

  @Test
  void trainedPolicyIsAMultiLayerNetworkToo() {
    Training training = new Training(options(32, 4, 32, 1e-2, false, 0), corridor(), 3, null);
    for (int update = 0; update < 3; update++) {
      training.advance();
    }
    NetworkPolicy policy = (NetworkPolicy) training.ppo.snapshot().policy();
    MultiLayerNetwork theirs = Dl4j.toMultiLayerNetwork(policy.network());
    float[] obs = {0, 3, 2, 7, 5, 1};
    policy.normalize(obs, 3, obs);
    float[] expected =
        theirs.output(Nd4j.createFromArray(obs).reshape(3, 2)).ravel().toFloatVector();
    float[] actual = policy.network().forward(obs, 3);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
    }
    assertThat(theirs.numParams()).isEqualTo(policy.network().parameterCount());
  }

  /** Gives NaN for its first reward from the third step on. */
  private static final class Poisoned implements Environment {
    private final Toy toy = new Toy(new Discrete(2));
    private int steps;

    @Override
    public EnvSpec spec() {
      return toy.spec();
    }

    @Override
    public double[] reset(long seed) {
      return toy.reset(seed);
    }

    @Override
    public Step step(double[] act) {
      Step step = toy.step(act);
      steps++;
      double[] reward = {step.reward()[0], steps < 3 ? step.reward()[1] : Double.NaN};
      return new Step(step.obs(), reward, step.cost(), step.terminated(), step.truncated());
    }
  }

  @Test
  void rewardThatIsNotANumberIsRefusedBeforeItIsLearnt() {
    Training training = new Training(options(4, 1, 8, 1e-3, false, 0), Poisoned::new, 1, null);
    assertThatThrownBy(training::advance)
        .isInstanceOf(EnvException.class)
        .hasMessageContaining("reward[1] = NaN")
        .hasMessageContaining("Maybe");
  }

  private static final class BrokenPenalty implements LossHandler {
    @Override
    public double penalty(double[] surrogate, double[] unit, double[] gradient) {
      gradient[0] = Double.NaN;
      return Double.NaN;
    }

    @Override
    public void tick(Clock clock, Returns returns) {}

    @Override
    public void save(State out) {}

    @Override
    public void restore(State in) {}
  }

  @Test
  void lossThatIsNotFiniteStopsBeforeTheStep() {
    Training sound = new Training(options(4, 1, 8, 1e-3, false, 0), corridor(), 1, null);
    Criterion broken =
        new Mixture(Mixer.weightedSum(Vec.of(1, 1, 0)), List.of(new BrokenPenalty()));
    Training training = new Training(options(4, 1, 8, 1e-3, false, 0), corridor(), 1, broken);
    assertThatThrownBy(training::advance)
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("PPO update 0")
        .hasMessageContaining("penalty NaN")
        .hasMessageContaining("Maybe lower agent.learningRate");
    assertThat(training.adamSteps()).isZero();
    assertThat(parameters(training)).isEqualTo(parameters(sound));
  }

  private static float[] parameters(Training training) {
    NetworkPolicy policy = (NetworkPolicy) training.ppo.policy();
    float[] parameters = new float[policy.network().parameterCount()];
    policy.network().getParameters(parameters, 0);
    return parameters;
  }

  @Test
  void optionsSayWhatIsAllowed() {
    assertThatThrownBy(() -> options(4, 0, 8, 1e-3, false, 0))
        .hasMessage("epochs is 0, but must be at least 1.");
    assertThatThrownBy(() -> options(4, 1, 8, -1e-3, false, 0))
        .hasMessageContaining("learningRate is -0.001, but must be positive");
  }
}
