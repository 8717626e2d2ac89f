package org.morl4j.constraints;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The step of constrained policy optimisation (Achiam et al. 2017, arXiv 1705.10528, theorem 2 and
 * appendix 10.2) under k linear limits, from products of gradients alone.
 *
 * <pre>
 *   min_x  g'x    so that   x'H x / 2 &lt;= delta,   c_j + b_j'x &lt;= 0
 *   q = g'H^-1 g,   r_j = g'H^-1 b_j,   S_ij = b_i'H^-1 b_j
 *   x = -(alpha H^-1 g + sum_j beta_j H^-1 b_j)
 * </pre>
 *
 * The programme is convex, so that what meets the conditions of Karush, Kuhn and Tucker is the
 * optimum. They are tried for every set A of limits that may bind, small ones first:
 *
 * <pre>
 *   alpha  = sqrt((2 delta - c_A'S_A^-1 c_A) / (q - r_A'S_A^-1 r_A))         1 / lambda
 *   beta_A = S_A^-1 (c_A - alpha r_A) &gt;= 0,   c_i + b_i'x &lt;= 0 for i not in A
 * </pre>
 *
 * Where no step within the region keeps all limits, the step is the shortest one that would keep
 * them, cut at the region's edge: recovery, for k = 1 -sqrt(2 delta / s) H^-1 b. Where no step of
 * any length would, the one against the limit that is farthest. A limit whose gradient is 0 can't
 * be helped and is left alone.
 *
 * @param alpha share of H^-1 g
 * @param beta shares of H^-1 b [k]
 * @param recovers whether it only goes towards the limits
 */
@SuppressWarnings("ArrayRecordComponent") // an intermediate result, compared by nobody
record LimitedStep(double alpha, double[] beta, boolean recovers) {
  private static final double ROUNDING = 1e-9;

  /**
   * Products of gradients.
   *
   * @param q of the loss's with itself
   * @param r of the loss's with each limit's [k]
   * @param s of the limits' [k, k]
   * @param c how far each limit is exceeded before the step; negative with room left [k]
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Products(double q, double[] r, double[][] s, double[] c) {}

  /**
   * The step.
   *
   * @param delta positive: the most KL, to second order
   */
  static LimitedStep of(Products in, double delta) {
    int k = in.c.length;
    Optional<double[]> shortest = shortest(in);
    double[] towards = shortest.orElseGet(() -> farthest(in));
    double kl = dot(towards, in.c) / 2;
    if (kl > delta || shortest.isEmpty()) {
      double scale = kl > 0 ? Math.sqrt(delta / kl) : 0;
      return new LimitedStep(0, Arrays.stream(towards).map(b -> b * scale).toArray(), true);
    }
    for (int[] active : sets(k)) {
      Optional<LimitedStep> step = optimum(in, delta, active);
      if (step.isPresent()) {
        return step.get();
      }
    }
    // Rounding alone gets here: what keeps all limits stands.
    return new LimitedStep(0, towards, true);
  }

  private static Optional<LimitedStep> optimum(Products in, double delta, int[] active) {
    Optional<double[]> withC = solve(in.s, active, in.c);
    Optional<double[]> withR = solve(in.s, active, in.r);
    if (withC.isEmpty() || withR.isEmpty()) {
      return Optional.empty();
    }
    double left = 2 * delta - dot(withC.get(), in.c);
    double slope = in.q - dot(withR.get(), in.r);
    if (left < 0) {
      return Optional.empty();
    }
    boolean corner = slope <= ROUNDING * in.q; // nothing is left to gain along the limits
    double alpha = corner ? 0 : Math.sqrt(left / slope);
    double[] beta = new double[in.c.length];
    for (int j : active) {
      beta[j] = withC.get()[j] - alpha * withR.get()[j];
      // In a corner lambda is 0 and nu = -S^-1 r.
      if ((corner ? -withR.get()[j] : beta[j]) < 0) {
        return Optional.empty();
      }
    }
    boolean holds = keeps(in, alpha, beta, active, 2 * delta);
    return holds ? Optional.of(new LimitedStep(alpha, beta, false)) : Optional.empty();
  }

  /** Whether limits that don't bind hold at -(alpha H^-1 g + beta H^-1 b). */
  private static boolean keeps(
      Products in, double alpha, double[] beta, int[] active, double size) {
    for (int i = 0; i < beta.length; i++) {
      int limit = i;
      double there = in.c[i] - alpha * in.r[i] - dot(in.s[i], beta);
      double rounding = ROUNDING * (Math.abs(in.c[i]) + Math.sqrt(size * in.s[i][i]));
      if (in.s[i][i] > 0 && there > rounding && Arrays.stream(active).noneMatch(j -> j == limit)) {
        return false;
      }
    }
    return true;
  }

  /** beta of the shortest step that keeps all limits, whatever its length; nothing if none does. */
  private static Optional<double[]> shortest(Products in) {
    for (int[] active : sets(in.c.length)) {
      Optional<double[]> beta = solve(in.s, active, in.c);
      if (beta.isPresent() && Arrays.stream(beta.get()).allMatch(b -> b >= 0)) {
        double length = dot(beta.get(), in.c);
        if (keeps(in, 0, beta.get(), active, length)) {
          return beta;
        }
      }
    }
    return Optional.empty();
  }

  /** beta of the step that keeps the limit that takes the longest one alone. */
  private static double[] farthest(Products in) {
    double[] beta = new double[in.c.length];
    int worst = -1;
    double most = 0;
    for (int j = 0; j < beta.length; j++) {
      double length = in.s[j][j] > 0 ? in.c[j] / Math.sqrt(in.s[j][j]) : 0;
      if (length > most) {
        most = length;
        worst = j;
      }
    }
    if (worst >= 0) {
      beta[worst] = in.c[worst] / in.s[worst][worst];
    }
    return beta;
  }

  /** All subsets of 0..k-1, small ones first. */
  private static int[][] sets(int k) {
    int[][] sets = new int[1 << k][];
    for (int mask = 0; mask < sets.length; mask++) {
      int bits = mask;
      sets[mask] = IntStream.range(0, k).filter(j -> (bits >> j & 1) == 1).toArray();
    }
    Arrays.sort(sets, (a, b) -> Integer.compare(a.length, b.length));
    return sets;
  }

  /** S_A^-1 v_A at the places of A, 0 elsewhere; nothing where S_A is singular. */
  private static Optional<double[]> solve(double[][] s, int[] active, double[] v) {
    int n = active.length;
    double[][] rows = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        rows[i][j] = s[active[i]][active[j]];
      }
      rows[i][n] = v[active[i]];
    }
    for (int i = 0; i < n; i++) {
      double pivot = rows[i][i];
      // Positive definite: no pivoting. What is left of a diagonal entry says how independent it
      // is.
      if (!(pivot > ROUNDING * s[active[i]][active[i]])) {
        return Optional.empty();
      }
      for (int j = 0; j < n; j++) {
        double factor = j == i ? 0 : rows[j][i] / pivot;
        for (int l = i; l <= n; l++) {
          rows[j][l] -= factor * rows[i][l];
        }
      }
    }
    double[] solution = new double[v.length];
    for (int i = 0; i < n; i++) {
      solution[active[i]] = rows[i][n] / rows[i][i];
    }
    return Optional.of(solution);
  }

  private static double dot(double[] a, double[] b) {
    return ConjugateGradient.dot(a, b);
  }
}
