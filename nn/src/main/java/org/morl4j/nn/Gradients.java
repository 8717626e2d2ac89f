package org.morl4j.nn;

import java.util.Arrays;

/** Operations on flat gradients. */
public final class Gradients {
  private static final double EPSILON = 1e-6;

  /** Squares summed side by side, and how many of them one after the other. */
  private static final int LANES = 512;

  private static final int ROWS = 8;

  private Gradients() {}

  /**
   * Scales {@code gradient} by min(1, maxNorm / (norm + 1e-6)), as PyTorch's {@code
   * clip_grad_norm_}.
   *
   * @return the Euclidean norm before, as {@link #norm} gives it
   */
  public static double clipByNorm(float[] gradient, double maxNorm) {
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException(
          "maxNorm is " + maxNorm + ", but must be positive. Maybe you meant 0.5.");
    }
    double norm = norm(gradient);
    double scale = maxNorm / (norm + EPSILON);
    if (scale < 1) {
      multiply(gradient, (float) scale);
    }
    return norm;
  }

  private static void multiply(float[] x, float factor) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
  }

  /**
   * The Euclidean norm. Squares are summed in float, 64 at a time, and those sums in double, with a
   * relative error of at most 3.3e-7 (below 1e-7 wherever measured); gradients of less than 4,096
   * entries are summed in double alone.
   */
  public static double norm(float[] gradient) {
    double sum = sumOfSquares(gradient);
    // Beyond these a single square may have left the range of float.
    boolean trusted = sum > 1e-20 && sum < 1e30;
    return Math.sqrt(trusted ? sum : sumInDouble(gradient, 0, gradient.length));
  }

  private static double sumOfSquares(float[] x) {
    int whole = x.length / (ROWS * LANES) * (ROWS * LANES);
    double sum = sumInDouble(x, whole, x.length);
    if (whole == 0) {
      return sum;
    }
    float[] row = new float[LANES];
    float[] lanes = new float[LANES];
    for (int at = 0; at < whole; ) {
      Arrays.fill(lanes, 0f);
      for (int k = 0; k < ROWS; k++, at += LANES) {
        System.arraycopy(x, at, row, 0, LANES);
        addSquares(row, lanes);
      }
      sum += RowSum.of(lanes, LANES);
    }
    return sum;
  }

  private static void addSquares(float[] x, float[] sum) {
    for (int j = 0; j < LANES; j++) {
      sum[j] += x[j] * x[j];
    }
  }

  /** Four running sums, since one would wait for each addition. */
  private static double sumInDouble(float[] x, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i + 4 <= to; i += 4) {
      s0 += (double) x[i] * x[i];
      s1 += (double) x[i + 1] * x[i + 1];
      s2 += (double) x[i + 2] * x[i + 2];
      s3 += (double) x[i + 3] * x[i + 3];
    }
    for (; i < to; i++) {
      s0 += (double) x[i] * x[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
