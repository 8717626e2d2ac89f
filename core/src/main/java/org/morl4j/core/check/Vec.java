package org.morl4j.core.check;

import java.util.Arrays;
import java.util.List;

/** An immutable vector of doubles with value equality: objectives, weights, thresholds, bounds. */
public final class Vec {
  private final double[] values;

  private Vec(double[] values) {
    this.values = values;
  }

  /** Copies {@code values}. */
  public static Vec of(double... values) {
    return new Vec(values.clone());
  }

  /** The same {@code value}, {@code size} times. */
  public static Vec filled(int size, double value) {
    double[] values = new double[size];
    Arrays.fill(values, value);
    return new Vec(values);
  }

  /** Copies {@code values}. */
  public static Vec of(List<Double> values) {
    return new Vec(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  public int size() {
    return values.length;
  }

  public double get(int i) {
    return values[i];
  }

  /** A fresh copy. */
  public double[] toArray() {
    return values.clone();
  }

  /** All entries, {@code rows} times over [rows, size]. */
  public double[] repeated(int rows) {
    double[] all = new double[rows * values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = values[i % values.length];
    }
    return all;
  }

  /**
   * The first {@code n} entries.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  public Vec head(int n) {
    if (n < 0 || n > values.length) {
      throw new IllegalArgumentException(
          "A vector of " + values.length + " has no first " + n + " entries.");
    }
    return new Vec(Arrays.copyOf(values, n));
  }

  /**
   * The entries behind the first {@code n}.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  public Vec tail(int n) {
    if (n < 0 || n > values.length) {
      throw new IllegalArgumentException(
          "A vector of %d has none behind the first %d entries.".formatted(values.length, n));
    }
    return new Vec(Arrays.copyOfRange(values, n, values.length));
  }

  public double dot(Vec other) {
    if (other.values.length != values.length) {
      throw new IllegalArgumentException(
          "A vector of "
              + values.length
              + " can't be multiplied with one of "
              + other.size()
              + ".");
    }
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * other.values[i];
    }
    return sum;
  }

  /**
   * Requires every entry to be finite.
   *
   * @throws ArithmeticException naming {@code name}, the index and the value
   */
  public void checkFinite(String name) {
    Check.finite(name, values);
  }

  public boolean isFinite() {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vec vec && Arrays.equals(values, vec.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
