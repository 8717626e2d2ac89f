package org.morl4j.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** How a dense layer's weights and biases start. LayerNorm always starts at weight 1, bias 0. */
public sealed interface Init permits Init.Orthogonal, Init.TorchDefault {

  /** Fills {@code weight} [units, inputs] and {@code bias} [units]. */
  void fill(float[] weight, float[] bias, int inputs, RandomGenerator rng);

  /**
   * Weights with orthonormal rows (or columns, where there are more rows), times {@code gain}, and
   * zero biases; all 0 at gain 0 (Saxe et al. 2013, arXiv:1312.6120; the usual start of PPO).
   */
  record Orthogonal(double gain) implements Init {
    public Orthogonal {
      if (!(gain >= 0) || Double.isInfinite(gain)) {
        throw new IllegalArgumentException(
            "Orthogonal gain is "
                + gain
                + ", but must be zero or positive and finite. Maybe you meant 1.0 or sqrt(2).");
      }
    }

    @Override
    public void fill(float[] weight, float[] bias, int inputs, RandomGenerator rng) {
      int units = bias.length;
      int count = Math.min(units, inputs);
      double[][] rows = orthonormal(count, Math.max(units, inputs), rng);
      for (int o = 0, i = 0; o < units; o++) {
        for (int k = 0; k < inputs; k++, i++) {
          weight[i] = (float) (gain * (units <= inputs ? rows[o][k] : rows[k][o]));
        }
      }
      Arrays.fill(bias, 0f);
    }

    /** Gram-Schmidt, twice for rounding, on Gaussian rows: uniform over the orthonormal frames. */
    private static double[][] orthonormal(int count, int length, RandomGenerator rng) {
      double[][] rows = new double[count][length];
      for (int r = 0; r < count; r++) {
        for (int i = 0; i < length; i++) {
          rows[r][i] = rng.nextGaussian();
        }
      }
      for (int r = 0; r < count; r++) {
        for (int pass = 0; pass < 2; pass++) {
          for (int q = 0; q < r; q++) {
            double dot = dot(rows[r], rows[q]);
            for (int i = 0; i < length; i++) {
              rows[r][i] -= dot * rows[q][i];
            }
          }
        }
        double scale = 1 / Math.sqrt(dot(rows[r], rows[r]));
        for (int i = 0; i < length; i++) {
          rows[r][i] *= scale;
        }
      }
      return rows;
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += a[i] * b[i];
      }
      return sum;
    }
  }

  /** Weights and biases uniform in +-1/sqrt(inputs), as PyTorch's {@code nn.Linear}. */
  record TorchDefault() implements Init {
    @Override
    public void fill(float[] weight, float[] bias, int inputs, RandomGenerator rng) {
      double bound = 1 / Math.sqrt(inputs);
      for (int i = 0; i < weight.length; i++) {
        weight[i] = (float) (bound * (2 * rng.nextDouble() - 1));
      }
      for (int i = 0; i < bias.length; i++) {
        bias[i] = (float) (bound * (2 * rng.nextDouble() - 1));
      }
    }
  }
}
