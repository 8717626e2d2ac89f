package org.morl4j.nn;

/** The columns of a matrix as arrays. */
final class Transpose {
  /** Rows whose entries fill a cache line of each column before the next ones are read. */
  private static final int BLOCK = 16;

  private Transpose() {}

  /** {@code columns[c][r]} = entry (r, c) of {@code matrix}, flat [rows, count]. */
  static void columns(float[] matrix, int rows, int count, float[][] columns) {
    for (int from = 0; from < rows; from += BLOCK) {
      int to = Math.min(from + BLOCK, rows);
      for (int c = 0; c < count; c++) {
        float[] column = columns[c];
        for (int r = from, i = from * count + c; r < to; r++, i += count) {
          column[r] = matrix[i];
        }
      }
    }
  }
}
