package org.morl4j.agents;

import java.util.Arrays;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signals;

/** Batches of single steps that cost nothing and meet no time limit. */
public final class SingleSteps {
  private SingleSteps() {}

  /**
   * Of B rows, as a batch has them.
   *
   * @param terminated [B]
   */
  public static Batch of(
      Signals signals,
      float[] obs,
      float[] nextObs,
      double[] act,
      double[] reward,
      boolean[] terminated) {
    int n = terminated.length;
    int[] offsets = new int[n + 1];
    Arrays.setAll(offsets, i -> i);
    int[] steps = new int[n];
    Arrays.fill(steps, 1);
    return new Batch(
        signals,
        offsets,
        obs,
        nextObs,
        act,
        reward,
        new double[0],
        terminated,
        new boolean[n],
        steps);
  }
}
