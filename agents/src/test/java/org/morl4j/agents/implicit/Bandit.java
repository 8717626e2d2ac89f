package org.morl4j.agents.implicit;

import java.util.List;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.rng.Rng;
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
    int[] offsets = new int[ROWS + 1];
    float[] obs = new float[ROWS];
    double[] act = new double[ROWS];
    double[] reward = new double[2 * ROWS];
    boolean[] terminated = new boolean[ROWS];
    int[] steps = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
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
        new boolean[ROWS],
        steps);
  }
}
