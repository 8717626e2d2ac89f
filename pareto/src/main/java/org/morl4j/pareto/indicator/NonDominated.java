package org.morl4j.pareto.indicator;

import java.util.Arrays;

/**
 * The distinct non-dominated rows of a front of maximised points. A point dominates another one
 * when it is at least as good in every objective and better in one; of equal rows the first stays.
 *
 * <p>Two objectives: sort and sweep. Three: sort by the first objective, staircase over the others
 * (Kung, Luccio and Preparata, 1975). More: {@code DominanceSets}.
 */
public final class NonDominated {
  private NonDominated() {}

  /**
   * Distinct non-dominated rows in their original order.
   *
   * @param points shape [N, m], N at least 1; the rows are not copied
   * @throws IllegalArgumentException where points is empty, ragged or not finite
   */
  public static double[][] filter(double[][] points) {
    boolean[] mask = mask(points);
    double[][] kept = new double[points.length][];
    int n = 0;
    for (int i = 0; i < points.length; i++) {
      if (mask[i]) {
        kept[n++] = points[i];
      }
    }
    return Arrays.copyOf(kept, n);
  }

  /**
   * True for each row that {@link #filter} keeps.
   *
   * @param points shape [N, m], N at least 1
   * @throws IllegalArgumentException where points is empty, ragged or not finite
   */
  public static boolean[] mask(double[][] points) {
    int objectives = Rows.objectives(points, "points");
    return mask(Rows.flatten(points, objectives), points.length, objectives);
  }

  static boolean[] mask(double[] rows, int n, int objectives) {
    if (objectives <= 3) {
      int[] order = SortOrder.descending(Rows.column(rows, objectives, 0), rows, objectives);
      return objectives < 3 ? sweep(rows, order, objectives) : staircase(rows, order);
    }
    return DominanceSets.mask(rows, n, objectives);
  }

  private static boolean[] sweep(double[] rows, int[] order, int objectives) {
    boolean[] mask = new boolean[order.length];
    if (objectives == 1) {
      mask[order[0]] = true;
      return mask;
    }
    double best = Double.NEGATIVE_INFINITY;
    for (int row : order) {
      double second = rows[2 * row + 1];
      if (second > best) {
        best = second;
        mask[row] = true;
      }
    }
    return mask;
  }

  private static boolean[] staircase(double[] rows, int[] order) {
    boolean[] mask = new boolean[order.length];
    Staircase staircase = new Staircase(order.length, Double.NEGATIVE_INFINITY);
    for (int row : order) {
      mask[row] = !(staircase.insert(rows[3 * row + 1], rows[3 * row + 2]) < 0);
    }
    return mask;
  }

  /**
   * The first of n kept rows that is at least as good in every objective, n where there is none.
   */
  static int firstAtLeast(double[] kept, int n, double[] rows, int from, int objectives) {
    for (int k = 0; k < n; k++) {
      int at = k * objectives;
      int j = 0;
      while (j < objectives && kept[at + j] >= rows[from + j]) {
        j++;
      }
      if (j == objectives) {
        return k;
      }
    }
    return n;
  }
}
