package org.morl4j.core.data;

import java.util.Arrays;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.space.Space;

/**
 * Collects T steps of n rows and hands them out as one {@link Batch} of n T transitions, row after
 * row, cut into segments where episodes end. Reused from rollout to rollout; always empty between
 * two, so a checkpoint needs nothing of it.
 */
public final class RolloutBuffer {
  private final Signals signals;
  private final Space observationSpace;
  private final int rows;
  private final int length;
  private final int features;
  private final int obsSize;
  private final int actSize;
  private final int m;
  private final int k;
  private final float[] obs;
  private final float[] nextObs;
  private final double[] act;
  private final double[] reward;
  private final double[] cost;
  private final boolean[] terminated;
  private final boolean[] truncated;
  private final int[] steps;
  private final float[] logProb;
  private int t;

  public RolloutBuffer(EnvSpec spec, Signals signals, int rows, int length) {
    this.signals = signals;
    this.observationSpace = spec.observationSpace();
    this.rows = rows;
    this.length = length;
    features = observationSpace.features();
    obsSize = observationSpace.size();
    actSize = spec.actionSpace().size();
    m = spec.objectives().size();
    k = spec.costs().size();
    int n = Math.multiplyExact(rows, length);
    obs = new float[Math.multiplyExact(n, features)];
    nextObs = new float[n * features];
    act = new double[Math.multiplyExact(n, actSize)];
    reward = new double[n * m];
    cost = new double[n * k];
    terminated = new boolean[n];
    truncated = new boolean[n];
    steps = new int[n];
    Arrays.fill(steps, 1);
    logProb = new float[n];
  }

  public boolean isFull() {
    return t == length;
  }

  /** What the policy saw and did, before the environment steps: raw obs [n, obsSize]. */
  public void acted(double[] rawObs, double[] rawAct, double[] logProbs) {
    for (int i = 0; i < rows; i++) {
      int row = i * length + t;
      observationSpace.encode(rawObs, i * obsSize, obs, row * features);
      System.arraycopy(rawAct, i * actSize, act, row * actSize, actSize);
      logProb[row] = (float) logProbs[i];
    }
  }

  /** What came of it. */
  public void stepped(VectorStep step) {
    for (int i = 0; i < rows; i++) {
      int row = i * length + t;
      System.arraycopy(step.reward(), i * m, reward, row * m, m);
      System.arraycopy(step.cost(), i * k, cost, row * k, k);
      terminated[row] = step.terminated()[i];
      truncated[row] = step.truncated()[i];
      double[] next = step.ended(i) ? step.finalObs() : step.obs();
      observationSpace.encode(next, i * obsSize, nextObs, row * features);
    }
    t++;
  }

  /**
   * The whole rollout; the buffer is empty afterwards, its arrays stay valid until it fills again.
   */
  public Batch drain() {
    if (t < length) {
      throw new IllegalStateException("The rollout has " + t + " of " + length + " steps.");
    }
    int[] offsets = new int[rows * length + 1];
    int segments = 0;
    for (int row = 0; row < rows * length; row++) {
      boolean first = row % length == 0;
      if (first || terminated[row - 1] || truncated[row - 1]) {
        offsets[segments++] = row;
      }
    }
    offsets[segments] = rows * length;
    t = 0;
    return new Batch(
            signals,
            Arrays.copyOf(offsets, segments + 1),
            obs,
            nextObs,
            act,
            reward,
            cost,
            terminated,
            truncated,
            steps)
        .with(Column.LOG_PROB, logProb);
  }
}
