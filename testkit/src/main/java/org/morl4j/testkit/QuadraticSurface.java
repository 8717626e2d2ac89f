package org.morl4j.testkit;

import java.util.Collections;
import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.PolicySurface;

/**
 * A policy of n parameters x about which everything is known: the one that acted is x = 0, and
 *
 * <pre>
 *   change_s(x) = b_s'x + x'C_s x / 2      of the return of signal s
 *   loss(x)     = -sum_s w_s change_s(x)
 *   KL(x)       = x'H x / 2                H: the Fisher information, everywhere
 * </pre>
 *
 * so that steps within a trust region can be worked by hand, or by {@link PlaneOptimum} where n is
 * 2. With all C_s = 0 what a step rule predicts is what it gets; curvature makes its line search
 * work.
 */
public final class QuadraticSurface implements PolicySurface {
  private final List<Change> changes;
  private final Vec weights;
  private final List<Vec> fisher;
  private double[] x;

  /**
   * How one signal's surrogate changes with x.
   *
   * @param slope b [n]
   * @param curvature C, symmetric [n, n]
   */
  public record Change(Vec slope, List<Vec> curvature) {
    public Change {
      curvature = List.copyOf(curvature);
    }

    /** C = 0. */
    public static Change linear(double... slope) {
      Vec flat = Vec.filled(slope.length, 0);
      return new Change(Vec.of(slope), Collections.nCopies(slope.length, flat));
    }

    /** The same slope with C = {@code value} times the identity. */
    public Change curved(double value) {
      return new Change(slope, diagonal(Vec.filled(slope.size(), value).toArray()));
    }

    double at(double[] x) {
      return slope.dot(Vec.of(x)) + Vec.of(x).dot(Vec.of(times(curvature, x))) / 2;
    }

    double[] gradientAt(double[] x) {
      double[] gradient = times(curvature, x);
      for (int i = 0; i < x.length; i++) {
        gradient[i] += slope.get(i);
      }
      return gradient;
    }
  }

  /**
   * @param changes of each signal [S]
   * @param weights w: how each counts in the loss; negative for one that should fall [S]
   * @param fisher H, symmetric and positive definite [n, n]
   */
  public QuadraticSurface(List<Change> changes, Vec weights, List<Vec> fisher) {
    if (changes.size() != weights.size()) {
      throw new IllegalArgumentException(
          "There are %d weights, but must be one for each of %d signals."
              .formatted(weights.size(), changes.size()));
    }
    this.changes = List.copyOf(changes);
    this.weights = weights;
    this.fisher = List.copyOf(fisher);
    x = new double[fisher.size()];
  }

  /** A diagonal matrix [n, n]. */
  public static List<Vec> diagonal(double... entries) {
    Vec[] rows = new Vec[entries.length];
    for (int i = 0; i < rows.length; i++) {
      double[] row = new double[entries.length];
      row[i] = entries[i];
      rows[i] = Vec.of(row);
    }
    return List.of(rows);
  }

  @Override
  public double[] parameters() {
    return x.clone();
  }

  @Override
  public void set(double[] parameters) {
    if (parameters.length != fisher.size()) {
      throw new IllegalArgumentException(
          "There are %d parameters, but must be %d.".formatted(parameters.length, fisher.size()));
    }
    x = parameters.clone();
  }

  @Override
  public double[] gradient() {
    double[] gradient = new double[x.length];
    for (int s = 0; s < changes.size(); s++) {
      double[] one = gradient(s);
      for (int i = 0; i < x.length; i++) {
        gradient[i] -= weights.get(s) * one[i];
      }
    }
    return gradient;
  }

  @Override
  public double[] gradient(int signal) {
    return changes.get(signal).gradientAt(x);
  }

  @Override
  public double[] fisherVector(double[] v, double damping) {
    double[] product = times(fisher, v);
    for (int i = 0; i < v.length; i++) {
      product[i] += damping * v[i];
    }
    return product;
  }

  @Override
  public Probe probe() {
    Vec there = Vec.of(changes.stream().mapToDouble(change -> change.at(x)).toArray());
    double kl = Vec.of(x).dot(Vec.of(times(fisher, x))) / 2;
    return new Probe(-weights.dot(there), there, kl);
  }

  private static double[] times(List<Vec> matrix, double[] v) {
    return matrix.stream().mapToDouble(row -> row.dot(Vec.of(v))).toArray();
  }
}
