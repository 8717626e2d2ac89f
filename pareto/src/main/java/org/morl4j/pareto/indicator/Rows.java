package org.morl4j.pareto.indicator;

/** Checks of user input and the flat row-major arrays that the algorithms work on. */
final class Rows {
  private Rows() {}

  /** Returns the number of objectives of a front that has at least one row. */
  static int objectives(double[][] points, String name) {
    if (points.length == 0) {
      throw new IllegalArgumentException(
          name
              + " is empty, but must hold at least one row. Maybe its file has only a header line.");
    }
    int objectives = points[0].length;
    if (objectives == 0) {
      throw new IllegalArgumentException(
          name
              + "[0] has no values, but must have at least one objective. Maybe its columns were cut off.");
    }
    for (int i = 0; i < points.length; i++) {
      checkRow(points[i], objectives, name + "[" + i + "]", name + "[0]");
    }
    return objectives;
  }

  /** Checks one row of the given length with finite values. */
  static void checkRow(double[] row, int objectives, String name, String model) {
    if (row.length != objectives) {
      throw new IllegalArgumentException(
          name
              + " has length "
              + row.length
              + ", but must have length "
              + objectives
              + " like "
              + model
              + ". Maybe a column is missing or the files belong to different problems.");
    }
    for (int j = 0; j < objectives; j++) {
      if (!Double.isFinite(row[j])) {
        throw new IllegalArgumentException(
            name
                + "["
                + j
                + "] is "
                + row[j]
                + ", but must be finite. Maybe an evaluation diverged.");
      }
    }
  }

  static double[] flatten(double[][] points, int objectives) {
    double[] flat = new double[points.length * objectives];
    for (int i = 0; i < points.length; i++) {
      System.arraycopy(points[i], 0, flat, i * objectives, objectives);
    }
    return flat;
  }

  /** Copies the rows named by {@code order} to the front of a new array, in that order. */
  static double[] reorder(double[] rows, int columns, int[] order) {
    double[] sorted = new double[order.length * columns];
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(rows, order[i] * columns, sorted, i * columns, columns);
    }
    return sorted;
  }

  static double[] column(double[] rows, int columns, int column) {
    double[] values = new double[rows.length / columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows[i * columns + column];
    }
    return values;
  }
}
