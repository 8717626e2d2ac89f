package org.morl4j.agents.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.Toy;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.regularized.Bc;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
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
import org.morl4j.testkit.LearnerContract;

class IqlTest {
  private static final EnvSpec SPEC =
      new EnvSpec(
          "test:bandit",
          Box.of(1, -1, 1, Dtype.FLOAT64),
          Box.of(1, -1, 1, Dtype.FLOAT64),
          List.of("gain", "loss"),
          List.of(),
          1,
          null,
          null,
          "agents");

  private static final Iql.Options SMALL =
      new Iql.Options(
          0.7,
          3,
          100,
          Rates.DEFAULT.withLearningRate(3e-3),
          MlpOptions.DEFAULT.withHidden(16, 16),
          Iql.Options.DEFAULT.head(),
          Iql.Options.DEFAULT.critic().withParallel(false),
          ReplayOptions.DEFAULT
              .withCapacity(500)
              .withBatch(32)
              .withWarmup(20)
              .withStorage(ReplayOptions.Storage.HEAP));

  /**
   * tau 0.7: a difference of 2 counts 0.7 x 4, one of -2 counts 0.3 x 4; the mixed side decides.
   */
  @Test
  void valueLossIsTheExpectilesOnTheMixedSide() {
    float[] d = {2, -1, -2, 3};
    float[] mixed = {1, -1};
    float[] loss = new float[4];
    float[] dV = new float[4];
    Iql.valueLoss(0.7, mixed, d, 4, loss, dV);
    assertThat(loss).containsExactly(new float[] {2.8f, 0.7f, 1.2f, 2.7f}, within(1e-6f));
    assertThat(dV).containsExactly(new float[] {-2.8f, 1.4f, 1.2f, -1.8f}, within(1e-6f));
    float h = 1e-3f;
    for (int i = 0; i < 4; i++) {
      float[] moved = d.clone();
      moved[i] -= h; // V rises, d falls
      float[] after = new float[4];
      Iql.valueLoss(0.7, mixed, moved, 4, after, new float[4]);
      assertThat((after[i] - loss[i]) / h).isCloseTo(dV[i], within(5e-3f));
    }
  }

  private static Setup setup(AgentOptions options) {
    return new Setup(SPEC, options.signals(SPEC), 4000, new SeedTree(3));
  }

  /** Actions uniform in [-1, 1]; gain is 1 - (a - 0.5)^2 and ends the episode, loss is noise. */
  private static Batch recorded(Signals signals, Rng rng) {
    int n = 64;
    int[] offsets = new int[n + 1];
    float[] obs = new float[n];
    double[] act = new double[n];
    double[] reward = new double[2 * n];
    boolean[] terminated = new boolean[n];
    int[] steps = new int[n];
    for (int i = 0; i < n; i++) {
      offsets[i + 1] = i + 1;
      act[i] = 2 * rng.nextDouble() - 1;
      reward[2 * i] = 1 - (act[i] - 0.5) * (act[i] - 0.5);
      reward[2 * i + 1] = rng.nextGaussian();
      terminated[i] = true;
      steps[i] = 1;
    }
    return new Batch(
        signals,
        offsets,
        obs,
        obs.clone(),
        act,
        reward,
        new double[0],
        terminated,
        new boolean[n],
        steps);
  }

  private static double greedyAction(AgentOptions options, double... weights) {
    Learner<?> learner = options.factory().create(setup(options));
    Mixture criterion = new Mixture(Mixer.weightedSum(Vec.of(weights)), List.of());
    Rng rng = new Rng(5);
    for (int update = 0; update < 1500; update++) {
      learner.update(recorded(options.signals(SPEC), rng), criterion);
    }
    double[] act = new double[1];
    learner
        .policy()
        .actor(1, Mode.EXPLOIT, new SeedTree(1).generators(1))
        .act(new double[1], null, act, null);
    return act[0];
  }

  /** Cloning gives the data's mean action, 0; the better actions lie around 0.5. */
  @Test
  void betterActionsCountMoreAndOtherSignalsNot() {
    Iql.Options sharp =
        new Iql.Options(
            0.7,
            10,
            100,
            SMALL.rates(),
            SMALL.networks(),
            SMALL.head(),
            SMALL.critic(),
            SMALL.replay());
    assertThat(greedyAction(sharp, 1, 0)).isBetween(0.35, 0.6);
    Bc.Options clone =
        new Bc.Options(SMALL.rates(), SMALL.networks(), SMALL.head(), false, SMALL.replay());
    assertThat(greedyAction(clone, 1, 0)).isBetween(-0.1, 0.1);
  }

  @Test
  void theyKeepTheLearnersContract() {
    Toy toy = new Toy(Box.of(2, -2, 2, Dtype.FLOAT32));
    Bc.Options bc =
        new Bc.Options(SMALL.rates(), SMALL.networks(), SMALL.head(), false, SMALL.replay());
    for (AgentOptions options : List.of(SMALL, bc)) {
      LearnerContract.check(
          options.factory(),
          toy.spec(),
          options.signals(toy.spec()),
          () -> VectorEnv.of(() -> new Toy(Box.of(2, -2, 2, Dtype.FLOAT32)), 3));
    }
  }
}
