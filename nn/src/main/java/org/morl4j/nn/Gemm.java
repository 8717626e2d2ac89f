package org.morl4j.nn;

/**
 * Single-precision matrix product C = op(A) op(B) + beta C on row-major arrays without gaps, where
 * op transposes or not. Arrays should be no longer than their matrix: native calls copy whole
 * arrays. One instance a thread.
 */
interface Gemm {
  /**
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B)
   */
  void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      float[] b,
      float beta,
      float[] c);

  /** Library, version and threads, for the record of a run. */
  String name();
}
