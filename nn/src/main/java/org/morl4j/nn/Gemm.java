package org.morl4j.nn;

/**
 * Single-precision matrix product C = op(A) op(B) + beta C on row-major arrays without gaps, where
 * op transposes or not. Arrays may be longer than their matrix. One instance a thread.
 */
interface Gemm {
  /**
   * Writes the product to C.
   *
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

  /** Another instance of the same kind, for another thread. */
  Gemm sibling();

  /** Library, version and threads, for the record of a run. */
  String name();
}
