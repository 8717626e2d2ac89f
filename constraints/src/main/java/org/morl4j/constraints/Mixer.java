package org.morl4j.constraints;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;

/** Component values [B, S] to one signal [B]. Pure and stateless. */
public interface Mixer {
  /**
   * Mixes.
   *
   * @param values [B, S]
   * @param preference [B, m] for policies conditioned on one, else null
   * @param out [B], written
   */
  void mix(float[] values, float @Nullable [] preference, int rows, float[] out);

  /**
   * The derivative of {@link #mix}.
   *
   * @param dValues [B, S], written: d out_i / d values_is
   */
  void gradient(float[] values, float @Nullable [] preference, int rows, float[] dValues);

  /** What it weighs signals by on average, for people [S]. */
  Vec typical();

  /**
   * The weighted sum w.v of multi-objective scalarization; costs take negative weights.
   *
   * @param weights [S]
   */
  static Mixer weightedSum(Vec weights) {
    return new WeightedSum(weights.toArray());
  }

  /** Signal {@code s} of {@code signals} alone. */
  static Mixer oneHot(int s, int signals) {
    double[] weights = new double[signals];
    weights[s] = 1;
    return new WeightedSum(weights);
  }

  /**
   * The weighted sum of the objectives with each row's own preference; other signals don't count.
   *
   * @param objectives m, the first of the signals
   * @param signals S
   */
  static Mixer byPreference(int objectives, int signals) {
    return new ByPreference(objectives, signals);
  }

  /** One weight vector for all rows. */
  final class WeightedSum implements Mixer {
    private final double[] weights;

    private WeightedSum(double[] weights) {
      this.weights = weights;
    }

    @Override
    public void mix(float[] values, float @Nullable [] preference, int rows, float[] out) {
      for (int i = 0; i < rows; i++) {
        double sum = 0;
        for (int s = 0; s < weights.length; s++) {
          sum += weights[s] * values[i * weights.length + s];
        }
        out[i] = (float) sum;
      }
    }

    @Override
    public void gradient(float[] values, float @Nullable [] preference, int rows, float[] dValues) {
      for (int i = 0; i < rows; i++) {
        for (int s = 0; s < weights.length; s++) {
          dValues[i * weights.length + s] = (float) weights[s];
        }
      }
    }

    @Override
    public Vec typical() {
      return Vec.of(weights);
    }
  }

  /** A weight vector a row. */
  final class ByPreference implements Mixer {
    private final int m;
    private final int size;

    private ByPreference(int m, int size) {
      this.m = m;
      this.size = size;
    }

    @Override
    public void mix(float[] values, float @Nullable [] preference, int rows, float[] out) {
      float[] w = required(preference);
      for (int i = 0; i < rows; i++) {
        double sum = 0;
        for (int j = 0; j < m; j++) {
          sum += (double) w[i * m + j] * values[i * size + j];
        }
        out[i] = (float) sum;
      }
    }

    @Override
    public void gradient(float[] values, float @Nullable [] preference, int rows, float[] dValues) {
      float[] w = required(preference);
      Arrays.fill(dValues, 0, rows * size, 0f);
      for (int i = 0; i < rows; i++) {
        System.arraycopy(w, i * m, dValues, i * size, m);
      }
    }

    /** As if all objectives were preferred alike. */
    @Override
    public Vec typical() {
      double[] weights = new double[size];
      Arrays.fill(weights, 0, m, 1.0 / m);
      return Vec.of(weights);
    }

    private static float[] required(float @Nullable [] preference) {
      if (preference == null) {
        throw new IllegalArgumentException(
            "Mixing by preference needs one for each row, but the learner gave none. Maybe set"
                + " agent.preference.");
      }
      return preference;
    }
  }
}
