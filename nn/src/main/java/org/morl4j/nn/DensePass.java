package org.morl4j.nn;

import org.jspecify.annotations.Nullable;

/** One layer at work on a fixed number of rows: its activations and the three passes. */
final class DensePass {
  /**
   * Up to so many rows the forward product is done in Java: it needs no native call, and a row's
   * result doesn't depend on how many others are beside it, so that acting on 16 environments gives
   * the bits of acting on one.
   */
  static final int IN_JAVA = 16;

  /** Layers with fewer units than a vector register holds are done by inner products. */
  private static final int NARROW = 16;

  private final DenseParameters p;
  private final Gemm gemm;
  private final int rows;
  private final int size;

  /** [rows, units] before the activation; the same array as {@link #out} where that suffices. */
  private final float[] sums;

  private final float[] out;

  /** [rows, units] from the activation for its derivative; empty where the output suffices. */
  private final float[] kept;

  private final float[] dSums;
  private final Axpy axpy = new Axpy();
  private final float[] rowSum;
  private final float[] dBias;
  private final float[] dWeight;
  private final ColumnSum columnSum;
  private final @Nullable LayerNorm norm;

  DensePass(DenseParameters p, Gemm gemm, int rows) {
    this.p = p;
    this.gemm = gemm;
    this.rows = rows;
    size = Math.multiplyExact(rows, p.units);
    out = new float[size];
    boolean fromOutput = p.layer.activation().derivativeFromOutput();
    sums = fromOutput ? out : new float[size];
    kept = new float[fromOutput ? 0 : size];
    dSums = new float[size];
    rowSum = new float[p.units];
    dBias = new float[p.units];
    dWeight = new float[p.weight.length];
    columnSum = new ColumnSum(p.units);
    norm = p.layer.layerNorm() ? new LayerNorm(rows, p.units) : null;
  }

  /** [rows, units] after the activation. */
  float[] out() {
    return out;
  }

  /** Where dL/d(out) is to be put before {@link #backward}; overwritten there. */
  float[] dOut() {
    return dSums;
  }

  void forward(float[] in) {
    if (rows <= IN_JAVA) {
      sumInJava(in);
    } else {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(p.bias, 0, sums, r * p.units, p.units);
      }
      gemm.multiply(false, true, rows, p.units, p.inputs, in, p.weight, 1f, sums);
    }
    if (norm != null) {
      norm.forward(sums, rows, p.normWeight, p.normBias);
    }
    p.layer.activation().apply(sums, out, kept, size);
  }

  private void sumInJava(float[] in) {
    if (p.units < NARROW) {
      for (int r = 0; r < rows; r++) {
        Axpy.inner(p.weight, p.bias, p.units, p.inputs, in, r * p.inputs, sums, r * p.units);
      }
      return;
    }
    float[][] weight = p.transposedWeight();
    for (int r = 0; r < rows; r++) {
      System.arraycopy(p.bias, 0, rowSum, 0, p.units);
      axpy.accumulate(rowSum, p.units, weight, p.inputs, in, r * p.inputs, 1);
      System.arraycopy(rowSum, 0, sums, r * p.units, p.units);
    }
  }

  /**
   * From dL/d(out) in {@link #dOut} to the parameters' gradient, written to {@code gradient} at
   * {@code at}, and dL/d(in), written to {@code dIn} unless that is null.
   */
  void backward(float[] in, float[] gradient, int at, float @Nullable [] dIn) {
    p.layer.activation().scaleByDerivative(dSums, sums, out, kept, size);
    int biasAt = at + dWeight.length;
    if (norm != null) {
      int weightAt = biasAt + p.units;
      norm.parameterGradient(dSums, rows, gradient, weightAt, weightAt + p.units);
      norm.inputGradient(dSums, rows, p.normWeight);
    }
    gemm.multiply(true, false, p.units, p.inputs, rows, dSums, in, 0f, dWeight);
    System.arraycopy(dWeight, 0, gradient, at, dWeight.length);
    columnSum.of(dSums, rows, dBias);
    System.arraycopy(dBias, 0, gradient, biasAt, p.units);
    if (dIn != null) {
      gemm.multiply(false, false, rows, p.inputs, p.units, dSums, p.weight, 0f, dIn);
    }
  }

  /** From dL/d(out) in {@link #dOut} to dL/d(in) alone, written to {@code dIn}. */
  void inputGradient(float[] dIn) {
    p.layer.activation().scaleByDerivative(dSums, sums, out, kept, size);
    if (norm != null) {
      norm.inputGradient(dSums, rows, p.normWeight);
    }
    gemm.multiply(false, false, rows, p.inputs, p.units, dSums, p.weight, 0f, dIn);
  }

  /**
   * The tangent of out, for that of in (null: zero) and the direction {@code v} of the parameters
   * at {@code at}.
   */
  float[] tangent(float[] in, float @Nullable [] tIn, float[] v, int at) {
    float[] t = new float[size];
    int biasAt = at + dWeight.length;
    for (int r = 0; r < rows; r++) {
      System.arraycopy(v, biasAt, t, r * p.units, p.units);
    }
    float[] direction = new float[dWeight.length];
    System.arraycopy(v, at, direction, 0, direction.length);
    gemm.multiply(false, true, rows, p.units, p.inputs, in, direction, 1f, t);
    if (tIn != null) {
      gemm.multiply(false, true, rows, p.units, p.inputs, tIn, p.weight, 1f, t);
    }
    if (norm != null) {
      int weightAt = biasAt + p.units;
      norm.tangent(t, rows, p.normWeight, v, weightAt, weightAt + p.units);
    }
    p.layer.activation().scaleByDerivative(t, sums, out, kept, size);
    return t;
  }
}
