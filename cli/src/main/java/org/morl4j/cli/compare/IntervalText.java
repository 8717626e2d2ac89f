package org.morl4j.cli.compare;

import org.morl4j.cli.report.Numbers;

/** Intervals as tables show them. */
public final class IntervalText {
  private static final int DIGITS = 5;

  private IntervalText() {}

  public static String value(Interval interval) {
    return Numbers.significant(interval.value(), DIGITS);
  }

  /** {@code (1.2 to 3.4)}. */
  public static String bounds(Interval interval) {
    return "("
        + Numbers.significant(interval.low(), DIGITS)
        + " to "
        + Numbers.significant(interval.high(), DIGITS)
        + ")";
  }
}
