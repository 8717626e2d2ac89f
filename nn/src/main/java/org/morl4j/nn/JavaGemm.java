package org.morl4j.nn;

import java.util.Arrays;

/**
 * The product in plain Java, for platforms without a native library. On AVX-512 slower than oneDNN
 * by 3 to 10 times.
 */
final class JavaGemm implements Gemm {
  private final Axpy axpy = new Axpy();
  private float[][] rowsOfB = new float[0][0];
  private float[] sum = new float[0];

  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      float[] b,
      float beta,
      float[] c) {
    pack(transposeB, n, k, b);
    int rowStride = transposeA ? 1 : k;
    int columnStride = transposeA ? m : 1;
    for (int i = 0; i < m; i++) {
      start(sum, n, beta, c, i * n);
      axpy.accumulate(sum, n, rowsOfB, k, a, i * rowStride, columnStride);
      System.arraycopy(sum, 0, c, i * n, n);
    }
  }

  private static void start(float[] sum, int n, float beta, float[] c, int at) {
    if (beta == 0) {
      Arrays.fill(sum, 0f);
      return;
    }
    System.arraycopy(c, at, sum, 0, n);
    for (int j = 0; j < n; j++) {
      sum[j] *= beta;
    }
  }

  private void pack(boolean transposed, int n, int k, float[] b) {
    if (sum.length != n || rowsOfB.length < k) {
      rowsOfB = new float[k][n];
      sum = new float[n];
    }
    if (transposed) {
      Transpose.columns(b, n, k, rowsOfB);
      return;
    }
    for (int l = 0; l < k; l++) {
      System.arraycopy(b, l * n, rowsOfB[l], 0, n);
    }
  }

  @Override
  public Gemm sibling() {
    return new JavaGemm();
  }

  @Override
  public String name() {
    return "java";
  }
}
