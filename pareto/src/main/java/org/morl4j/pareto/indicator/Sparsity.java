package org.morl4j.pareto.indicator;

import java.util.Arrays;

/**
 * Sparsity as C-MORL (Liu et al., 2025) and PGMORL (Xu et al., 2020) measure it: 1 / (N - 1) x sum
 * over objectives of the squared gaps between neighbouring values, each objective sorted on its
 * own, over the N distinct non-dominated rows. It depends on the objectives' units and favours
 * clustered fronts: to report, not to optimise.
 */
public final class Sparsity {
  private Sparsity() {}

  /**
   * Sparsity of a front, 0 where only one distinct non-dominated row is left.
   *
   * @param points shape [N, m], N at least 1
   * @throws IllegalArgumentException where points is empty, ragged or not finite
   */
  public static double of(double[][] points) {
    double[][] front = NonDominated.filter(points);
    int n = front.length;
    if (n == 1) {
      return 0;
    }
    double sum = 0;
    double[] values = new double[n];
    for (int j = 0; j < front[0].length; j++) {
      for (int i = 0; i < n; i++) {
        values[i] = front[i][j];
      }
      Arrays.sort(values);
      for (int i = 1; i < n; i++) {
        double gap = values[i] - values[i - 1];
        sum += gap * gap;
      }
    }
    return sum / (n - 1);
  }
}
