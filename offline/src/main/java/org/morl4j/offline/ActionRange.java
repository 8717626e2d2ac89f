package org.morl4j.offline;

import java.util.Arrays;
import org.morl4j.core.check.Vec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;

/** What recorded actions say of their space, where the file doesn't say it. */
final class ActionRange {
  private static final int MOST_NUMBERS = 1 << 16;

  private final double[] low;
  private final double[] high;
  private boolean whole = true;

  ActionRange(int width) {
    low = new double[width];
    high = new double[width];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
  }

  /** Takes actions [.., width]. */
  void add(double[] act) {
    for (int row = 0; row < act.length; row += low.length) {
      for (int a = 0; a < low.length; a++) {
        double value = act[row + a];
        low[a] = Math.min(low[a], value);
        high[a] = Math.max(high[a], value);
        whole &= value == Math.rint(value);
      }
    }
  }

  /**
   * The numbers 0 to n - 1 where the one number of each action is whole and not negative; else the
   * cube from -1 to 1 if it holds all; else the box from the least to the greatest of each.
   *
   * @param mayBeNumbers whether whole numbers mean choices
   */
  Space space(boolean mayBeNumbers) {
    boolean one = low.length == 1 && low[0] >= 0 && high[0] < MOST_NUMBERS;
    if (mayBeNumbers && whole && one) {
      return new Discrete((int) high[0] + 1);
    }
    boolean cube = true;
    for (int a = 0; a < low.length; a++) {
      cube &= low[a] >= -1 && high[a] <= 1;
    }
    return cube
        ? Box.of(low.length, -1, 1, Dtype.FLOAT32)
        : Box.of(Vec.of(low), Vec.of(high), Dtype.FLOAT64);
  }
}
