package org.morl4j.agents.dice;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * The objective of {@link Odice}'s V, and its networks.
 *
 * @param lambda share of the dual loss: the larger, the more the better actions count
 * @param eta weight of the next states' gradient; of ORTHOGONAL alone
 * @param gradient which gradients count
 * @param twin whether there are two V, of which targets take the least
 * @param valueLayerNorm whether V's hidden layers are normalised (LayerNorm before the activation)
 */
public record OdiceDual(
    @Allowed(above = 0, below = 1) double lambda,
    @Allowed(min = 0, max = 1e6) double eta,
    Gradient gradient,
    boolean twin,
    boolean valueLayerNorm) {
  /** Which gradients of the residuals count. */
  public enum Gradient {
    /** Those of V(s), and of V(s') what is orthogonal to them: ODICE. */
    ORTHOGONAL,
    /** Those of V(s) alone: the authors' S-DICE, much like SQL without critics. */
    SEMI,
    /** That of r + discount V(s') - V(s), without a target copy, as in OptiDICE. */
    TRUE
  }

  public static final OdiceDual DEFAULT = new OdiceDual(0.6, 1, Gradient.ORTHOGONAL, true, true);

  public OdiceDual {
    Check.allowed(OdiceDual.class, "lambda", lambda);
    Check.allowed(OdiceDual.class, "eta", eta);
  }

  /** The same with another {@code lambda}. */
  public OdiceDual withLambda(double value) {
    return new OdiceDual(value, eta, gradient, twin, valueLayerNorm);
  }

  /** The same with another {@code eta}. */
  public OdiceDual withEta(double value) {
    return new OdiceDual(lambda, value, gradient, twin, valueLayerNorm);
  }

  /** The same with another {@code gradient}. */
  public OdiceDual withGradient(Gradient value) {
    return new OdiceDual(lambda, eta, value, twin, valueLayerNorm);
  }

  /** The same with one V or two. */
  public OdiceDual withTwin(boolean value) {
    return new OdiceDual(lambda, eta, gradient, value, valueLayerNorm);
  }

  /** The same with another {@code valueLayerNorm}. */
  public OdiceDual withValueLayerNorm(boolean value) {
    return new OdiceDual(lambda, eta, gradient, twin, value);
  }
}
