package org.morl4j.pareto.indicator;

/**
 * Expected utility of a front: mean over all weights w of the {@link SimplexGrid} of max_i w.G_i
 * (Zintgraf et al., 2015, with a regular grid in place of random weights). For one objective it is
 * the maximum. The value depends on the grid, so compare only values with equal divisions.
 */
public final class ExpectedUtility {
  private ExpectedUtility() {}

  /** Divisions used where none are given: 100 for two objectives, 10 for three, 4 beyond. */
  public static int defaultDivisions(int objectives) {
    return switch (objectives) {
      case 1 -> 1;
      case 2 -> 100;
      case 3 -> 10;
      default -> 4;
    };
  }

  /**
   * Expected utility with the default divisions.
   *
   * @param points shape [N, m], N at least 1
   * @throws IllegalArgumentException where points is empty, ragged or not finite
   */
  public static double of(double[][] points) {
    return of(points, defaultDivisions(Rows.objectives(points, "points")));
  }

  /**
   * Expected utility.
   *
   * @param points shape [N, m], N at least 1
   * @param divisions parts that the weight 1 is split into, at least 1
   * @throws IllegalArgumentException where points is empty, ragged or not finite, or the grid is
   *     empty or too large
   */
  public static double of(double[][] points, int divisions) {
    int objectives = Rows.objectives(points, "points");
    double[][] weights = SimplexGrid.weights(objectives, divisions);
    double sum = 0;
    for (double[] weight : weights) {
      double best = Double.NEGATIVE_INFINITY;
      for (double[] point : points) {
        double utility = 0;
        for (int j = 0; j < objectives; j++) {
          utility += weight[j] * point[j];
        }
        if (utility > best) {
          best = utility;
        }
      }
      sum += best;
    }
    return sum / weights.length;
  }
}
