package org.morl4j.nn.head;

import org.morl4j.core.space.Box;

/** Finite bounds of a Box, and the linear map between them and [-1, 1]. */
final class Bounds {
  private final double[] low;
  private final double[] high;
  private final double[] halfRange;
  private final double[] logHalfRange;

  private Bounds(Box space) {
    int n = space.size();
    low = space.low().toArray();
    high = space.high().toArray();
    halfRange = new double[n];
    logHalfRange = new double[n];
    for (int i = 0; i < n; i++) {
      halfRange[i] = (high[i] - low[i]) / 2;
      if (!space.hasRange(i)) {
        throw new IllegalArgumentException(
            """
            The action space, a Box of shape %s, goes from %s to %s in dimension %d, but a policy \
            that is stretched over the action space needs distinct bounds within +-1e18. Maybe \
            give the environment's action space such bounds, or use an agent that needs none, such \
            as ppo with its default head.\
            """
                .formatted(space.shape(), low[i], high[i], i));
      }
      logHalfRange[i] = Math.log(halfRange[i]);
    }
  }

  /**
   * @throws IllegalArgumentException if a dimension has no distinct bounds within {@link
   *     Box#LARGEST}
   */
  static Bounds of(Box space) {
    return new Bounds(space);
  }

  double halfRange(int i) {
    return halfRange[i];
  }

  double logHalfRange(int i) {
    return logHalfRange[i];
  }

  /** From [-1, 1] to the bounds, which rounding must not overstep. */
  double stretch(double y, int i) {
    return clip(beyond(y, i), i);
  }

  /** The same map, also of what lies outside [-1, 1]. */
  double beyond(double y, int i) {
    return low[i] + halfRange[i] * (y + 1);
  }

  /** From the bounds to [-1, 1]. */
  double shrink(double act, int i) {
    return (act - low[i]) / halfRange[i] - 1;
  }

  double clip(double act, int i) {
    return Math.min(high[i], Math.max(low[i], act));
  }
}
