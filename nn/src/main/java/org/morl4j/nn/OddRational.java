package org.morl4j.nn;

import java.util.List;

/**
 * The odd function x P(x^2) / Q(x^2) of an x clamped to +-limit, in floats by Horner's rule: what
 * the layers compute for {@link Activation#TANH} and within {@link Activation#GELU}. Whoever
 * rebuilds a network elsewhere takes it from here: the true functions differ by some 3e-7 a unit.
 *
 * @param p coefficients of P, the constant first
 * @param q coefficients of Q, the constant first
 */
public record OddRational(float limit, List<Float> p, List<Float> q) {
  public OddRational {
    p = List.copyOf(p);
    q = List.copyOf(q);
  }

  /** tanh. */
  public static OddRational tanh() {
    return Pointwise.TANH;
  }

  /** Phi(x) - 1/2; gelu is x (1/2 + this) of an x that is first raised to -limit. */
  public static OddRational phiOffset() {
    return Pointwise.PHI_OFFSET;
  }
}
