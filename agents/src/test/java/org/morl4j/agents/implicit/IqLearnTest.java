package org.morl4j.agents.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.agents.SingleSteps;
import org.morl4j.agents.Toy;
import org.morl4j.agents.implicit.IqLearn.Losses;
import org.morl4j.agents.implicit.IqLearn.Objective;
import org.morl4j.agents.implicit.IqLearn.Options;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;
import org.morl4j.testkit.LearnerContract;

/** IQ-Learn's loss by hand, its gradients by differences, its optimum, and whom it imitates. */
class IqLearnTest {
  private static final Box BOX = Box.of(1, -1, 1, Dtype.FLOAT64);
  private static final Mixture CRITERION = new Mixture(Mixer.weightedSum(Vec.of(1)), List.of());
  private static final Options SMALL =
      Options.DEFAULT
          .withLearningRate(3e-3)
          .withHidden(16, 16)
          .withBatch(32)
          .withGamma(0.9)
          .withObjective(Objective.DEFAULT.withTemperature(0.5));

  private static EnvSpec spec(Space actions) {
    return new EnvSpec(
        "test:iq", BOX, actions, List.of("gain"), List.of(), 9, null, null, "agents");
  }

  /** Without kinks, for differences. */
  private static final Options LINEAR = SMALL.withHidden();

  private static IqLearn learner(Options options, Space actions) {
    EnvSpec spec = spec(actions);
    return new IqLearn(options, new Setup(spec, options.signals(spec), 10, new SeedTree(3)));
  }

  /** Row 1 ends its episode. */
  private static Batch batch(Options options, Space actions) {
    double[] act = actions == BOX ? new double[] {0.2, -0.6, 0.4} : new double[] {2, 0, 1};
    return SingleSteps.of(
        options.signals(spec(actions)),
        new float[] {0.3f, -0.8f, 0.5f},
        new float[] {0.6f, 0.2f, -0.4f},
        act,
        new double[] {7, -3, 5},
        new boolean[] {false, true, false});
  }

  /** r 1 and -0.5 under penalty 0.5, which counts 0.3125: -E[phi' r] + 0.3125. */
  @ParameterizedTest
  @CsvSource({
    "CHI_SQUARE, 0.0625, 0, -0.75",
    "HELLINGER, 1.1875, 0.375, -2.25",
    "KL, 0.540741, 0.316060, -1.074361",
    "JENSEN_SHANNON, 1.373171, 0.387300, -2.596742"
  })
  void lossesByHand(IqDivergence divergence, double loss, double first, double second) {
    float[] slope = new float[2];
    Objective objective = Objective.DEFAULT.withDivergence(divergence);
    assertThat(IqLearn.loss(objective, new float[] {1, -0.5f}, null, slope))
        .isCloseTo(loss, within(1e-5));
    assertThat((double) slope[0]).isCloseTo(first, within(1e-5));
    assertThat((double) slope[1]).isCloseTo(second, within(1e-5));
    // Poles are cut.
    IqLearn.loss(objective.withPenalty(0), new float[] {-50, 0}, null, slope);
    assertThat(-slope[0]).isBetween(0.5f, 50f);
  }

  /** Without a penalty the loss is temperature times -log pi of the expert's actions. */
  @Test
  void itIsCloningPlusAPenalty() {
    Options options = SMALL.withObjective(SMALL.objective().withPenalty(0));
    Discrete three = new Discrete(3);
    IqLearn iq = learner(options, three);
    iq.soft.load(iq.load(batch(options, three), CRITERION));
    double log = 0;
    double square = 0;
    for (int i = 0; i < 3; i++) {
      float q = iq.soft.recorded(0)[i];
      log += (q - iq.soft.values()[i]) / 0.5 / 3;
      float discount = i == 1 ? 0 : 0.9f;
      square += Math.pow(q - discount * iq.soft.nextValues()[i], 2) / 3;
    }
    Losses plain = iq.update(batch(options, three), CRITERION, 0);
    assertThat(plain.critic())
        .isCloseTo(-0.5 * log, within(1e-5))
        .isCloseTo(plain.regret(), within(1e-5));
    Losses penalised = learner(SMALL, three).update(batch(SMALL, three), CRITERION, 0);
    assertThat(penalised.critic()).isCloseTo(-0.5 * log + 0.5 * square, within(1e-5));
  }

  private static void assertGradient(Space actions, String part, float[] gradient) {
    State start = new State();
    learner(LINEAR, actions).parts().saveValues(start);
    float[] parameters = start.floats(part);
    double h = 1e-2;
    double largest = 0;
    for (int i = 0; i < parameters.length; i++) {
      double sum = 0;
      for (int sign : new int[] {1, -1}) {
        State state = new State();
        learner(LINEAR, actions).parts().saveValues(state);
        float[] moved = parameters.clone();
        moved[i] += (float) (sign * h);
        state.put(part, moved);
        IqLearn other = learner(LINEAR, actions);
        other.parts().start(state);
        sum += sign * other.update(batch(LINEAR, actions), CRITERION, 0).critic();
      }
      assertThat((double) gradient[i]).as("parameter %d", i).isCloseTo(sum / (2 * h), within(5e-3));
      largest = Math.max(largest, Math.abs(sum / (2 * h)));
    }
    assertThat(largest).isGreaterThan(0.05);
  }

  @Test
  void theGradientOfLogitsIsThatOfTheLoss() {
    Discrete three = new Discrete(3);
    IqLearn iq = learner(LINEAR, three);
    iq.update(batch(LINEAR, three), CRITERION, 0);
    assertGradient(
        three, "soft.network.network.parameters", ((CategoricalSoftQ) iq.soft).gradient());
  }

  @Test
  void theGradientOfCriticsIsThatOfTheLoss() {
    IqLearn iq = learner(LINEAR, BOX);
    iq.update(batch(LINEAR, BOX), CRITERION, 0);
    assertGradient(BOX, "soft.critics.parameters", ((GaussianSoftQ) iq.soft).gradient());
  }

  /**
   * Steps that end the episode, actions 1 in three of four: r = Q, and where the gradient is 0
   * softmax(Q / temperature)_a = p_a (1 - 2 penalty Q_a).
   */
  @Test
  void oneStateHasItsClosedForm() {
    Discrete two = new Discrete(2);
    Options options =
        SMALL.withHidden(8).withObjective(new Objective(IqDivergence.CHI_SQUARE, 0.5, 1));
    Batch batch =
        SingleSteps.of(
            options.signals(spec(two)),
            new float[4],
            new float[4],
            new double[] {0, 1, 1, 1},
            new double[4],
            new boolean[] {true, true, true, true});
    IqLearn iq = learner(options, two);
    for (int i = 0; i < 2000; i++) {
      iq.update(batch, CRITERION, i);
    }
    iq.soft.load(iq.load(batch, CRITERION));
    double sum = 0;
    for (int i = 0; i < 2; i++) {
      double q = iq.soft.recorded(0)[i];
      double chance = Math.exp(q - iq.soft.values()[i]);
      assertThat(chance).isCloseTo((i == 0 ? 0.25 : 0.75) * (1 - q), within(2e-3));
      sum += chance;
    }
    assertThat(sum).isCloseTo(1, within(1e-4));
    assertThat(iq.soft.recorded(0)[1]).isGreaterThan(iq.soft.recorded(0)[0] + 0.3f);
  }

  /** The expert acts near 0.5. */
  @Test
  void itImitatesTheExpert() {
    Options options = SMALL.withObjective(Objective.DEFAULT.withTemperature(0.1));
    EnvSpec spec = spec(BOX);
    Learner<?> learner =
        options.factory().create(new Setup(spec, options.signals(spec), 2000, new SeedTree(3)));
    Rng rng = new Rng(8);
    for (int update = 0; update < 2000; update++) {
      double[] act = new double[32];
      boolean[] terminated = new boolean[32];
      for (int i = 0; i < 32; i++) {
        act[i] = 0.5 + 0.05 * rng.nextGaussian();
        terminated[i] = true;
      }
      float[] obs = new float[32];
      Batch batch =
          SingleSteps.of(options.signals(spec), obs, obs.clone(), act, new double[32], terminated);
      learner.update(batch, CRITERION);
    }
    assertThat(Bandit.greedyAction(learner)).isBetween(0.35, 0.65);
  }

  @Test
  void itKeepsTheLearnersContract() {
    check(Box.of(2, -2, 2, Dtype.FLOAT32));
    check(new Discrete(3, 1));
  }

  private static void check(Space actions) {
    Toy toy = new Toy(actions);
    LearnerContract.check(
        SMALL.factory(),
        toy.spec(),
        SMALL.signals(toy.spec()),
        () -> VectorEnv.of(() -> new Toy(actions), 3));
  }
}
