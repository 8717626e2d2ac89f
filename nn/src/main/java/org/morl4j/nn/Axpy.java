package org.morl4j.nn;

/**
 * sum += x' R for a row vector x and a matrix given as one array a row, so that every loop has one
 * index from 0 and C2 vectorises it. The order of additions is fixed: the result of a row depends
 * on nothing but that row.
 */
final class Axpy {
  private Axpy() {}

  /**
   * @param sum [n], added to
   * @param rows [k][n]
   * @param x the vector's entries are {@code x[at], x[at + stride], ...}
   */
  static void accumulate(float[] sum, int n, float[][] rows, int k, float[] x, int at, int stride) {
    int l = 0;
    // Four terms a pass: fewer loads of sum; more would be too long a body for C2 to unroll.
    for (; l + 4 <= k; l += 4) {
      int i = at + l * stride;
      four(
          sum,
          n,
          x[i],
          rows[l],
          x[i + stride],
          rows[l + 1],
          x[i + 2 * stride],
          rows[l + 2],
          x[i + 3 * stride],
          rows[l + 3]);
    }
    for (; l < k; l++) {
      one(sum, n, x[at + l * stride], rows[l]);
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
