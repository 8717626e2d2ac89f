package org.morl4j.agents.implicit;

import java.util.List;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;

/**
 * A chain of two states, 0 and 1, with two actions: the bold one gains 1 and costs 1, the other
 * nothing. Recorded by a uniform policy.
 */
public final class Steps {
  /** Of an episode. */
  static final int LENGTH = 2;

  private Steps() {}

  /** One objective and one cost. */
  public static EnvSpec spec() {
    return new EnvSpec(
        "test:steps",
        Box.of(1, 0, 1, Dtype.FLOAT64),
        new Discrete(2),
        List.of("gain"),
        List.of("cost"),
        0,
        null,
        null,
        "agents");
  }

  /** All four episodes, 64 times. */
  public static TransitionTable recorded(Signals signals) {
    int n = 64 * 4 * LENGTH;
    int[] offsets = new int[n + 1];
    float[] obs = new float[n];
    float[] nextObs = new float[n];
    double[] act = new double[n];
    double[] reward = new double[n];
    boolean[] terminated = new boolean[n];
    int[] steps = new int[n];
    for (int i = 0; i < n; i++) {
      int t = i % LENGTH;
      int episode = i / LENGTH % 4;
      offsets[i + 1] = i + 1;
      obs[i] = t;
      nextObs[i] = t + 1;
      act[i] = t == 0 ? episode % 2 : episode / 2;
      reward[i] = act[i];
      terminated[i] = t == LENGTH - 1;
      steps[i] = 1;
    }
    Batch batch =
        new Batch(
            signals,
            offsets,
            obs,
            nextObs,
            act,
            reward,
            reward.clone(),
            terminated,
            new boolean[n],
            steps);
    return TransitionTable.of("two steps", List.of(batch));
  }
}
