package org.morl4j.offline;

import java.util.Arrays;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Space;

/** Episodes cut into transitions. */
final class Transitions {
  private Transitions() {}

  /**
   * All steps of all episodes as rows of one batch, each a segment of its own, numbered by {@link
   * Column#EPISODE}. The last row of an episode has its last observation as nextObs, so a time
   * limit bootstraps.
   */
  static Batch of(Episodes episodes, Signals signals) {
    EnvSpec spec = episodes.spec();
    Space observations = spec.observationSpace();
    int n = Check.atLeast("steps of the dataset", Math.toIntExact(episodes.steps()), 1);
    int features = observations.features();
    int actSize = spec.actionSpace().size();
    int m = spec.objectives().size();
    int k = spec.costs().size();
    int[] offsets = new int[n + 1];
    Arrays.setAll(offsets, i -> i);
    float[] obs = new float[Math.multiplyExact(n, features)];
    float[] nextObs = new float[obs.length];
    double[] act = new double[n * actSize];
    double[] reward = new double[n * m];
    double[] cost = new double[n * k];
    boolean[] terminated = new boolean[n];
    boolean[] truncated = new boolean[n];
    int[] steps = new int[n];
    Arrays.fill(steps, 1);
    int[] numbers = new int[n];
    int row = 0;
    for (int e = 0; e < episodes.list().size(); e++) {
      Episode episode = episodes.list().get(e);
      int length = episode.reward().length / m;
      for (int t = 0; t < length; t++) {
        int at = (row + t) * features;
        observations.encode(episode.obs(), t * observations.size(), obs, at);
        observations.encode(episode.obs(), (t + 1) * observations.size(), nextObs, at);
        numbers[row + t] = e;
      }
      System.arraycopy(episode.act(), 0, act, row * actSize, length * actSize);
      System.arraycopy(episode.reward(), 0, reward, row * m, length * m);
      System.arraycopy(episode.cost(), 0, cost, row * k, length * k);
      row += length;
      terminated[row - 1] = episode.terminated();
      truncated[row - 1] = episode.truncated();
    }
    return new Batch(
            signals, offsets, obs, nextObs, act, reward, cost, terminated, truncated, steps)
        .with(Column.EPISODE, numbers);
  }
}
