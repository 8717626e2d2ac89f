package org.morl4j.core.constraint;

/** On which side of a limit a value may lie. */
public enum Sense {
  AT_MOST,
  AT_LEAST,
  EQUALS;

  /**
   * How far {@code value} is beyond {@code limit}; for EQUALS above it. Negative with room left.
   */
  public double violation(double value, double limit) {
    return this == AT_LEAST ? limit - value : value - limit;
  }

  /** The derivative of {@link #violation} with respect to the value: 1 or -1. */
  public int slope() {
    return this == AT_LEAST ? -1 : 1;
  }
}
