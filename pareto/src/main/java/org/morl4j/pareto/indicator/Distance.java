package org.morl4j.pareto.indicator;

/**
 * Distances of a front to a reference set, both of maximised points, lower being better. All rows
 * count as given, dominated and repeated ones as well. Definitions and orders of operations are
 * those of moocore 0.3.2.
 *
 * <p>Each row of the reference set looks for its best row of the front by {@code NearestRow}.
 */
public final class Distance {
  private Distance() {}

  /**
   * Inverted generational distance: mean over reference rows r of min_a ||r - a||.
   *
   * @param front shape [N, m], N at least 1
   * @param reference shape [R, m], R at least 1
   * @throws IllegalArgumentException where an argument is empty, ragged or not finite
   */
  public static double igd(double[][] front, double[][] reference) {
    return meanDistance(front, reference, false);
  }

  /**
   * IGD+ (Ishibuchi et al., 2015): as {@link #igd}, but only what the front lacks counts: ||max(r -
   * a, 0)||.
   *
   * @param front shape [N, m], N at least 1
   * @param reference shape [R, m], R at least 1
   * @throws IllegalArgumentException where an argument is empty, ragged or not finite
   */
  public static double igdPlus(double[][] front, double[][] reference) {
    return meanDistance(front, reference, true);
  }

  /**
   * Additive epsilon (Zitzler et al., 2003): the least amount that, added to every value of the
   * front, makes it reach every reference row: max_r min_a max_j (r_j - a_j).
   *
   * @param front shape [N, m], N at least 1
   * @param reference shape [R, m], R at least 1
   * @throws IllegalArgumentException where an argument is empty, ragged or not finite
   */
  public static double epsilonAdditive(double[][] front, double[][] reference) {
    int m = objectives(front, reference);
    double[] rows = Rows.flatten(front, m);
    double epsilon = Double.NEGATIVE_INFINITY;
    for (double[] target : reference) {
      epsilon = Math.max(epsilon, leastLack(target, rows, m, epsilon));
    }
    return epsilon;
  }

  /** Least amount that a row lacks to reach the target, or one that is at most {@code enough}. */
  private static double leastLack(double[] target, double[] rows, int m, double enough) {
    double least = Double.POSITIVE_INFINITY;
    double first = target[0];
    double last = target[m - 1];
    for (int row = 0; row < rows.length; row += m) {
      double lack = Math.max(first - rows[row], last - rows[row + m - 1]);
      if (lack >= least) {
        continue;
      }
      for (int j = 1; j < m - 1; j++) {
        lack = Math.max(lack, target[j] - rows[row + j]);
      }
      if (lack < least) {
        least = lack;
        if (least <= enough) {
          return least;
        }
      }
    }
    return least;
  }

  private static double meanDistance(double[][] front, double[][] reference, boolean plus) {
    objectives(front, reference);
    NearestRow search = new NearestRow(front);
    double sum = 0;
    for (double[] target : reference) {
      sum += Math.sqrt(search.squaredDistance(target, plus));
    }
    return sum / reference.length;
  }

  private static int objectives(double[][] front, double[][] reference) {
    int objectives = Rows.objectives(front, "front");
    Rows.objectives(reference, "reference");
    Rows.checkRow(reference[0], objectives, "reference[0]", "front[0]");
    return objectives;
  }
}
