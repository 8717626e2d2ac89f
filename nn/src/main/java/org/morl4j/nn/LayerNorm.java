package org.morl4j.nn;

/**
 * LayerNorm over the units of each row (Ba et al. 2016, arXiv:1607.06450), with PyTorch's epsilon
 * 1e-5 and biased variance: y = w xhat + b, xhat = (u - mean) / sqrt(var + epsilon).
 */
final class LayerNorm {
  private static final double EPSILON = 1e-5;

  private final int units;
  private final float[] normalised;
  private final float[] inverseDeviation;

  LayerNorm(int rows, int units) {
    this.units = units;
    normalised = new float[rows * units];
    inverseDeviation = new float[rows];
  }

  /** Replaces the weighted sums {@code u} [rows, units] by the normalised, scaled ones. */
  void forward(float[] u, int rows, float[] weight, float[] bias) {
    for (int r = 0, at = 0; r < rows; r++, at += units) {
      double mean = 0;
      for (int j = 0; j < units; j++) {
        mean += u[at + j];
      }
      mean /= units;
      double variance = 0;
      for (int j = 0; j < units; j++) {
        double centred = u[at + j] - mean;
        variance += centred * centred;
      }
      double inverse = 1 / Math.sqrt(variance / units + EPSILON);
      inverseDeviation[r] = (float) inverse;
      for (int j = 0; j < units; j++) {
        float xhat = (float) ((u[at + j] - mean) * inverse);
        normalised[at + j] = xhat;
        u[at + j] = xhat * weight[j] + bias[j];
      }
    }
  }

  /**
   * Replaces dL/dy by dL/du in {@code d} [rows, units] and writes the gradients of weight and bias
   * to {@code gradient} at {@code weightAt} and {@code biasAt}.
   */
  void backward(float[] d, int rows, float[] weight, float[] gradient, int weightAt, int biasAt) {
    for (int j = 0; j < units; j++) {
      gradient[weightAt + j] = 0;
      gradient[biasAt + j] = 0;
    }
    for (int r = 0, at = 0; r < rows; r++, at += units) {
      double sum = 0;
      double dot = 0;
      for (int j = 0; j < units; j++) {
        float dy = d[at + j];
        float xhat = normalised[at + j];
        gradient[weightAt + j] += dy * xhat;
        gradient[biasAt + j] += dy;
        double dxhat = (double) dy * weight[j];
        sum += dxhat;
        dot += dxhat * xhat;
      }
      project(d, at, sum / units, dot / units, inverseDeviation[r], weight);
    }
  }

  /** d = inverse * (d w - mean - xhat * along), the Jacobian of xhat, which is symmetric. */
  private void project(
      float[] d, int at, double mean, double along, float inverse, float[] weight) {
    for (int j = 0; j < units; j++) {
      d[at + j] =
          (float) (inverse * ((double) d[at + j] * weight[j] - mean - normalised[at + j] * along));
    }
  }

  /**
   * Replaces the tangent of u by that of y in {@code t} [rows, units], for the directions of weight
   * and bias at {@code weightAt} and {@code biasAt} of {@code v}.
   */
  void tangent(float[] t, int rows, float[] weight, float[] v, int weightAt, int biasAt) {
    for (int r = 0, at = 0; r < rows; r++, at += units) {
      double sum = 0;
      double dot = 0;
      for (int j = 0; j < units; j++) {
        sum += t[at + j];
        dot += (double) t[at + j] * normalised[at + j];
      }
      double mean = sum / units;
      double along = dot / units;
      for (int j = 0; j < units; j++) {
        float xhat = normalised[at + j];
        double txhat = inverseDeviation[r] * (t[at + j] - mean - xhat * along);
        t[at + j] = (float) (txhat * weight[j] + (double) xhat * v[weightAt + j] + v[biasAt + j]);
      }
    }
  }
}
