package org.morl4j.constraints;

/** What a Lagrange handler's {@code multiplier} may be. */
public sealed interface MultiplierOptions permits Ascent.Options, AdamAscent.Options, Pid.Options {
  /** Where it begins. */
  double initial();

  /** What it can't exceed. */
  double cap();

  /**
   * One at its beginning.
   *
   * @param bothSides for a limit that says EQUALS, whose multiplier may be negative
   */
  Multiplier create(boolean bothSides);

  /** What every kind requires of {@code initial} and {@code cap} together. */
  static void check(double initial, double cap) {
    if (initial > cap) {
      throw new IllegalArgumentException(
          "initial is %s, but must be at most the cap, %s."
              .formatted(Double.toString(initial), Double.toString(cap)));
    }
  }
}
