package org.morl4j.nn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/**
 * oneDNN's {@code dnnl_sgemm} (row-major, BLAS-like arguments). Its OpenMP threads can only be set
 * by the environment variable {@code OMP_NUM_THREADS} before the JVM starts: the preset offers no
 * call for it. The launcher sets it to 1.
 */
final class OneDnnGemm implements Gemm {
  private static final byte PLAIN = 'N';
  private static final byte TRANSPOSED = 'T';

  /**
   * @throws LinkageError if there is no native library for this platform
   */
  OneDnnGemm() {
    Loader.load(dnnl.class);
  }

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
    int status =
        dnnl.dnnl_sgemm(
            transposeA ? TRANSPOSED : PLAIN,
            transposeB ? TRANSPOSED : PLAIN,
            m,
            n,
            k,
            1f,
            a,
            transposeA ? m : k,
            b,
            transposeB ? k : n,
            beta,
            c,
            n);
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
