package org.morl4j.cli.compare;

/**
 * An estimate with its confidence interval.
 *
 * @param low NaN where there is no interval, as is {@code high}
 */
public record Interval(double value, double low, double high) {
  /** The value alone. */
  public static Interval none(double value) {
    return new Interval(value, Double.NaN, Double.NaN);
  }

  /** The value alone where the bounds are equal. */
  Interval orNoneWithoutWidth() {
    return low == high ? none(value) : this;
  }

  /** Whether the interval is there. */
  public boolean isGiven() {
    return !Double.isNaN(low);
  }
}
