package org.morl4j.core.space;

import java.util.random.RandomGenerator;

/**
 * What an observation or an action may be. A raw value is {@link #size()} doubles: a Box its
 * elements in row-major order, a Discrete its number, a Dict or Tuple its parts one after the other
 * (Dict in key order as listed). Doubles hold every dtype exactly up to float64 and 53-bit
 * integers.
 *
 * <p>A network sees {@link #features()} floats instead: Box flattened, Discrete one-hot,
 * MultiDiscrete one-hot each, MultiBinary 0/1, Dict and Tuple concatenated.
 */
public sealed interface Space
    permits Box, Discrete, MultiDiscrete, MultiBinary, DictSpace, TupleSpace {
  /** Doubles in one raw value. */
  int size();

  /** Floats in one encoded value. */
  int features();

  /** True if the raw value at {@code values[offset..]} is a member. */
  boolean contains(double[] values, int offset);

  /** Draws a member uniformly (unbounded Box dimensions: standard normal, as Gymnasium does). */
  void sample(RandomGenerator rng, double[] out, int offset);

  /** Encodes the raw value at {@code values[offset..]} into {@code out[outOffset..]}. */
  void encode(double[] values, int offset, float[] out, int outOffset);

  /**
   * The raw value behind the features at {@code features[offset..]}, into {@code out[outOffset..]}:
   * what {@link #encode} made them of, rounded to floats. Of several ones in a one-hot block the
   * largest counts.
   */
  void decode(float[] features, int offset, double[] out, int outOffset);

  /** Encodes raw values [rows, size] into {@code out} [rows, features]. */
  default void encodeRows(double[] values, int rows, float[] out) {
    for (int i = 0; i < rows; i++) {
      encode(values, i * size(), out, i * features());
    }
  }

  /** Decodes features [rows, features] into {@code out} [rows, size]. */
  default void decodeRows(float[] features, int rows, double[] out) {
    for (int i = 0; i < rows; i++) {
      decode(features, i * features(), out, i * size());
    }
  }
}
