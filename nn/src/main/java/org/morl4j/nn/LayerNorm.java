package org.morl4j.nn;

import java.util.Arrays;

/**
 * LayerNorm over the units of each row (Ba et al. 2016, arXiv:1607.06450), with PyTorch's epsilon
 * 1e-5 and biased variance: y = w xhat + b, xhat = (u - mean) / sqrt(var + epsilon).
 *
 * <p>A row is copied to an array of its own, worked on there and copied back: loops over one index
 * from 0 are what C2 vectorises. Sums over a row are {@link RowSum}s.
 */
final class LayerNorm {
  private static final double EPSILON = 1e-5;

  private final int units;

  /** xhat [rows][units] and 1 / sqrt(var + epsilon) of the last forward pass. */
  private final float[][] normalised;

  private final float[] inverseDeviation;

  private final float[] row;
  private final float[] forWeight;
  private final float[] forBias;

  LayerNorm(int rows, int units) {
    this.units = units;
    normalised = new float[rows][units];
    inverseDeviation = new float[rows];
    row = new float[units];
    forWeight = new float[units];
    forBias = new float[units];
  }

  /** Replaces the weighted sums {@code u} [rows, units] by the normalised, scaled ones. */
  void forward(float[] u, int rows, float[] weight, float[] bias) {
    for (int r = 0; r < rows; r++) {
      float[] xhat = normalised[r];
      System.arraycopy(u, r * units, xhat, 0, units);
      subtract(xhat, units, (float) (RowSum.of(xhat, units) / units));
      // What the rounded mean leaves: on xhat's scale it is large where all sums lie far from 0.
      double mean = RowSum.of(xhat, units) / units;
      double variance = RowSum.ofProducts(xhat, xhat, units) / units - mean * mean;
      double inverse = 1 / Math.sqrt(Math.max(variance, 0) + EPSILON);
      inverseDeviation[r] = (float) inverse;
      scale(xhat, units, (float) inverse, (float) (mean * inverse));
      affine(xhat, units, weight, bias, row);
      System.arraycopy(row, 0, u, r * units, units);
    }
  }

  private static void subtract(float[] x, int n, float centre) {
    for (int j = 0; j < n; j++) {
      x[j] -= centre;
    }
  }

  private static void scale(float[] x, int n, float factor, float shift) {
    for (int j = 0; j < n; j++) {
      x[j] = x[j] * factor - shift;
    }
  }

  private static void affine(float[] x, int n, float[] weight, float[] bias, float[] out) {
    for (int j = 0; j < n; j++) {
      out[j] = x[j] * weight[j] + bias[j];
    }
  }

  /**
   * Writes the gradients of weight and bias to {@code gradient} at {@code weightAt} and {@code
   * biasAt}, given dL/dy in {@code d} [rows, units].
   */
  void parameterGradient(float[] d, int rows, float[] gradient, int weightAt, int biasAt) {
    Arrays.fill(forWeight, 0f);
    Arrays.fill(forBias, 0f);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(d, r * units, row, 0, units);
      accumulate(row, normalised[r], units, forWeight, forBias);
    }
    System.arraycopy(forWeight, 0, gradient, weightAt, units);
    System.arraycopy(forBias, 0, gradient, biasAt, units);
  }

  private static void accumulate(float[] dy, float[] x, int n, float[] dWeight, float[] dBias) {
    for (int j = 0; j < n; j++) {
      dWeight[j] += dy[j] * x[j];
      dBias[j] += dy[j];
    }
  }

  /** Replaces dL/dy by dL/du in {@code d} [rows, units]. */
  void inputGradient(float[] d, int rows, float[] weight) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(d, r * units, row, 0, units);
      multiply(row, units, weight);
      project(r);
      System.arraycopy(row, 0, d, r * units, units);
    }
  }

  private static void multiply(float[] x, int n, float[] factor) {
    for (int j = 0; j < n; j++) {
      x[j] *= factor[j];
    }
  }

  /** The Jacobian of xhat in row r, which is symmetric, times what {@link #row} holds. */
  private void project(int r) {
    float[] xhat = normalised[r];
    float mean = (float) (RowSum.of(row, units) / units);
    float along = (float) (RowSum.ofProducts(row, xhat, units) / units);
    project(row, xhat, units, mean, along, inverseDeviation[r]);
  }

  private static void project(
      float[] x, float[] xhat, int n, float mean, float along, float inverse) {
    for (int j = 0; j < n; j++) {
      x[j] = inverse * (x[j] - mean - xhat[j] * along);
    }
  }

  /**
   * Replaces the tangent of u by that of y in {@code t} [rows, units], for the directions of weight
   * and bias at {@code weightAt} and {@code biasAt} of {@code v}.
   */
  void tangent(float[] t, int rows, float[] weight, float[] v, int weightAt, int biasAt) {
    System.arraycopy(v, weightAt, forWeight, 0, units);
    System.arraycopy(v, biasAt, forBias, 0, units);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(t, r * units, row, 0, units);
      project(r);
      tangent(row, weight, normalised[r], units, forWeight, forBias);
      System.arraycopy(row, 0, t, r * units, units);
    }
  }

  private static void tangent(
      float[] t, float[] weight, float[] xhat, int n, float[] vWeight, float[] vBias) {
    for (int j = 0; j < n; j++) {
      t[j] = t[j] * weight[j] + xhat[j] * vWeight[j] + vBias[j];
    }
  }
}
