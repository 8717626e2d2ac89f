package org.morl4j.nn;

/**
 * One row of a product in plain Java, with an order of additions that depends on nothing but that
 * row. Loops have one index from 0 and one array a matrix row, which is what C2 vectorises.
 *
 * <p>Factors that are 0 are left out: after ReLU that is half of them. So a weight that isn't
 * finite shows up as soon as one unit that feeds it is on.
 */
final class Axpy {
  private int[] at = new int[0];
  private float[] factor = new float[0];

  /**
   * sum += x' R.
   *
   * @param sum [n]
   * @param rows R as [k][n]
   * @param x entry l of x is {@code x[offset + l * stride]}
   */
  void accumulate(float[] sum, int n, float[][] rows, int k, float[] x, int offset, int stride) {
    int count = compact(k, x, offset, stride);
    int c = 0;
    // Four terms a pass: fewer loads of the sum; more would be too long a body for C2 to unroll.
    for (; c + 4 <= count; c += 4) {
      four(
          sum,
          n,
          factor[c],
          rows[at[c]],
          factor[c + 1],
          rows[at[c + 1]],
          factor[c + 2],
          rows[at[c + 2]],
          factor[c + 3],
          rows[at[c + 3]]);
    }
    for (; c < count; c++) {
      one(sum, n, factor[c], rows[at[c]]);
    }
  }

  private int compact(int k, float[] x, int offset, int stride) {
    if (at.length < k) {
      at = new int[k];
      factor = new float[k];
    }
    int count = 0;
    for (int l = 0, i = offset; l < k; l++, i += stride) {
      float value = x[i];
      at[count] = l;
      factor[count] = value;
      count += value != 0 ? 1 : 0;
    }
    return count;
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

  /**
   * {@code out[at + o]} = bias[o] + the inner product of x with row o of w, for layers too narrow
   * for the loops above. Four outputs at a time share the loads of x, and two sums each hide the
   * time an addition takes.
   *
   * @param w [units, k] flat
   */
  static void inner(
      float[] w, float[] bias, int units, int k, float[] x, int offset, float[] out, int at) {
    int o = 0;
    for (; o + 4 <= units; o += 4) {
      float s0 = bias[o];
      float s1 = bias[o + 1];
      float s2 = bias[o + 2];
      float s3 = bias[o + 3];
      for (int l = 0, j = o * k; l < k; l++, j++) {
        float value = x[offset + l];
        s0 += value * w[j];
        s1 += value * w[j + k];
        s2 += value * w[j + 2 * k];
        s3 += value * w[j + 3 * k];
      }
      out[at + o] = s0;
      out[at + o + 1] = s1;
      out[at + o + 2] = s2;
      out[at + o + 3] = s3;
    }
    for (; o < units; o++) {
      out[at + o] = bias[o] + dot(k, x, offset, w, o * k);
    }
  }

  /** The inner product of k entries: eight running sums, since one would wait for each addition. */
  private static float dot(int k, float[] x, int xAt, float[] w, int wAt) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int l = 0;
    for (; l + 8 <= k; l += 8) {
      int i = xAt + l;
      int j = wAt + l;
      s0 += x[i] * w[j];
      s1 += x[i + 1] * w[j + 1];
      s2 += x[i + 2] * w[j + 2];
      s3 += x[i + 3] * w[j + 3];
      s4 += x[i + 4] * w[j + 4];
      s5 += x[i + 5] * w[j + 5];
      s6 += x[i + 6] * w[j + 6];
      s7 += x[i + 7] * w[j + 7];
    }
    for (; l < k; l++) {
      s0 += x[xAt + l] * w[wAt + l];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }
}
