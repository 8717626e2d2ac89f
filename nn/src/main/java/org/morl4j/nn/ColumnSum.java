package org.morl4j.nn;

import java.util.Arrays;

/**
 * Sums over the rows of a matrix with so many columns, eight rows in pairs of pairs: one load and
 * store of the sum for eight, and smaller rounding.
 *
 * <p>C2 vectorises a loop only if its arrays are read from one index from 0 and if there are few of
 * them, so four rows at a time are copied to arrays of their own. That costs less than adding them
 * up by scalars.
 */
final class ColumnSum {
  private static final int HALF = 4;

  /** Below so many columns copying doesn't pay. */
  private static final int NARROW = 32;

  private final int columns;
  private final float[][] row;
  private final float[] half;

  ColumnSum(int columns) {
    this.columns = columns;
    row = new float[HALF][columns];
    half = new float[columns];
  }

  /** {@code sum[j]} = sum of column j of {@code matrix} [rows, columns]. */
  void of(float[] matrix, int rows, float[] sum) {
    Arrays.fill(sum, 0, columns, 0f);
    int r = 0;
    for (; r + 2 * HALF <= rows; r += 2 * HALF) {
      if (columns < NARROW) {
        addNarrow(matrix, r * columns, columns, sum);
      } else {
        addWide(matrix, r * columns, sum);
      }
    }
    for (; r < rows; r++) {
      int at = r * columns;
      for (int j = 0; j < columns; j++) {
        sum[j] += matrix[at + j];
      }
    }
  }

  private void addWide(float[] matrix, int at, float[] sum) {
    copyRows(matrix, at);
    first(row[0], row[1], row[2], row[3], columns, half);
    copyRows(matrix, at + HALF * columns);
    second(row[0], row[1], row[2], row[3], columns, half, sum);
  }

  private void copyRows(float[] matrix, int at) {
    for (int k = 0; k < HALF; k++) {
      System.arraycopy(matrix, at + k * columns, row[k], 0, columns);
    }
  }

  private static void first(float[] a, float[] b, float[] c, float[] d, int n, float[] half) {
    for (int j = 0; j < n; j++) {
      half[j] = (a[j] + b[j]) + (c[j] + d[j]);
    }
  }

  private static void second(
      float[] a, float[] b, float[] c, float[] d, int n, float[] half, float[] sum) {
    for (int j = 0; j < n; j++) {
      sum[j] += half[j] + ((a[j] + b[j]) + (c[j] + d[j]));
    }
  }

  /** The same additions in the same order, in place. */
  private static void addNarrow(float[] a, int at, int n, float[] sum) {
    for (int j = 0, i = at; j < n; j++, i++) {
      sum[j] +=
          ((a[i] + a[i + n]) + (a[i + 2 * n] + a[i + 3 * n]))
              + ((a[i + 4 * n] + a[i + 5 * n]) + (a[i + 6 * n] + a[i + 7 * n]));
    }
  }
}
