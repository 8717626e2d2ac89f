package org.morl4j.nn;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A native product on arrays, through native memory that is kept. JavaCPP's overloads for {@code
 * float[]} allocate and copy all three arrays both ways at each call, which for a megabyte means
 * page faults. Long products are cut into blocks of rows that stay in the cache.
 */
final class NativeGemm implements Gemm {
  private static final int BLOCK = 256;

  /** The library's call: row-major, leading dimensions as in BLAS, alpha 1. */
  interface Sgemm {
    void multiply(
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
        int ldc);

    String name();
  }

  /** Native memory that grows with need. */
  private static final class Region {
    private FloatPointer pointer = new FloatPointer(1);
    private FloatBuffer buffer = pointer.asBuffer();

    void require(int count) {
      if (buffer.capacity() < count) {
        pointer.close();
        pointer = new FloatPointer(count);
        buffer = pointer.asBuffer();
      }
    }

    void copyFrom(float[] from, int at, int count) {
      require(count);
      buffer.clear();
      buffer.put(from, at, count);
    }

    void copyTo(float[] to, int at, int count) {
      buffer.clear();
      buffer.get(to, at, count);
    }
  }

  private final Sgemm library;
  private final Region regionA = new Region();
  private final Region regionB = new Region();
  private final Region regionC = new Region();

  NativeGemm(Sgemm library) {
    this.library = library;
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
    if (transposeA && !transposeB) {
      sumOverBlocks(m, n, k, a, b, beta, c);
    } else if (transposeA) {
      regionA.copyFrom(a, 0, m * k);
      regionB.copyFrom(b, 0, k * n);
      block(true, true, m, n, k, m, k, beta, c, 0);
    } else {
      regionB.copyFrom(b, 0, k * n);
      for (int i = 0; i < m; i += BLOCK) {
        int height = Math.min(BLOCK, m - i);
        regionA.copyFrom(a, i * k, height * k);
        block(false, transposeB, height, n, k, k, transposeB ? k : n, beta, c, i * n);
      }
    }
  }

  /** One product of what is in regions A and B, with C from and to {@code c} at {@code at}. */
  private void block(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      int lda,
      int ldb,
      float beta,
      float[] c,
      int at) {
    startC(m * n, beta, c, at);
    library.multiply(
        transposeA,
        transposeB,
        m,
        n,
        k,
        regionA.pointer,
        lda,
        regionB.pointer,
        ldb,
        beta,
        regionC.pointer,
        n);
    regionC.copyTo(c, at, m * n);
  }

  /** C = A' B, the gradient of a weight: rows of A and B in blocks, added up in region C. */
  private void sumOverBlocks(int m, int n, int k, float[] a, float[] b, float beta, float[] c) {
    startC(m * n, beta, c, 0);
    for (int l = 0; l < k; l += BLOCK) {
      int height = Math.min(BLOCK, k - l);
      regionA.copyFrom(a, l * m, height * m);
      regionB.copyFrom(b, l * n, height * n);
      float factor = l == 0 ? beta : 1;
      library.multiply(
          true,
          false,
          m,
          n,
          height,
          regionA.pointer,
          m,
          regionB.pointer,
          n,
          factor,
          regionC.pointer,
          n);
    }
    regionC.copyTo(c, 0, m * n);
  }

  private void startC(int count, float beta, float[] c, int at) {
    if (beta == 0) {
      regionC.require(count);
    } else {
      regionC.copyFrom(c, at, count);
    }
  }

  @Override
  public Gemm sibling() {
    return new NativeGemm(library);
  }

  @Override
  public String name() {
    return library.name();
  }
}
