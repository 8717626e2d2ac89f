package org.morl4j.offline;

import java.util.Arrays;

/**
 * How numbers of episodes lie.
 *
 * @param deviation with n - 1 below; 0 of one number
 * @param quartiles least, lower quartile, median, upper quartile, greatest, interpolated linearly
 */
@SuppressWarnings("ArrayRecordComponent") // printed, never compared
public record Spread(double mean, double deviation, double[] quartiles) {
  private static final int PARTS = 4;

  /** Of at least one number. */
  static Spread of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double mean = Arrays.stream(sorted).average().orElse(Double.NaN);
    double squares = 0;
    for (double value : sorted) {
      squares += (value - mean) * (value - mean);
    }
    double[] quartiles = new double[PARTS + 1];
    for (int q = 0; q <= PARTS; q++) {
      double at = q * (sorted.length - 1) / (double) PARTS;
      int below = (int) at;
      int above = Math.min(below + 1, sorted.length - 1);
      quartiles[q] = sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
    double deviation = sorted.length == 1 ? 0 : Math.sqrt(squares / (sorted.length - 1));
    return new Spread(mean, deviation, quartiles);
  }
}
