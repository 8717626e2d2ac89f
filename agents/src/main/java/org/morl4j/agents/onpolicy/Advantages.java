package org.morl4j.agents.onpolicy;

import org.morl4j.core.data.Batch;

/** Advantage estimates over a batch's segments. */
public final class Advantages {
  private Advantages() {}

  /**
   * Generalised advantage estimation (Schulman et al. 2016, arXiv 1506.02438, eq. 16), one signal
   * at a time:
   *
   * <pre>
   *   delta_t = r_t + discount_t V(s_t+1) - V(s_t),   A_t = delta_t + discount_t lambda A_t+1
   * </pre>
   *
   * with discount 0 where the episode terminated. A segment's last row bootstraps from the value of
   * its own next observation and carries nothing over, so a time limit or the rollout's end counts
   * as neither an end nor a link to the next episode.
   *
   * @param values V(s_t) [B, S] in reward units
   * @param tails V of the next observation of each segment's last row [segments, S]
   * @param out advantages [B, S], written
   */
  public static void gae(Batch batch, float[] values, float[] tails, float[] out) {
    int size = batch.signals().size();
    for (int s = 0; s < size; s++) {
      double lambda = batch.signals().get(s).gaeLambda();
      for (int g = 0; g < batch.segments(); g++) {
        double next = tails[g * size + s];
        double advantage = 0;
        for (int row = batch.offset(g + 1) - 1; row >= batch.offset(g); row--) {
          double discount = batch.discount(row, s);
          double value = values[row * size + s];
          double delta = batch.value(row, s) + discount * next - value;
          advantage = delta + discount * lambda * advantage;
          out[row * size + s] = (float) advantage;
          next = value;
        }
      }
    }
  }

  /** Scales positive weights so that their mean is 1; equal ones are exactly 1. */
  static void scaleToMeanOne(float[] weight) {
    double sum = 0;
    for (float w : weight) {
      sum += w;
    }
    double mean = sum / weight.length;
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (weight[i] / mean);
    }
  }

  /**
   * Shifts and scales values to mean 0 and standard deviation 1.
   *
   * @param weight how much each counts, 1 on average
   */
  static void standardize(float[] values, float[] weight) {
    int n = values.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += weight[i] * (double) values[i];
    }
    double mean = sum / n;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double d = values[i] - mean;
      squares += weight[i] * d * d;
    }
    double scale = 1 / (Math.sqrt(squares / Math.max(1, n - 1)) + 1e-8);
    for (int i = 0; i < n; i++) {
      values[i] = (float) ((values[i] - mean) * scale);
    }
  }
}
