package org.morl4j.nn;

/**
 * sums += X R for a few rows X and a matrix R given as one array a row, so that every loop has one
 * index from 0 and C2 vectorises it. The order of additions is fixed: the result of a row depends
 * on nothing but that row.
 */
final class Axpy {
  private Axpy() {}

  /**
   * @param sums [m][n], added to; m a handful, so that it stays in the cache
   * @param rows [k][n]
   * @param x entry (i, l) of X is {@code x[at + i * rowStride + l * stride]}
   */
  static void accumulate(
      float[][] sums,
      int m,
      int n,
      float[][] rows,
      int k,
      float[] x,
      int at,
      int rowStride,
      int stride) {
    int l = 0;
    // Four terms a pass: fewer loads of the sum; more would be too long a body for C2 to unroll.
    for (; l + 4 <= k; l += 4) {
      float[] row0 = rows[l];
      float[] row1 = rows[l + 1];
      float[] row2 = rows[l + 2];
      float[] row3 = rows[l + 3];
      for (int r = 0, i = at + l * stride; r < m; r++, i += rowStride) {
        float x1 = x[i + stride];
        float x2 = x[i + 2 * stride];
        float x3 = x[i + 3 * stride];
        four(sums[r], n, x[i], row0, x1, row1, x2, row2, x3, row3);
      }
    }
    for (; l < k; l++) {
      for (int r = 0, i = at + l * stride; r < m; r++, i += rowStride) {
        one(sums[r], n, x[i], rows[l]);
      }
    }
  }

  private static void four(
      float[] sum,
      int n,
      float x0,
      float[] r0,
      float x1,
      float[] r1,
      float x2,
      float[] r2,
      float x3,
      float[] r3) {
    for (int j = 0; j < n; j++) {
      sum[j] += x0 * r0[j] + x1 * r1[j] + x2 * r2[j] + x3 * r3[j];
    }
  }

  private static void one(float[] sum, int n, float x, float[] row) {
    for (int j = 0; j < n; j++) {
      sum[j] += x * row[j];
    }
  }
}
