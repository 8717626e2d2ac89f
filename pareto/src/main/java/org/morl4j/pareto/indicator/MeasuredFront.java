package org.morl4j.pareto.indicator;

import java.util.Arrays;

/**
 * What may be claimed of a front by measurements that didn't choose it.
 *
 * @param policies on it
 * @param hypervolume of their mean returns, as they were measured; 0 of none
 * @param beyondNoise the part of it that is told from the noise of measuring, see {@link
 *     BeyondNoise}; the same where there is no noise
 */
public record MeasuredFront(int policies, double hypervolume, double beyondNoise) {
  /**
   * Of the policies on the front.
   *
   * @param points their mean returns [n, m], in an order that doesn't hang on these measurements
   * @param errors standard errors of these means [n, m]
   * @param reference [m]
   */
  public static MeasuredFront of(double[][] points, double[][] errors, double[] reference) {
    if (points.length == 0) {
      return new MeasuredFront(0, 0, 0);
    }
    // In the order of front.csv: sums of the same numbers differ by their order.
    double[][] ascending = points.clone();
    Arrays.sort(ascending, Arrays::compare);
    return new MeasuredFront(
        points.length,
        Hypervolume.of(ascending, reference),
        BeyondNoise.hypervolume(points, errors, reference));
  }
}
