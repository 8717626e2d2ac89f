package org.morl4j.pareto.indicator;

import java.util.Arrays;

/**
 * Exact hypervolume of maximised points: the volume of the union of the boxes between a reference
 * point and each point (Zitzler and Thiele, 1998). A point that is not strictly better than the
 * reference in every objective adds nothing.
 *
 * <p>Any number of objectives. Time grows as sorting does for one to three of them, with the square
 * of the points for four, and steeply beyond: 100 points take well under a millisecond for five
 * objectives and tens of milliseconds for eight. The relative error stays below 1e-14; a
 * contribution is a difference of volumes, so its absolute error is a rounding of the point's box.
 */
public final class Hypervolume {
  private Hypervolume() {}

  /**
   * Hypervolume of a front.
   *
   * @param points shape [N, m], N at least 1
   * @param reference shape [m]
   * @throws IllegalArgumentException where an argument is empty, ragged or not finite
   */
  public static double of(double[][] points, double[] reference) {
    int objectives = Rows.objectives(points, "points");
    Rows.checkRow(reference, objectives, "reference", "points[0]");
    return union(gains(points, reference), objectives);
  }

  /**
   * Hypervolume that a point adds to a front, 0 for a point that the front covers.
   *
   * @param points shape [N, m]; may be empty
   * @param point shape [m], not one of the points
   * @param reference shape [m]
   * @throws IllegalArgumentException where an argument is ragged or not finite
   */
  public static double contribution(double[][] points, double[] point, double[] reference) {
    int objectives = Rows.objectives(new double[][] {reference}, "reference");
    Rows.checkRow(point, objectives, "point", "reference");
    if (points.length > 0) {
      Rows.objectives(points, "points");
      Rows.checkRow(points[0], objectives, "points[0]", "reference");
    }
    double own = 1;
    for (int j = 0; j < objectives; j++) {
      own *= Math.max(0, point[j] - reference[j]);
    }
    if (own == 0) {
      return 0;
    }
    double[] limit = gains(points, reference);
    for (int i = 0; i < limit.length; i += objectives) {
      boolean covers = true;
      for (int j = 0; j < objectives; j++) {
        double bound = point[j] - reference[j];
        covers &= limit[i + j] >= bound;
        limit[i + j] = Math.min(limit[i + j], bound);
      }
      if (covers) {
        return 0;
      }
    }
    return Math.max(0, own - union(limit, objectives));
  }

  /**
   * Hypervolume that each row alone covers. Dominated and repeated rows get 0, and dominated rows
   * are left out when the others are measured.
   *
   * @param points shape [N, m], N at least 1
   * @param reference shape [m]
   * @return shape [N]
   * @throws IllegalArgumentException where an argument is empty, ragged or not finite
   */
  public static double[] contributions(double[][] points, double[] reference) {
    int objectives = Rows.objectives(points, "points");
    Rows.checkRow(reference, objectives, "reference", "points[0]");
    double[] contributions = new double[points.length];
    int[] inside = rowsInside(points, reference);
    if (inside.length == 0) {
      return contributions;
    }
    double[] gains = gains(points, reference);
    boolean[] mask = NonDominated.mask(gains, inside.length, objectives);
    int[] sorted = SortOrder.descending(Rows.column(gains, objectives, objectives - 1));
    int[] order = Arrays.stream(sorted).filter(i -> mask[i]).toArray();
    double[] exclusive = exclusive(Rows.reorder(gains, objectives, order), objectives);
    for (int i = 0; i < order.length; i++) {
      contributions[inside[order[i]]] = exclusive[i];
    }
    clearRepeated(contributions, inside, gains, objectives);
    return contributions;
  }

  /** Exclusive volumes of distinct non-dominated rows by descending last coordinate. */
  private static double[] exclusive(double[] rows, int objectives) {
    return switch (objectives) {
      case 1 -> rows;
      case 2 -> exclusive2(rows);
      case 3 -> Contributions3d.of(rows);
      default -> SlicedVolume.contributions(rows, objectives);
    };
  }

  private static double[] exclusive2(double[] rows) {
    int n = rows.length / 2;
    double[] areas = new double[n];
    for (int i = 0; i < n; i++) {
      double left = i == 0 ? 0 : rows[2 * i - 2];
      double below = i == n - 1 ? 0 : rows[2 * i + 3];
      areas[i] = (rows[2 * i] - left) * (rows[2 * i + 1] - below);
    }
    return areas;
  }

  /** Of equal rows the filter keeps the first, but none of them covers anything alone. */
  private static void clearRepeated(
      double[] contributions, int[] inside, double[] rows, int objectives) {
    int[] order = SortOrder.descending(Rows.column(rows, objectives, 0), rows, objectives);
    for (int t = 1; t < order.length; t++) {
      int a = order[t - 1] * objectives;
      int b = order[t] * objectives;
      if (Arrays.equals(rows, a, a + objectives, rows, b, b + objectives)) {
        contributions[inside[order[t - 1]]] = 0;
        contributions[inside[order[t]]] = 0;
      }
    }
  }

  /** Volume of the union of the boxes [0, row]. */
  private static double union(double[] rows, int objectives) {
    if (rows.length == 0) {
      return 0;
    }
    if (objectives == 1) {
      return Arrays.stream(rows).max().orElse(0);
    }
    double[] sorted = sortedByLast(rows, objectives);
    return switch (objectives) {
      case 2 -> union2(sorted);
      case 3 -> union3(sorted);
      default -> SlicedVolume.of(sorted, objectives);
    };
  }

  private static double union2(double[] rows) {
    double area = 0;
    double best = 0;
    for (int i = 0; i < rows.length; i += 2) {
      if (rows[i] > best) {
        area += (rows[i] - best) * rows[i + 1];
        best = rows[i];
      }
    }
    return area;
  }

  private static double union3(double[] rows) {
    Staircase staircase = new Staircase(rows.length / 3, 0);
    double volume = 0;
    for (int i = 0; i < rows.length; i += 3) {
      volume += Math.max(0, staircase.insert(rows[i], rows[i + 1])) * rows[i + 2];
    }
    return volume;
  }

  /** Distances from the reference, only of the rows that are better everywhere; row-major. */
  private static double[] gains(double[][] points, double[] reference) {
    int objectives = reference.length;
    int[] inside = rowsInside(points, reference);
    double[] gains = new double[inside.length * objectives];
    for (int i = 0; i < inside.length; i++) {
      for (int j = 0; j < objectives; j++) {
        gains[i * objectives + j] = points[inside[i]][j] - reference[j];
      }
    }
    return gains;
  }

  private static int[] rowsInside(double[][] points, double[] reference) {
    int[] inside = new int[points.length];
    int n = 0;
    for (int i = 0; i < points.length; i++) {
      int j = 0;
      while (j < reference.length && points[i][j] > reference[j]) {
        j++;
      }
      if (j == reference.length) {
        inside[n++] = i;
      }
    }
    return Arrays.copyOf(inside, n);
  }

  private static double[] sortedByLast(double[] rows, int objectives) {
    return Rows.reorder(
        rows, objectives, SortOrder.descending(Rows.column(rows, objectives, objectives - 1)));
  }
}
