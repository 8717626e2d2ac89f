package org.morl4j.nn;

import java.util.Arrays;

/** Sums over the rows of a matrix. */
final class ColumnSum {
  private ColumnSum() {}

  /** {@code sum[j]} = sum of column j of {@code matrix} [rows, columns]. */
  static void of(float[] matrix, int rows, int columns, float[] sum) {
    Arrays.fill(sum, 0, columns, 0f);
    int r = 0;
    for (; r + 8 <= rows; r += 8) {
      eight(matrix, r * columns, columns, sum);
    }
    for (; r < rows; r++) {
      int at = r * columns;
      for (int j = 0; j < columns; j++) {
        sum[j] += matrix[at + j];
      }
    }
  }

  /** Eight rows in pairs: one load and store of the sum for eight, and smaller rounding. */
  private static void eight(float[] a, int at, int n, float[] sum) {
    for (int j = 0, i = at; j < n; j++, i++) {
      sum[j] +=
          ((a[i] + a[i + n]) + (a[i + 2 * n] + a[i + 3 * n]))
              + ((a[i + 4 * n] + a[i + 5 * n]) + (a[i + 6 * n] + a[i + 7 * n]));
    }
  }
}
