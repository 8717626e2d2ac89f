package org.morl4j.nn;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;

/** {@code cblas_sgemm} of the OpenBLAS that ND4J brings, on one thread. */
final class OpenBlas implements NativeGemm.Sgemm {
  /**
   * @throws LinkageError if there is no native library for this platform
   */
  OpenBlas() {
    Loader.load(openblas.class);
    openblas.blas_set_num_threads(1);
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
    openblas_nolapack.cblas_sgemm(
        openblas_nolapack.CblasRowMajor,
        transposeA ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
        transposeB ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
        m,
        n,
        k,
        1f,
        a,
        lda,
        b,
        ldb,
        beta,
        c,
        ldc);
  }

  @Override
  public String name() {
    return "openblas threads-1";
  }
}
