package org.morl4j.pareto.indicator;

/**
 * Crowding distance of NSGA-II (Deb, Pratap, Agarwal and Meyarivan, 2002): for each objective the
 * gap between a row's two neighbours over the objective's range, summed over objectives. The first
 * and the last row of an objective get +infinity; an objective with zero range adds nothing. pymoo
 * divides the sum by the number of objectives, this class does not.
 */
public final class Crowding {
  private Crowding() {}

  /**
   * Crowding distances; rows with equal values are ordered by row number. One row alone gets
   * +infinity.
   *
   * @param points shape [N, m], N at least 1; not filtered
   * @return shape [N]
   * @throws IllegalArgumentException where points is empty, ragged or not finite
   */
  public static double[] distances(double[][] points) {
    int objectives = Rows.objectives(points, "points");
    double[] rows = Rows.flatten(points, objectives);
    int n = points.length;
    double[] distances = new double[n];
    if (n == 1) {
      distances[0] = Double.POSITIVE_INFINITY;
      return distances;
    }
    for (int j = 0; j < objectives; j++) {
      double[] values = Rows.column(rows, objectives, j);
      int[] order = SortOrder.descending(values);
      int first = order[0];
      int last = order[n - 1];
      double range = values[first] - values[last];
      if (range == 0) {
        continue;
      }
      distances[first] = Double.POSITIVE_INFINITY;
      distances[last] = Double.POSITIVE_INFINITY;
      for (int i = 1; i < n - 1; i++) {
        distances[order[i]] += (values[order[i - 1]] - values[order[i + 1]]) / range;
      }
    }
    return distances;
  }
}
