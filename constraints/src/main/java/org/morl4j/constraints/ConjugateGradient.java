package org.morl4j.constraints;

import java.util.function.UnaryOperator;
import org.morl4j.core.check.Check;

/**
 * Solves A x = b for a symmetric positive definite A that is known by its products only (Hestenes
 * and Stiefel 1952).
 *
 * <pre>
 *   alpha = r'r / p'Ap     x += alpha p     r -= alpha Ap     p = r + (r_new'r_new / r'r) p
 * </pre>
 *
 * Begins at x = 0, so after k steps x is the best in A's norm within k Krylov dimensions: few steps
 * give a direction that already serves a natural-gradient step (Schulman et al. 2015,
 * arXiv:1502.05477, appendix C).
 *
 * @param steps the most products with A
 * @param tolerance ends where |r|^2 is below it; 0 for all steps
 */
public record ConjugateGradient(int steps, double tolerance) {
  public ConjugateGradient {
    Check.atLeast("steps", steps, 1);
    Check.notNegative("tolerance", tolerance);
  }

  /**
   * An approximate solution.
   *
   * @param product v to A v; must not keep or change v
   * @param b left as it is
   */
  public double[] solve(UnaryOperator<double[]> product, double[] b) {
    double[] x = new double[b.length];
    double[] r = b.clone();
    double[] p = b.clone();
    double size = dot(r, r);
    for (int step = 0; step < steps && size > tolerance; step++) {
      double[] ap = product.apply(p);
      double curvature = dot(p, ap);
      // Rounding can cost a nearly singular A its sign; x is the best found so far.
      if (!(curvature > 0)) {
        break;
      }
      double alpha = size / curvature;
      for (int i = 0; i < x.length; i++) {
        x[i] += alpha * p[i];
        r[i] -= alpha * ap[i];
      }
      double next = dot(r, r);
      double beta = next / size;
      for (int i = 0; i < p.length; i++) {
        p[i] = r[i] + beta * p[i];
      }
      size = next;
    }
    return x;
  }

  /** Sum of products of two vectors of one length. */
  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
