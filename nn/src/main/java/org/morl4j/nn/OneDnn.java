package org.morl4j.nn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;

/**
 * oneDNN's {@code dnnl_sgemm} (row-major, BLAS-like arguments). Its OpenMP threads can only be set
 * by the environment variable {@code OMP_NUM_THREADS} before the JVM starts: the preset offers no
 * call for it. The launcher sets it to 1.
 */
final class OneDnn implements NativeGemm.Sgemm {
  private static final byte PLAIN = 'N';
  private static final byte TRANSPOSED = 'T';

  /**
   * @throws LinkageError if there is no native library for this platform
   */
  OneDnn() {
    Loader.load(dnnl.class);
  }

  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      FloatPointer a,
      int lda,
      FloatPointer b,
      int ldb,
      float beta,
      FloatPointer c,
      int ldc) {
    byte opA = transposeA ? TRANSPOSED : PLAIN;
    byte opB = transposeB ? TRANSPOSED : PLAIN;
    int status = dnnl.dnnl_sgemm(opA, opB, m, n, k, 1f, a, lda, b, ldb, beta, c, ldc);
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException(
          "dnnl_sgemm failed with status "
              + status
              + " for m, n, k = "
              + m
              + ", "
              + n
              + ", "
              + k
              + ". Maybe another kernel works: -Dmorl4j.gemm=java.");
    }
  }

  @Override
  public String name() {
    return "onednn-"
        + dnnl.DNNL_VERSION_MAJOR
        + "."
        + dnnl.DNNL_VERSION_MINOR
        + "."
        + dnnl.DNNL_VERSION_PATCH
        + " isa-0x"
        + Integer.toHexString(dnnl.dnnl_get_effective_cpu_isa())
        + " "
        + Gemms.threads("OMP_NUM_THREADS");
  }
}
