package org.morl4j.pareto.indicator;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The knee of a front: the point farthest beyond the hyperplane through the front's extremes, where
 * giving up a little of one objective costs much of another (Das 1999). Objectives count in shares
 * of their range on the front, so that their units don't matter.
 */
public final class Knee {
  /** Nearer than this to the hyperplane, in shares of a range, a front is as good as flat. */
  private static final double FLAT = 0.05;

  private Knee() {}

  /**
   * The row that is the knee.
   *
   * @param front mutually non-dominated rows to be maximised [n, m], finite
   * @return empty where there is none: of one objective, where one row has the best of several
   *     objectives, where the extremes span no hyperplane that trades each objective for the
   *     others, or where no row lies clearly beyond it
   */
  public static OptionalInt of(double[][] front) {
    if (front.length < 3 || front[0].length < 2) {
      return OptionalInt.empty();
    }
    double[][] shares = shares(front);
    double[][] extremes = new double[front[0].length][];
    for (int j = 0; j < extremes.length; j++) {
      extremes[j] = shares[best(shares, j)].clone();
    }
    double[] normal = normal(extremes);
    if (normal.length == 0) {
      return OptionalInt.empty();
    }
    double length = Math.sqrt(dot(normal, normal));
    int knee = -1;
    double farthest = FLAT;
    for (int i = 0; i < shares.length; i++) {
      double distance = (dot(normal, shares[i]) - 1) / length;
      if (distance > farthest) {
        farthest = distance;
        knee = i;
      }
    }
    return knee < 0 ? OptionalInt.empty() : OptionalInt.of(knee);
  }

  /** Rows in shares of each objective's range; 0 where it has none. */
  private static double[][] shares(double[][] front) {
    int m = front[0].length;
    double[][] shares = new double[front.length][m];
    for (int j = 0; j < m; j++) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (double[] row : front) {
        low = Math.min(low, row[j]);
        high = Math.max(high, row[j]);
      }
      for (int i = 0; i < front.length; i++) {
        shares[i][j] = high > low ? (front[i][j] - low) / (high - low) : 0;
      }
    }
    return shares;
  }

  /** The row that is best in an objective; of several the one that is best in all others summed. */
  private static int best(double[][] shares, int objective) {
    int best = 0;
    for (int i = 1; i < shares.length; i++) {
      double more = shares[i][objective] - shares[best][objective];
      if (more > 0 || (more == 0 && sum(shares[i]) > sum(shares[best]))) {
        best = i;
      }
    }
    return best;
  }

  private static double sum(double[] row) {
    double sum = 0;
    for (double value : row) {
      sum += value;
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  /** Solves rows n = 1 by elimination with pivots; empty if singular or not positive throughout. */
  private static double[] normal(double[][] rows) {
    int m = rows.length;
    double[] right = new double[m];
    Arrays.fill(right, 1);
    for (int c = 0; c < m; c++) {
      int pivot = c;
      for (int r = c + 1; r < m; r++) {
        pivot = Math.abs(rows[r][c]) > Math.abs(rows[pivot][c]) ? r : pivot;
      }
      if (Math.abs(rows[pivot][c]) < 1e-9) {
        return new double[0];
      }
      double[] row = rows[pivot];
      rows[pivot] = rows[c];
      rows[c] = row;
      double value = right[pivot];
      right[pivot] = right[c];
      right[c] = value;
      for (int r = 0; r < m; r++) {
        double factor = r == c ? 0 : rows[r][c] / row[c];
        for (int k = c; k < m; k++) {
          rows[r][k] -= factor * row[k];
        }
        right[r] -= factor * value;
      }
    }
    for (int c = 0; c < m; c++) {
      right[c] /= rows[c][c];
      if (!(right[c] > 0)) {
        return new double[0];
      }
    }
    return right;
  }
}
