package org.morl4j.nn;

import org.morl4j.core.check.Check;

/** How two gradients a and b of the same parameters become one. */
public sealed interface Combination {
  /** Writes the combination of {@code a} and {@code b} to {@code a}. */
  void apply(float[] a, float[] b);

  /** a + b. */
  record Sum() implements Combination {
    @Override
    public void apply(float[] a, float[] b) {
      for (int i = 0; i < a.length; i++) {
        a[i] += b[i];
      }
    }
  }

  /**
   * The orthogonal-gradient update of ODICE (Mao et al. 2024, arXiv 2402.00348, equation 8):
   *
   * <pre>
   *   g = a + scale (b - (a.b / a.a) a)
   * </pre>
   *
   * What b adds never works against a: a.g = a.a. Where a is 0 the projection has no direction, and
   * g = scale b.
   *
   * @param scale eta
   */
  record Orthogonal(double scale) implements Combination {
    public Orthogonal {
      Check.notNegative("scale", scale);
    }

    @Override
    public void apply(float[] a, float[] b) {
      double square = 0;
      double dot = 0;
      for (int i = 0; i < a.length; i++) {
        square += (double) a[i] * a[i];
        dot += (double) a[i] * b[i];
      }
      double along = square > 0 ? dot / square : 0;
      for (int i = 0; i < a.length; i++) {
        a[i] = (float) (a[i] + scale * (b[i] - along * a[i]));
      }
    }
  }
}
