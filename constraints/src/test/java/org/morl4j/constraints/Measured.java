package org.morl4j.constraints;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Episode;
import org.morl4j.core.constraint.Returns;

/** Returns of made-up episodes. */
final class Measured {
  private Measured() {}

  /** Episodes that are all alike: their returns without discount are as those with it. */
  static Returns alike(int episodes, int length, Vec returns, Vec horizon) {
    List<Episode> each = new ArrayList<>();
    for (int e = 0; e < episodes; e++) {
      each.add(new Episode(returns, returns, length));
    }
    return new Returns(returns, Vec.filled(returns.size(), 0), horizon, episodes, length, each);
  }

  /** Episodes of one step, one row of {@code values} each. */
  static Returns oneStep(double[]... values) {
    int signals = values[0].length;
    double[] mean = new double[signals];
    List<Episode> each = new ArrayList<>();
    for (double[] value : values) {
      each.add(new Episode(Vec.of(value), Vec.of(value), 1));
      for (int s = 0; s < signals; s++) {
        mean[s] += value[s] / values.length;
      }
    }
    return new Returns(
        Vec.of(mean), Vec.filled(signals, 0), Vec.filled(signals, 1), values.length, 1, each);
  }
}
