package org.morl4j.constraints;

import org.morl4j.core.check.Vec;

/**
 * A Lagrange multiplier: a value that measurements of its limit's violation turn into another.
 * Within its {@link Range}, whatever its kind.
 */
public sealed interface Multiplier permits Ascent, AdamAscent, Pid {
  /** lambda. */
  double value();

  /** What it becomes when the limit is violated by so much; negative with room left. */
  Multiplier after(double violation);

  /** The same kind, beginning at another value. */
  Multiplier startingAt(double value);

  /** All that {@link #after} has changed, for checkpoints. */
  Vec state();

  /** This one as it was when it gave {@code state}. */
  Multiplier with(Vec state);

  /**
   * Where a multiplier may lie.
   *
   * @param least 0, or minus the cap for a limit that says EQUALS
   * @param most the cap
   */
  record Range(double least, double most) {
    /** From 0, or for a limit from both sides from -cap, to cap. */
    static Range of(double cap, boolean bothSides) {
      return new Range(bothSides ? -cap : 0, cap);
    }

    double clip(double value) {
      return Math.max(least, Math.min(most, value));
    }

    /** Whether {@code value} is at the cap, on either side of 0. */
    boolean caps(double value) {
      return Math.abs(value) >= most;
    }
  }
}
