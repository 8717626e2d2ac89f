package org.morl4j.agents.implicit;

import java.util.List;
import org.morl4j.agents.SingleSteps;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;

/** Recorded steps of one state: gain is 1 - (a - 0.5)^2 and ends the episode, loss is noise. */
public final class Bandit {
  private static final int ROWS = 64;

  private Bandit() {}

  /** Observation 0, two objectives. */
  public static EnvSpec spec(Box actions) {
    return new EnvSpec(
        "test:bandit",
        Box.of(1, -1, 1, Dtype.FLOAT64),
        actions,
        List.of("gain", "loss"),
        List.of(),
        1,
        null,
        null,
        "agents");
  }

  /** Actions uniform in [-1, 1]. */
  public static Batch batch(Signals signals, Rng rng) {
    float[] obs = new float[ROWS];
    double[] act = new double[ROWS];
    double[] reward = new double[2 * ROWS];
    boolean[] terminated = new boolean[ROWS];
    for (int i = 0; i < ROWS; i++) {
      act[i] = 2 * rng.nextDouble() - 1;
      reward[2 * i] = 1 - (act[i] - 0.5) * (act[i] - 0.5);
      reward[2 * i + 1] = rng.nextGaussian();
      terminated[i] = true;
    }
    return SingleSteps.of(signals, obs, obs.clone(), act, reward, terminated);
  }

  /** What an agent does at best after 1500 updates, of which gain alone counts. */
  public static double greedyAction(AgentOptions options) {
    EnvSpec spec = spec(Box.of(1, -1, 1, Dtype.FLOAT64));
    Signals signals = options.signals(spec);
    Learner<?> learner = options.factory().create(new Setup(spec, signals, 4000, new SeedTree(3)));
    Mixture criterion = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
    Rng rng = new Rng(5);
    for (int update = 0; update < 1500; update++) {
      learner.update(batch(signals, rng), criterion);
    }
    return greedyAction(learner);
  }

  /** What it does at best now. */
  static double greedyAction(Learner<?> learner) {
    double[] act = new double[1];
    learner
        .policy()
        .actor(1, Mode.EXPLOIT, new SeedTree(1).generators(1))
        .act(new double[1], null, act, null);
    return act[0];
  }
}
