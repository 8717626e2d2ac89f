package org.morl4j.agents.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.rng.Rng;

/** Checks that hold for any head. */
final class HeadChecks {
  private HeadChecks() {}

  /** dL/dout and d(sum g mean)/dout against central differences. */
  static void gradients(
      ValueHead head, float[] out, float[] target, int n, float @Nullable [] weight, float step) {
    float[] error = new float[n];
    float[] dOut = new float[out.length];
    head.loss(out, target, n, weight, error, dOut);
    float[] ignored = new float[out.length];
    float[] at = out.clone();
    for (int k = 0; k < out.length; k++) {
      at[k] = out[k] + step;
      double up = head.loss(at, target, n, weight, error, ignored);
      at[k] = out[k] - step;
      double down = head.loss(at, target, n, weight, error, ignored);
      at[k] = out[k];
      assertThat((double) dOut[k]).as("dL/dout[%d]", k).isCloseTo((up - down) / (2 * step), near());
    }
    meanGradient(head, out, n, step);
  }

  /** d(sum g mean)/dout against central differences. */
  static void meanGradient(ValueHead head, float[] out, int n, float step) {
    float[] g = floats(n, 77, 1);
    float[] dOut = new float[out.length];
    head.meanBackward(out, n, g, dOut);
    float[] at = out.clone();
    for (int k = 0; k < out.length; k++) {
      at[k] = out[k] + step;
      double up = weighted(head, at, n, g);
      at[k] = out[k] - step;
      double down = weighted(head, at, n, g);
      at[k] = out[k];
      assertThat((double) dOut[k]).as("dQ/dout[%d]", k).isCloseTo((up - down) / (2 * step), near());
    }
  }

  private static double weighted(ValueHead head, float[] out, int n, float[] g) {
    float[] mean = new float[n];
    head.mean(out, n, mean);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) g[i] * mean[i];
    }
    return sum;
  }

  private static Offset<Double> near() {
    return Offset.offset(2e-4);
  }

  /** Every entry within {@code tolerance}. */
  static void close(float[] actual, double tolerance, double... expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int k = 0; k < expected.length; k++) {
      assertThat((double) actual[k])
          .as("entry %d", k)
          .isCloseTo(expected[k], Offset.offset(tolerance));
    }
  }

  /** Seeded Gaussian numbers. */
  static float[] floats(int n, long seed, double scale) {
    Rng rng = new Rng(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (scale * rng.nextGaussian());
    }
    return values;
  }
}
