package org.morl4j.pareto.indicator;

/**
 * Distances of a front to a reference set, both of maximised points, lower being better. All rows
 * count as given, dominated and repeated ones as well. Definitions and orders of operations are
 * those of moocore 0.3.2.
 *
 * <p>Each row of the reference set looks for its best row of the front. The search starts with the
 * best row of the one before and leaves a row as soon as it can't win, which never changes the
 * result.
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
    int start = 0;
    for (double[] target : reference) {
      double least = shortfall(target, rows, start, Double.POSITIVE_INFINITY);
      for (int row = 0; row < rows.length && least > epsilon; row += m) {
        double amount = shortfall(target, rows, row, least);
        if (amount < least) {
          least = amount;
          start = row;
        }
      }
      epsilon = Math.max(epsilon, least);
    }
    return epsilon;
  }

  /** Largest lack of the row at this offset, or a value of at least {@code bound}. */
  private static double shortfall(double[] target, double[] rows, int row, double bound) {
    double worst = target[0] - rows[row];
    for (int j = 1; j < target.length && worst < bound; j++) {
      worst = Math.max(worst, target[j] - rows[row + j]);
    }
    return worst;
  }

  private static double meanDistance(double[][] front, double[][] reference, boolean plus) {
    int m = objectives(front, reference);
    double[] rows = Rows.flatten(front, m);
    double sum = 0;
    int start = 0;
    for (double[] target : reference) {
      double least = squared(target, rows, start, plus, Double.POSITIVE_INFINITY);
      for (int row = 0; row < rows.length && least > 0; row += m) {
        double distance = squared(target, rows, row, plus, least);
        if (distance < least) {
          least = distance;
          start = row;
        }
      }
      sum += Math.sqrt(least);
    }
    return sum / reference.length;
  }

  /** Squared distance to the row at this offset, or a value of at least {@code bound}. */
  private static double squared(
      double[] target, double[] rows, int row, boolean plus, double bound) {
    double sum = 0;
    for (int j = 0; j < target.length && sum < bound; j++) {
      double gap = target[j] - rows[row + j];
      if (plus && gap < 0) {
        gap = 0;
      }
      sum += gap * gap;
    }
    return sum;
  }

  private static int objectives(double[][] front, double[][] reference) {
    int objectives = Rows.objectives(front, "front");
    Rows.objectives(reference, "reference");
    Rows.checkRow(reference[0], objectives, "reference[0]", "front[0]");
    return objectives;
  }
}
