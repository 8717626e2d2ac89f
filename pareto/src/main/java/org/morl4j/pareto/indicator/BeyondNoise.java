package org.morl4j.pareto.indicator;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a measured front is there beyond the noise of its measurement. The best of many noisy
 * points are the luckiest, and the hypervolume of all of them is larger than that of what they are
 * of: of copies of one policy each that is lucky in another objective adds to it.
 *
 * <p>Points are taken in the order given, which must not hang on these measurements; one that is
 * not better than a taken one in any objective by more than {@link #ERRORS} standard errors of the
 * difference adds nothing that can be told from luck, and is left out. Of exact points all that are
 * better in anything stay, so that their hypervolume is that of the front.
 */
public final class BeyondNoise {
  /** Standard errors of a difference beyond which it is taken for one. */
  private static final double ERRORS = 2.5;

  private BeyondNoise() {}

  /**
   * The hypervolume of the points that are told from each other.
   *
   * @param points mean returns [n, m]
   * @param errors their standard errors [n, m]
   * @param reference [m]
   */
  public static double hypervolume(double[][] points, double[][] errors, double[] reference) {
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < points.length; i++) {
      int own = i;
      if (taken.stream().allMatch(other -> differs(points, errors, own, other))) {
        taken.add(i);
      }
    }
    return Hypervolume.of(taken.stream().map(i -> points[i]).toArray(double[][]::new), reference);
  }

  /** Whether point {@code i} is better than {@code other} in something, beyond noise. */
  private static boolean differs(double[][] points, double[][] errors, int i, int other) {
    for (int j = 0; j < points[i].length; j++) {
      double error = Math.hypot(errors[i][j], errors[other][j]);
      if (points[i][j] - points[other][j] > ERRORS * error) {
        return true;
      }
    }
    return false;
  }
}
