package org.morl4j.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.morl4j.core.check.Vec;

/**
 * The best step of two parameters within a trust region and linear limits, found by trying every
 * place where it can lie, with its multipliers:
 *
 * <pre>
 *   max g'x   so that   x'H x / 2 &lt;= delta,   b_i'x + c_i &lt;= 0
 *   g = lambda H x + sum_i nu_i b_i
 * </pre>
 *
 * Where the maximum is unique it lies at the region's own best point, where a limit cuts the
 * region's edge, or where two limits meet. None of the steps of constrained policy optimisation
 * (dual, active set, recovery) is used, so that those can be checked against it.
 *
 * @param step x [2]
 * @param lambda multiplier of the trust region; 0 where the optimum lies within it
 * @param nu multipliers of the limits, 0 where they don't bind
 */
public record PlaneOptimum(Vec step, double lambda, Vec nu) {
  private static final double ROUNDING = 1e-9;

  /**
   * A linear limit b'x + c &lt;= 0.
   *
   * @param slope b [2], the gradient of what is limited
   * @param excess c: how far the limit is exceeded at x = 0; negative where it is kept
   */
  public record Limit(Vec slope, double excess) {
    /** b = (bx, by). */
    public static Limit of(double bx, double by, double excess) {
      return new Limit(Vec.of(bx, by), excess);
    }

    double at(Vec x) {
      return slope.dot(x) + excess;
    }
  }

  /**
   * The optimum, or nothing where no step within the region keeps all limits.
   *
   * @param gradient g [2], the ascent direction, not 0
   * @param fisher H, symmetric and positive definite [2, 2]
   * @param delta positive
   */
  public static Optional<PlaneOptimum> find(
      Vec gradient, List<Limit> limits, List<Vec> fisher, double delta) {
    List<PlaneOptimum> corners = new ArrayList<>();
    Vec free = solve(fisher.get(0), fisher.get(1), gradient);
    double lambda = Math.sqrt(gradient.dot(free) / (2 * delta));
    Vec none = Vec.filled(limits.size(), 0);
    corners.add(new PlaneOptimum(plus(Vec.of(0, 0), 1 / lambda, free), lambda, none));
    for (int i = 0; i < limits.size(); i++) {
      Vec b = limits.get(i).slope();
      for (Vec x : cuts(limits.get(i), fisher, delta)) {
        Vec pull = Vec.of(fisher.get(0).dot(x), fisher.get(1).dot(x));
        Vec share = solveColumns(pull, b, gradient);
        corners.add(new PlaneOptimum(x, share.get(0), unit(limits.size(), i, share.get(1))));
      }
      for (int j = 0; j < i; j++) {
        Vec other = limits.get(j).slope();
        if (Math.abs(determinant(b, other)) > ROUNDING) {
          Vec x = solve(b, other, Vec.of(-limits.get(i).excess(), -limits.get(j).excess()));
          Vec share = solveColumns(b, other, gradient);
          Vec nu = unit(limits.size(), i, share.get(0));
          nu = plus(nu, 1, unit(limits.size(), j, share.get(1)));
          corners.add(new PlaneOptimum(x, 0, nu));
        }
      }
    }
    return corners.stream()
        .filter(c -> kl(fisher, c.step) <= delta + ROUNDING)
        .filter(c -> limits.stream().allMatch(limit -> limit.at(c.step) <= ROUNDING))
        .max((a, b) -> Double.compare(gradient.dot(a.step), gradient.dot(b.step)));
  }

  /** Where a limit's line cuts the region's edge: none or two points, equal where it touches. */
  private static List<Vec> cuts(Limit limit, List<Vec> fisher, double delta) {
    // The line's point of least KL, and from there along the line.
    Vec p = solve(fisher.get(0), fisher.get(1), limit.slope());
    Vec nearest = plus(Vec.of(0, 0), -limit.excess() / limit.slope().dot(p), p);
    Vec along = Vec.of(-limit.slope().get(1), limit.slope().get(0));
    double left = delta - kl(fisher, nearest);
    if (!(left >= 0)) {
      return List.of();
    }
    double t = Math.sqrt(left / kl(fisher, along));
    return List.of(plus(nearest, t, along), plus(nearest, -t, along));
  }

  private static double kl(List<Vec> fisher, Vec x) {
    return (x.get(0) * fisher.get(0).dot(x) + x.get(1) * fisher.get(1).dot(x)) / 2;
  }

  private static double determinant(Vec row0, Vec row1) {
    return row0.get(0) * row1.get(1) - row0.get(1) * row1.get(0);
  }

  /** x with row0'x = y0 and row1'x = y1 (Cramer). */
  private static Vec solve(Vec row0, Vec row1, Vec y) {
    double d = determinant(row0, row1);
    return Vec.of(
        (y.get(0) * row1.get(1) - row0.get(1) * y.get(1)) / d,
        (row0.get(0) * y.get(1) - y.get(0) * row1.get(0)) / d);
  }

  /** Shares (s, t) with s u + t v = y. */
  private static Vec solveColumns(Vec u, Vec v, Vec y) {
    return solve(Vec.of(u.get(0), v.get(0)), Vec.of(u.get(1), v.get(1)), y);
  }

  private static Vec plus(Vec x, double factor, Vec y) {
    double[] sum = x.toArray();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * y.get(i);
    }
    return Vec.of(sum);
  }

  private static Vec unit(int size, int at, double value) {
    double[] entries = new double[size];
    entries[at] = value;
    return Vec.of(entries);
  }
}
