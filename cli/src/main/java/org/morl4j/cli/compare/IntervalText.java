package org.morl4j.cli.compare;

import org.morl4j.cli.compare.Comparison.Pair;
import org.morl4j.cli.report.Numbers;

/** Intervals as tables show them. */
public final class IntervalText {
  private static final int DIGITS = 5;

  private IntervalText() {}

  static String value(Interval interval) {
    return Numbers.significant(interval.value(), DIGITS);
  }

  /** {@code 2.3 (1.2 to 3.4)}, or the value alone. */
  public static String of(Interval interval) {
    return of(interval, DIGITS);
  }

  /** The same with other significant digits. */
  public static String of(Interval interval, int digits) {
    String value = Numbers.significant(interval.value(), digits);
    return interval.isGiven() ? value + " " + bounds(interval, digits) : value;
  }

  /** {@code 0.8 (0.6 to 0.9)}, or the value and why it has no interval. */
  public static String ofPair(Pair pair, boolean intervals) {
    boolean missing = intervals && !pair.probability().isGiven();
    return missing ? value(pair.probability()) + " " + reason(pair) : of(pair.probability());
  }

  /** Why a pair's probability has no interval. */
  static String reason(Pair pair) {
    return pair.few() ? "(too few runs for an interval)" : "(no interval: every resample agrees)";
  }

  /** {@code (1.2 to 3.4)}. */
  static String bounds(Interval interval) {
    return bounds(interval, DIGITS);
  }

  private static String bounds(Interval interval, int digits) {
    return "("
        + Numbers.significant(interval.low(), digits)
        + " to "
        + Numbers.significant(interval.high(), digits)
        + ")";
  }
}
