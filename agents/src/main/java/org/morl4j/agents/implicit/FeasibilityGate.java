package org.morl4j.agents.implicit;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * How {@link Fisor} counts violation and escapes it; the defaults are the authors'.
 *
 * @param kappa of the reversed expectile of violations
 * @param violated h of a step that breaks its share of a limit
 * @param kept minus h of any other
 * @param escape inverse temperature in infeasible states, in units of one over h
 * @param leastEscape least weight of an action there: above 0 the worst are cloned too
 * @param mostEscape largest weight of an action there
 */
public record FeasibilityGate(
    @Allowed(above = 0, below = 1) double kappa,
    @Allowed(above = 0, max = 1e6) double violated,
    @Allowed(above = 0, max = 1e6) double kept,
    @Allowed(min = 0, max = 1e6) double escape,
    @Allowed(min = 0, max = 1e12) double leastEscape,
    @Allowed(above = 0, max = 1e12) double mostEscape) {
  public static final FeasibilityGate DEFAULT = new FeasibilityGate(0.9, 25, 1, 5, 1, 150);

  public FeasibilityGate {
    Check.allowed(FeasibilityGate.class, "kappa", kappa);
    Check.allowed(FeasibilityGate.class, "violated", violated);
    Check.allowed(FeasibilityGate.class, "kept", kept);
    Check.allowed(FeasibilityGate.class, "escape", escape);
    Check.allowed(FeasibilityGate.class, "leastEscape", leastEscape);
    Check.allowed(FeasibilityGate.class, "mostEscape", mostEscape);
  }

  /** The same with another {@code kappa}. */
  public FeasibilityGate withKappa(double value) {
    return new FeasibilityGate(value, violated, kept, escape, leastEscape, mostEscape);
  }

  /** The same with another {@code violated}. */
  public FeasibilityGate withViolated(double value) {
    return new FeasibilityGate(kappa, value, kept, escape, leastEscape, mostEscape);
  }

  /** The same with another {@code kept}. */
  public FeasibilityGate withKept(double value) {
    return new FeasibilityGate(kappa, violated, value, escape, leastEscape, mostEscape);
  }

  /** The same with another {@code escape}. */
  public FeasibilityGate withEscape(double value) {
    return new FeasibilityGate(kappa, violated, kept, value, leastEscape, mostEscape);
  }

  /** The same with another {@code leastEscape}. */
  public FeasibilityGate withLeastEscape(double value) {
    return new FeasibilityGate(kappa, violated, kept, escape, value, mostEscape);
  }

  /** The same with another {@code mostEscape}. */
  public FeasibilityGate withMostEscape(double value) {
    return new FeasibilityGate(kappa, violated, kept, escape, leastEscape, value);
  }

  /**
   * The weight of an action.
   *
   * @param q Q_h of it
   * @param v V_h of its state
   * @param byReturn its weight in a feasible state
   */
  float weight(float q, float v, float byReturn) {
    if (v > 0) {
      double weight = Math.max(Math.exp(escape * (v - q)), leastEscape);
      return (float) Math.min(weight, mostEscape);
    }
    return q <= 0 ? byReturn : 0;
  }
}
