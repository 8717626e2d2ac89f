package org.morl4j.nn;

/** Operations on flat gradients. */
public final class Gradients {
  private static final double EPSILON = 1e-6;

  private Gradients() {}

  /**
   * Scales {@code gradient} by min(1, maxNorm / (norm + 1e-6)), as PyTorch's {@code
   * clip_grad_norm_}.
   *
   * @return the Euclidean norm before, summed in double
   */
  public static double clipByNorm(float[] gradient, double maxNorm) {
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException(
          "maxNorm is " + maxNorm + ", but must be positive. Maybe you meant 0.5.");
    }
    double norm = norm(gradient);
    double scale = maxNorm / (norm + EPSILON);
    if (scale < 1) {
      float factor = (float) scale;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= factor;
      }
    }
    return norm;
  }

  /** The Euclidean norm, summed in double. */
  public static double norm(float[] gradient) {
    return Math.sqrt(sumOfSquares(gradient));
  }

  /** Four running sums, since one would wait for each addition. */
  private static double sumOfSquares(float[] x) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 4 <= x.length; i += 4) {
      s0 += (double) x[i] * x[i];
      s1 += (double) x[i + 1] * x[i + 1];
      s2 += (double) x[i + 2] * x[i + 2];
      s3 += (double) x[i + 3] * x[i + 3];
    }
    for (; i < x.length; i++) {
      s0 += (double) x[i] * x[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
