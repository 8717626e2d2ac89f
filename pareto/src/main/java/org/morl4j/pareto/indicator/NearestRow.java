package org.morl4j.pareto.indicator;

/**
 * Search for the row of a front that comes closest to a target. The rows lie sorted by one
 * objective after another; a search picks the order in which the fewest rows reach the target, goes
 * both ways from there, and ends a way where that objective alone keeps the rest from winning. The
 * rows left out are at least as far, so the result is that of comparing all of them.
 */
final class NearestRow {
  private final int objectives;
  private final int n;

  /** For each objective the rows by descending value of it, row-major. */
  private final double[][] sorted;

  NearestRow(double[][] front) {
    objectives = front[0].length;
    n = front.length;
    sorted = new double[objectives][];
    double[] rows = Rows.flatten(front, objectives);
    for (int j = 0; j < objectives; j++) {
      int[] order = SortOrder.descending(Rows.column(rows, objectives, j));
      sorted[j] = Rows.reorder(rows, objectives, order);
    }
  }

  /**
   * Least squared distance of a row to the target; with {@code plus} only what rows lack counts.
   */
  double squaredDistance(double[] target, boolean plus) {
    int key = 0;
    int reaching = n;
    for (int j = 0; j < objectives && reaching > 0; j++) {
      int count = reaching(j, target[j]);
      if (count < reaching) {
        key = j;
        reaching = count;
      }
    }
    double[] rows = sorted[key];
    double least = Double.POSITIVE_INFINITY;
    int up = reaching - 1;
    int down = reaching;
    while (least > 0 && (up >= 0 || down < n)) {
      if (down < n) {
        double gap = target[key] - rows[down * objectives + key];
        if (gap * gap < least) {
          least = Math.min(least, squared(target, rows, down * objectives, plus));
          down++;
        } else {
          down = n;
        }
      }
      if (up >= 0) {
        double gap = plus ? 0 : target[key] - rows[up * objectives + key];
        if (gap * gap < least) {
          least = Math.min(least, squared(target, rows, up * objectives, plus));
          up--;
        } else {
          up = -1;
        }
      }
    }
    return least;
  }

  /** Number of rows with at least this value. */
  private int reaching(int objective, double value) {
    double[] rows = sorted[objective];
    int low = 0;
    int high = n;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rows[middle * objectives + objective] >= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Squared distance of the row at this offset. */
  private static double squared(double[] target, double[] rows, int row, boolean plus) {
    double sum = 0;
    for (int j = 0; j < target.length; j++) {
      double gap = target[j] - rows[row + j];
      if (plus) {
        gap = Math.max(gap, 0);
      }
      sum += gap * gap;
    }
    return sum;
  }
}
