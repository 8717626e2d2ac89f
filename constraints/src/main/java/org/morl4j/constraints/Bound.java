package org.morl4j.constraints;

import org.morl4j.core.check.Check;

/** A lower bound on the return of one signal, fixed when the starting policy has been measured. */
public sealed interface Bound {
  /** Which signal, as its place in arrays [.., S]. */
  int signal();

  /** The bound b, given the starting policy's return G. */
  double value(double start);

  /** A length in units of the signal's return by which distances to the bound are judged. */
  double scale(double start);

  /**
   * C-MORL's relative bound (arXiv 2410.02236) with a slack that loosens for negative returns too,
   * where beta G would tighten: b = G - (1 - beta) max(|G|, floor).
   *
   * @param beta 0 to 1, the paper's best is 0.9
   * @param floor positive; keeps some slack where G is near 0
   */
  record Relative(int signal, double beta, double floor) implements Bound {
    public Relative {
      Check.atLeast("signal", signal, 0);
      Check.open01("beta", beta);
      Check.positive("floor", floor);
    }

    @Override
    public double value(double start) {
      return start - scale(start);
    }

    @Override
    public double scale(double start) {
      return (1 - beta) * Math.max(Math.abs(start), floor);
    }
  }

  /**
   * An absolute threshold, given as its distance from the starting policy's return in the
   * evaluation's units, so that evaluation and training may discount differently: b = G + offset.
   *
   * @param offset threshold minus the starting policy's evaluated return; positive where the start
   *     violates it
   * @param scale positive
   */
  record Shifted(int signal, double offset, double scale) implements Bound {
    public Shifted {
      Check.atLeast("signal", signal, 0);
      if (!Double.isFinite(offset)) {
        throw new IllegalArgumentException("offset is " + offset + ", but must be finite.");
      }
      Check.positive("scale", scale);
    }

    @Override
    public double value(double start) {
      return start + offset;
    }

    @Override
    public double scale(double start) {
      return scale;
    }
  }
}
