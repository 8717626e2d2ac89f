package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.agents.Toy;
import org.morl4j.agents.policy.NetworkPolicy;
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
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.MultiBinary;
import org.morl4j.core.space.MultiDiscrete;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;
import org.morl4j.core.train.Trainer;
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
  private static Ppo.Options options(int rolloutLength, Ppo.Steps steps) {
    return new Ppo.Options(
        new RolloutOptions(rolloutLength, 0.95, 0.95),
        Ppo.Terms.DEFAULT,
        steps,
        ActorCriticOptions.DEFAULT.withHidden(16));
  }

  private static Ppo.Options with(Ppo.Terms terms, Ppo.Options o) {
    return new Ppo.Options(o.rollout(), terms, o.steps(), o.networks());
  }

  private static Ppo.Options options(int rolloutLength, int epochs, int minibatch, double rate) {
    return options(rolloutLength, new Ppo.Steps(epochs, minibatch, rate, false, 0.5));
  }

  private static OnPolicyTraining training(Ppo.Options options, long updates) {
    return new OnPolicyTraining(options, corridor(), updates, null);
  }

  private static Ppo.Losses advance(OnPolicyTraining training) {
    return (Ppo.Losses) training.advance();
  }

  private static long adamSteps(OnPolicyTraining training) {
    return training.state().scalarLong("networks.adam.steps");
  }

  private static Supplier<Corridor> corridor() {
    return () -> new Corridor(6, 30, 0.1);
  }

  @Test
  void keepsTheLearnersContract() {
    EnvSpec spec = new Corridor(6, 9, 0.1).spec();
    Ppo.Options options = options(16, new Ppo.Steps(2, 8, 1e-3, true, 0.5));
    LearnerContract.check(
        options.factory(),
        spec,
        options.signals(spec),
        () -> VectorEnv.of(() -> new Corridor(6, 9, 0.1), 2));
  }

  @Test
  void keepsTheLearnersContractWithAnAnchor() {
    EnvSpec spec = new Corridor(6, 9, 0.1).spec();
    Ppo.Options options =
        with(new Ppo.Terms(PolicyLoss.Focops.DEFAULT, 0.2, 0, 0, 0.5), options(16, 2, 8, 1e-3));
    LearnerContract.check(
        options.factory(),
        spec,
        options.signals(spec),
        () -> VectorEnv.of(() -> new Corridor(6, 9, 0.1), 2));
  }

  private static Ppo.Options withoutObsMoments(Ppo.Options o) {
    return new Ppo.Options(
        o.rollout(), o.terms(), o.steps(), o.networks().withNormalized(false, true));
  }

  @Test
  void firstRatioIsExactlyOne() {
    // 16 rows are few enough for acting and learning to run the same kernel.
    OnPolicyTraining training = training(withoutObsMoments(options(8, 1, 16, 1e-2)), 9);
    for (int update = 0; update < 4; update++) {
      Ppo.Losses losses = advance(training);
      assertThat(losses.kl()).isZero();
      assertThat(losses.clipFraction()).isZero();
      assertThat(losses.policy()).isCloseTo(0, within(1e-6)); // minus the mean standardised A
    }
    training = training(withoutObsMoments(options(64, 1, 128, 1e-2)), 9);
    advance(training);
    assertThat(advance(training).kl()).isBetween(0.0, 1e-10);
  }

  @Test
  void actsNextWithTheMomentsItWasTrainedWith() {
    OnPolicyTraining training = training(options(8, 3, 8, 1e-2), 9);
    advance(training);
    // All of the 16 rows that this update learns from are in, so 16 + 16.
    advance(training);
    State state = new State();
    training.policy().save(state);
    assertThat(state.child("obs").scalarDouble("count")).isEqualTo(32);
    // The moments' change alone moves the policy only a little.
    OnPolicyTraining still = training(options(64, 1, 128, 1e-3), 9);
    for (int update = 0; update < 5; update++) {
      advance(still);
    }
    assertThat(advance(still).kl()).isBetween(0.0, 1e-4);
  }

  @Test
  void rateFallsLinearlyOverTheUpdates() {
    OnPolicyTraining training = training(options(4, new Ppo.Steps(1, 8, 0.08, true, 0.5)), 4);
    for (double expected : new double[] {0.08, 0.06, 0.04, 0.02, 0, 0}) {
      assertThat(advance(training).learningRate()).isCloseTo(expected, within(1e-15));
    }
  }

  @Test
  void everyRowIsUsedOnceAnEpochInEvenSteps() {
    // 42 rows in steps of at most 20: three of 14 each, no rest of 2.
    OnPolicyTraining training = training(options(21, 5, 20, 1e-3), 1);
    advance(training);
    assertThat(adamSteps(training)).isEqualTo(5 * 3);
    Minibatches minibatches = new Minibatches(20, new Rng(1));
    int[] rows = Minibatches.rows(41);
    List<int[]> first = minibatches.pass(rows);
    assertThat(first).extracting(piece -> piece.length).containsExactly(13, 14, 14);
    assertThat(first.stream().flatMapToInt(Arrays::stream).sorted().toArray())
        .isEqualTo(Minibatches.rows(41));
    assertThat(minibatches.pass(rows)).isNotEqualTo(first);
  }

  @Test
  void largeKlEndsTheRolloutsEpochs() {
    OnPolicyTraining free = training(options(20, 8, 10, 0.03), 1);
    assertThat(advance(free).kl()).isGreaterThan(1e-3);
    assertThat(adamSteps(free)).isEqualTo(8 * 4);
    OnPolicyTraining bound =
        training(
            with(new Ppo.Terms(PolicyLoss.CLIP, 0.2, 1e-3, 0, 0.5), options(20, 8, 10, 0.03)), 1);
    advance(bound);
    assertThat(adamSteps(bound)).isLessThan(8 * 4).isGreaterThanOrEqualTo(4);
  }

  @Test
  void oneRowIsEnough() {
    Ppo.Options options = options(1, 1, 4, 1e-3);
    VectorEnv env = VectorEnv.of(corridor(), 1);
    Signals signals = options.signals(env.spec());
    SeedTree seeds = new SeedTree(5);
    Learner<?> ppo = options.factory().create(new Setup(env.spec(), signals, 1, seeds));
    Trainer trainer =
        new Trainer(env, ppo, new SumOfObjectives(signals), signals, 1_000_000, seeds);
    Ppo.Losses losses = (Ppo.Losses) trainer.advance();
    assertThat(losses.policy()).isZero();
    assertThat(losses.value()).isFinite();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 3, 30})
  void klPenaltyHoldsThePolicyBack(double coefficient) {
    Ppo.Terms terms = new Ppo.Terms(new PolicyLoss.Kl(coefficient), 0.2, 0, 0, 0.5);
    double weak = kl(terms);
    double strong = kl(new Ppo.Terms(new PolicyLoss.Kl(10 * coefficient), 0.2, 0, 0, 0.5));
    assertThat(strong).isLessThan(weak).isPositive();
  }

  private static double kl(Ppo.Terms terms) {
    return advance(training(with(terms, options(64, 100, 128, 0.001)), 1)).kl();
  }

  @Test
  void focopsRowsStopNearTheirBound() {
    // Nothing pulls a row on that is beyond 0.01, though the ratio's clip would let it go.
    Ppo.Terms terms = new Ppo.Terms(new PolicyLoss.Focops(0.01, 0.01), 0.2, 0, 0, 0.5);
    Ppo.Terms free = new Ppo.Terms(new PolicyLoss.Focops(0.01, 9), 0.2, 0, 0, 0.5);
    assertThat(kl(terms)).isBetween(0.005, 0.04);
    assertThat(kl(free)).isGreaterThan(0.1);
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
    Ppo.Options options =
        new Ppo.Options(
            new RolloutOptions(64, 0.5, 0.95),
            new Ppo.Terms(PolicyLoss.CLIP, 0.2, 0, 1e-3, 0.5),
            new Ppo.Steps(10, 32, 5e-3, false, 0.5),
            ActorCriticOptions.DEFAULT
                .withHidden(16)
                .withHead(new HeadOptions(gaussian, 0, -20, 2)));
    Criterion hitOnly = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
    OnPolicyTraining training = new OnPolicyTraining(options, () -> new Toy(space), 40, hitOnly);
    for (int update = 0; update < 40; update++) {
      Ppo.Losses losses = advance(training);
      assertThat(losses.gradientNorm()).isFinite().isPositive();
      assertThat(losses.kl()).isGreaterThanOrEqualTo(0);
    }
    // Four steps at a distance of 1/2 on average would be -2. Discrete(3, 1) can't play 0, so half
    // its targets are missed by 1 at best.
    double best = space instanceof Discrete ? -2 : 0;
    assertThat(training.returns(20).mean().get(0)).isBetween(best - 0.8, best + 0.8);
  }

  @Test
  void findsTheOptimumOfACorridor() {
    OnPolicyTraining training =
        new OnPolicyTraining(options(128, 10, 64, 3e-3), () -> new Corridor(8, 40), 30, null);
    for (int update = 0; update < 30; update++) {
      advance(training);
    }
    // Seven steps to the goal, none against the wall.
    assertThat(training.returns(2).mean()).isEqualTo(Vec.of(1, -7, 0));
  }

  @Test
  void trainedPolicyIsAMultiLayerNetworkToo() {
    OnPolicyTraining training = training(options(32, 4, 32, 1e-2), 3);
    for (int update = 0; update < 3; update++) {
      advance(training);
    }
    NetworkPolicy policy = (NetworkPolicy) training.learner.snapshot().policy();
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
    OnPolicyTraining training =
        new OnPolicyTraining(options(4, 1, 8, 1e-3), Poisoned::new, 1, null);
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
  void lossThatIsNotFiniteIsRefused() {
    Criterion broken =
        new Mixture(Mixer.weightedSum(Vec.of(1, 1, 0)), List.of(new BrokenPenalty()));
    OnPolicyTraining training = new OnPolicyTraining(options(4, 1, 8, 1e-3), corridor(), 1, broken);
    assertThatThrownBy(training::advance)
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("Update 0: a loss or its gradient is not finite")
        .hasMessageContaining("penalty=NaN")
        .hasMessageContaining("Maybe lower agent.learningRate");
  }

  @Test
  void optionsSayWhatIsAllowed() {
    assertThatThrownBy(() -> options(4, 0, 8, 1e-3))
        .hasMessage("epochs is 0, but must lie between 1 and 10000.");
    assertThatThrownBy(() -> options(4, 1, 8, -1e-3))
        .hasMessageContaining("learningRate is -0.001, but must lie above 0");
    assertThatThrownBy(() -> new Ppo.Terms(PolicyLoss.CLIP, 1, 0, 0, 0.5))
        .hasMessageContaining("clip is 1");
    assertThatThrownBy(() -> ActorCriticOptions.DEFAULT.withHidden(0))
        .hasMessage("hidden[0] is 0, but must lie between 1 and 8192.");
  }
}
