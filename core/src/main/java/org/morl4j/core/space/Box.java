package org.morl4j.core.space;

import java.util.List;
import java.util.random.RandomGenerator;
import org.morl4j.core.check.Vec;

/**
 * Points of R^n within bounds.
 *
 * @param low lower bounds, row-major; may be negative infinity
 * @param high upper bounds, row-major; may be infinity
 * @param shape dimensions; their product is the number of bounds
 * @param dtype element type in the environment
 */
public record Box(Vec low, Vec high, List<Integer> shape, Dtype dtype) implements Space {
  /**
   * Bounds beyond it stand for none: environments write the largest float for them, and networks
   * that compute in float32 can't square it.
   */
  public static final double LARGEST = 1e18;

  public Box {
    shape = List.copyOf(shape);
    long product = 1;
    for (int n : shape) {
      product *= n;
    }
    boolean negative = shape.stream().anyMatch(n -> n < 0);
    if (negative || product != low.size() || low.size() != high.size()) {
      throw new IllegalArgumentException(
          "Box shape "
              + shape
              + " needs "
              + product
              + " bounds, but low has "
              + low.size()
              + " and high "
              + high.size()
              + ".");
    }
    for (int i = 0; i < low.size(); i++) {
      if (!(low.get(i) <= high.get(i))) {
        throw new IllegalArgumentException(
            "Box low["
                + i
                + "] is "
                + low.get(i)
                + ", but must not exceed high["
                + i
                + "] = "
                + high.get(i)
                + ".");
      }
    }
  }

  /** A one-dimensional Box with the same bounds everywhere. */
  public static Box of(int n, double low, double high, Dtype dtype) {
    return new Box(Vec.filled(n, low), Vec.filled(n, high), List.of(n), dtype);
  }

  /** A one-dimensional Box. */
  public static Box of(Vec low, Vec high, Dtype dtype) {
    return new Box(low, high, List.of(low.size()), dtype);
  }

  @Override
  public int size() {
    return low.size();
  }

  @Override
  public int features() {
    return low.size();
  }

  /**
   * True if dimension {@code i} has distinct bounds within {@link #LARGEST}, between which actions
   * can be spread.
   */
  public boolean hasRange(int i) {
    return low.get(i) < high.get(i) && low.get(i) >= -LARGEST && high.get(i) <= LARGEST;
  }

  /** True if every bound is finite. */
  public boolean isBounded() {
    return low.isFinite() && high.isFinite();
  }

  /** Clips the raw value at {@code values[offset..]} to the bounds, in place. */
  public void clip(double[] values, int offset) {
    for (int i = 0; i < low.size(); i++) {
      values[offset + i] = Math.min(high.get(i), Math.max(low.get(i), values[offset + i]));
    }
  }

  private boolean isInteger() {
    return dtype != Dtype.FLOAT32 && dtype != Dtype.FLOAT64;
  }

  @Override
  public boolean contains(double[] values, int offset) {
    boolean integer = isInteger();
    for (int i = 0; i < low.size(); i++) {
      double value = values[offset + i];
      if (!(value >= low.get(i) && value <= high.get(i))
          || (integer && value != Math.rint(value))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void sample(RandomGenerator rng, double[] out, int offset) {
    boolean integer = isInteger();
    for (int i = 0; i < low.size(); i++) {
      double l = low.get(i);
      double h = high.get(i);
      boolean below = l > Double.NEGATIVE_INFINITY;
      boolean above = h < Double.POSITIVE_INFINITY;
      double value;
      if (below && above) {
        value =
            integer
                ? Math.floor(l + (h - l + 1) * rng.nextDouble())
                : l + (h - l) * rng.nextDouble();
      } else if (below) {
        value = l + rng.nextExponential();
      } else if (above) {
        value = h - rng.nextExponential();
      } else {
        value = rng.nextGaussian();
      }
      value = integer ? Math.floor(value) : dtype == Dtype.FLOAT32 ? (float) value : value;
      // Rounding may step over a bound that is no float.
      out[offset + i] = Math.min(h, Math.max(l, value));
    }
  }

  @Override
  public void encode(double[] values, int offset, float[] out, int outOffset) {
    int n = low.size();
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = (float) values[offset + i];
    }
  }

  @Override
  public void decode(float[] features, int offset, double[] out, int outOffset) {
    for (int i = 0; i < size(); i++) {
      out[outOffset + i] = features[offset + i];
    }
  }
}
