package org.morl4j.cli.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as the page's text shows them; the page's scripts use the same rules. */
public final class Numbers {
  private Numbers() {}

  /** At most {@code digits} significant digits, without an exponent from 1e-4 to 1e9. */
  public static String significant(double value, int digits) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "-∞";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    double size = Math.abs(value);
    return size >= 1e-4 && size < 1e9 ? rounded.toPlainString() : rounded.toString();
  }

  /**
   * As {@link #significant}, with groups of three digits where it has five or more before the
   * point.
   */
  static String grouped(double value, int digits) {
    boolean isLong = Math.abs(value) >= 1e4 && Math.abs(value) < 1e9;
    if (!isLong) {
      return significant(value, digits);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    return String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded);
  }

  /**
   * Decimals that a column of numbers needs to show each as it is, at most so many that the largest
   * has {@code digits} significant digits.
   */
  static int decimals(double[] values, int digits) {
    double largest = 0;
    for (double value : values) {
      largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
    }
    int before = largest < 1 ? 1 : (int) Math.floor(Math.log10(largest)) + 1;
    int most = Math.max(0, digits - before);
    int needed = 0;
    for (double value : values) {
      if (Double.isFinite(value) && value != 0) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
        needed = Math.max(needed, rounded.stripTrailingZeros().scale());
      }
    }
    return Math.min(most, needed);
  }

  /** With so many decimals; numbers too large or small for that as {@link #significant}. */
  static String fixed(double value, int decimals) {
    double size = Math.abs(value);
    boolean lost = size > 0 && size < 0.5 * Math.pow(10, -decimals);
    return Double.isFinite(value) && size < 1e9 && !lost
        ? String.format(Locale.ROOT, "%." + decimals + "f", value == 0 ? 0.0 : value)
        : significant(value, 3);
  }

  /** {@code 999,936}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 41.2 s}, {@code 12 min 5 s}, {@code 3 h 20 min}. */
  static String duration(double seconds) {
    if (!(seconds >= 0) || Double.isInfinite(seconds)) {
      return "unknown";
    }
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    return whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}
