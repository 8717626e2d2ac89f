package org.morl4j.agents.dice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.morl4j.agents.SingleSteps;
import org.morl4j.agents.Toy;
import org.morl4j.agents.dice.Odice.Losses;
import org.morl4j.agents.dice.Odice.Options;
import org.morl4j.agents.dice.OdiceDual.Gradient;
import org.morl4j.agents.implicit.Bandit;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;
import org.morl4j.testkit.LearnerContract;

/** ODICE's gradients by differences and by their geometry, what it finds, and its contract. */
class OdiceTest {
  private static final Box BOX = Box.of(1, -1, 1, Dtype.FLOAT64);
  private static final int ROWS = 5;
  private static final Options SMALL =
      Options.DEFAULT
          .withLearningRate(3e-3)
          .withHidden(16, 16)
          .withExtraction(OdicePolicy.DEFAULT.withPolicyHidden(16, 16))
          .withReplay(
              ReplayOptions.DEFAULT
                  .withCapacity(500)
                  .withBatch(32)
                  .withWarmup(20)
                  .withStorage(ReplayOptions.Storage.HEAP));

  private static Options with(Gradient gradient) {
    return SMALL.withDual(OdiceDual.DEFAULT.withGradient(gradient).withEta(0.7));
  }

  /** One objective, as the paper has it. */
  private static EnvSpec one() {
    return new EnvSpec("test:one", BOX, BOX, List.of("gain"), List.of(), 9, null, null, "agents");
  }

  private static Odice learner(Options options) {
    return new Odice(options, new Setup(one(), options.signals(one()), 10, new SeedTree(3)));
  }

  private static Batch batch(Options options) {
    Rng rng = new Rng(7);
    float[] obs = new float[ROWS];
    float[] next = new float[ROWS];
    double[] act = new double[ROWS];
    double[] reward = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      obs[i] = (float) rng.nextGaussian();
      next[i] = (float) rng.nextGaussian();
      act[i] = 2 * rng.nextDouble() - 1;
      reward[i] = 2 * rng.nextGaussian();
    }
    boolean[] terminated = {false, true, false, false, false};
    return SingleSteps.of(options.signals(one()), obs, next, act, reward, terminated);
  }

  private static Losses updated(Odice odice, Options options) {
    return odice.update(batch(options), new Mixture(Mixer.weightedSum(Vec.of(1)), List.of()), 0);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static float[] minus(float[] a, float[] b) {
    float[] out = a.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] -= b[i];
    }
    return out;
  }

  /** What the backward residual adds never works against the forward one: g.gf = gf.gf. */
  @Test
  void theProjectedGradientAgreesWithTheForwardOne() {
    Options semi = with(Gradient.SEMI);
    Odice forward = learner(semi);
    updated(forward, semi);
    Options both = with(Gradient.ORTHOGONAL);
    Odice odice = learner(both);
    updated(odice, both);
    float[] gf = minus(forward.value.gradient(), forward.value.ownGradient());
    float[] g = minus(odice.value.gradient(), odice.value.ownGradient());
    double square = dot(gf, gf);
    assertThat(square).isGreaterThan(1e-3);
    assertThat(dot(odice.value.nextGradient(), gf)).as("gb is not orthogonal before").isNotZero();
    assertThat(Math.abs(dot(odice.value.nextGradient(), gf) / square)).isGreaterThan(0.01);
    assertThat(dot(g, gf) / square).isCloseTo(1, within(1e-5));
    // The rest is what of gb lies across gf.
    float[] rest = minus(g, gf);
    double along = dot(odice.value.nextGradient(), gf) / square;
    for (int i = 0; i < rest.length; i++) {
      double expected = odice.value.nextGradient()[i] - along * gf[i];
      assertThat((double) rest[i]).isCloseTo(expected, within(1e-5));
    }
  }

  /** dL/d(parameters of V), with the target copy and all else held. */
  private static double[] differences(Options options, ToDoubleFunction<Losses> loss) {
    State start = new State();
    learner(options).parts().saveValues(start);
    float[] parameters = start.floats("value.networks.parameters");
    double[] slopes = new double[parameters.length];
    double h = 1e-2;
    for (int i = 0; i < slopes.length; i++) {
      double sum = 0;
      for (int sign : new int[] {1, -1}) {
        float[] moved = parameters.clone();
        moved[i] += (float) (sign * h);
        State state = new State();
        state.put("actor.network.parameters", start.floats("actor.network.parameters"));
        state.put("value.networks.parameters", moved);
        state.put("value.networks.target", start.floats("value.networks.target"));
        Odice odice = learner(options);
        odice.parts().start(state);
        sum += sign * loss.applyAsDouble(updated(odice, options));
      }
      slopes[i] = sum / (2 * h);
    }
    return slopes;
  }

  private static void assertGradient(float[] actual, double[] expected) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("parameter %d", i)
          .isCloseTo(expected[i], within(3e-3 * (1 + Math.abs(expected[i]))));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    assertThat(largest).isGreaterThan(0.1);
  }

  private static Options linear(Gradient gradient) {
    return with(gradient).withHidden();
  }

  @ParameterizedTest
  @EnumSource(
      value = Gradient.class,
      names = {"SEMI", "TRUE"})
  void semiAndTrueGradientsAreThoseOfTheLoss(Gradient gradient) {
    Options options = linear(gradient);
    Odice odice = learner(options);
    updated(odice, options);
    assertGradient(odice.value.gradient(), differences(options, Losses::value));
  }

  @Test
  void theBackwardGradientIsThatOfItsLoss() {
    Options options = linear(Gradient.ORTHOGONAL);
    Odice odice = learner(options);
    updated(odice, options);
    assertGradient(odice.value.nextGradient(), differences(options, Losses::next));
  }

  /** The gain is 1 - (a - 0.5)^2; cloning gives 0. */
  @ParameterizedTest
  @EnumSource(Gradient.class)
  void betterActionsCountMoreAndOtherSignalsNot(Gradient gradient) {
    Options options = SMALL.withDual(OdiceDual.DEFAULT.withGradient(gradient).withLambda(0.55));
    assertThat(Bandit.greedyAction(options)).isBetween(0.25, 0.65);
    assertThat(Bandit.greedyAction(options.withDual(options.dual().withTwin(false))))
        .isBetween(0.25, 0.65);
  }

  @Test
  void itKeepsTheLearnersContract() {
    check(Box.of(2, -2, 2, Dtype.FLOAT32));
    check(new Discrete(3));
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
