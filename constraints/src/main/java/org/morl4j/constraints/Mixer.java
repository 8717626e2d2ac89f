package org.morl4j.constraints;

import org.morl4j.core.check.Vec;

/** Component values [B, S] to one signal [B]. Pure and stateless. */
@FunctionalInterface
public interface Mixer {
  /**
   * Mixes.
   *
   * @param values [B, S]
   * @param out [B], written
   */
  void mix(float[] values, int rows, float[] out);

  /**
   * The weighted sum w.v of multi-objective scalarization; costs take negative weights.
   *
   * @param weights [S]
   */
  static Mixer weightedSum(Vec weights) {
    double[] w = weights.toArray();
    return (values, rows, out) -> {
      for (int i = 0; i < rows; i++) {
        double sum = 0;
        for (int s = 0; s < w.length; s++) {
          sum += w[s] * values[i * w.length + s];
        }
        out[i] = (float) sum;
      }
    };
  }

  /** Signal {@code s} of {@code signals} alone. */
  static Mixer oneHot(int s, int signals) {
    return (values, rows, out) -> {
      for (int i = 0; i < rows; i++) {
        out[i] = values[i * signals + s];
      }
    };
  }
}
