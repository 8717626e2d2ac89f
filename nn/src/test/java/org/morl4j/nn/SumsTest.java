package org.morl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link RowSum}, {@link ColumnSum} and {@link Transpose} on sizes around their blocks. */
class SumsTest {

  /** 1 + 2 + ... + n and 1 + 4 + ... + n^2, exact in float. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 31, 64})
  void rowSumsOfWholeNumbersAreExact(int n) {
    float[] x = new float[n + 1];
    for (int i = 0; i <= n; i++) {
      x[i] = i + 1; // the last one lies beyond n
    }
    assertThat(RowSum.of(x, n)).isEqualTo(n * (n + 1) / 2.0);
    assertThat(RowSum.ofProducts(x, x, n)).isEqualTo(n * (n + 1) * (2 * n + 1) / 6.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {19, 256, 1000})
  void rowSumsAreNearTheirDoubles(int n) {
    float[] x = gaussian(n, 1);
    float[] y = gaussian(n, 2);
    double sum = 0;
    double products = 0;
    for (int i = 0; i < n; i++) {
      sum += x[i];
      products += (double) x[i] * y[i];
    }
    assertThat(RowSum.of(x, n)).isCloseTo(sum, within(1e-7 * n));
    assertThat(RowSum.ofProducts(x, y, n)).isCloseTo(products, within(1e-7 * n));
  }

  /**
   * With and without rows beside the eights, narrow and wide; nothing is written behind the sum.
   */
  @ParameterizedTest
  @CsvSource({"1, 1", "7, 5", "8, 5", "8, 31", "9, 32", "16, 33", "29, 100", "256, 64"})
  void columnSumsAddEightRowsInPairs(int rows, int columns) {
    float[] matrix = gaussian(rows * columns, rows);
    float[] sum = new float[columns + 1];
    sum[columns] = 42;
    new ColumnSum(columns).of(matrix, rows, sum);
    assertThat(sum[columns]).isEqualTo(42);
    for (int j = 0; j < columns; j++) {
      float expected = 0;
      int r = 0;
      for (; r + 8 <= rows; r += 8) {
        float[] x = new float[8];
        for (int k = 0; k < 8; k++) {
          x[k] = matrix[(r + k) * columns + j];
        }
        expected += ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7]));
      }
      for (; r < rows; r++) {
        expected += matrix[r * columns + j];
      }
      assertThat(sum[j]).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 20", "16, 16", "17, 5", "40, 33"})
  void transposeGivesEachColumn(int rows, int count) {
    float[] matrix = gaussian(rows * count, rows);
    float[][] columns = new float[count][rows];
    Transpose.columns(matrix, rows, count, columns);
    for (int c = 0; c < count; c++) {
      for (int r = 0; r < rows; r++) {
        assertThat(columns[c][r]).isEqualTo(matrix[r * count + c]);
      }
    }
  }

  private static float[] gaussian(int n, long seed) {
    Random rng = new Random(seed);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) rng.nextGaussian();
    }
    return x;
  }
}
