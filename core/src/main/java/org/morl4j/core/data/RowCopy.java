package org.morl4j.core.data;

import java.util.Arrays;
import java.util.Set;

/** Copies single rows from batch to batch. */
public final class RowCopy {
  private static final Column[] COLUMNS = Column.values();

  private RowCopy() {}

  /**
   * A batch of n rows, each a segment of its own, all numbers 0.
   *
   * @param like of at least one row; the new one has its shapes and signals
   * @param columns optional ones that the new one has
   */
  public static Batch like(Batch like, Set<Column> columns, int n) {
    int rows = like.rows();
    int[] offsets = new int[n + 1];
    Arrays.setAll(offsets, i -> i);
    Batch made =
        new Batch(
            like.signals(),
            offsets,
            new float[like.obs().length / rows * n],
            new float[like.nextObs().length / rows * n],
            new double[like.act().length / rows * n],
            new double[like.reward().length / rows * n],
            new double[like.cost().length / rows * n],
            new boolean[n],
            new boolean[n],
            new int[n]);
    for (Column column : columns) {
      if (column.kind() == Column.Kind.FLOAT) {
        made.with(column, new float[like.width(column) * n]);
      } else {
        made.with(column, new int[n]);
      }
    }
    return made;
  }

  /**
   * Copies a row.
   *
   * @param from has every optional column of {@code to}
   */
  public static void row(Batch from, int row, Batch to, int at) {
    plain(from, row, to, at);
    for (Column column : COLUMNS) {
      if (to.has(column) && column.kind() == Column.Kind.FLOAT) {
        int width = to.width(column);
        System.arraycopy(from.column(column), row * width, to.column(column), at * width, width);
      } else if (to.has(column)) {
        to.ints(column)[at] = from.ints(column)[row];
      }
    }
  }

  /** The same without optional columns. */
  static void plain(Batch from, int row, Batch to, int at) {
    int features = to.width(Column.INITIAL_OBS);
    System.arraycopy(from.obs(), row * features, to.obs(), at * features, features);
    System.arraycopy(from.nextObs(), row * features, to.nextObs(), at * features, features);
    doubles(from.act(), row, to.act(), at, to.rows());
    doubles(from.reward(), row, to.reward(), at, to.rows());
    doubles(from.cost(), row, to.cost(), at, to.rows());
    to.terminated()[at] = from.terminated()[row];
    to.truncated()[at] = from.truncated()[row];
    to.steps()[at] = from.steps()[row];
  }

  private static void doubles(double[] from, int row, double[] to, int at, int rows) {
    int width = to.length / rows;
    System.arraycopy(from, row * width, to, at * width, width);
  }
}
