package org.morl4j.envs.gym;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.DictSpace;
import org.morl4j.core.space.Space;
import org.morl4j.core.space.TupleSpace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells, once an environment and process, of observations beyond the bounds of their Box. It is no
 * error: many registered environments leave theirs, and nothing learns from the bounds.
 */
final class ObsRange {
  private static final Logger LOG = LoggerFactory.getLogger(ObsRange.class);
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  /** What rounding to float32 may add, as a share of the bound. */
  private static final double SLACK = 1e-6;

  private final String id;
  private final double[] low;
  private final double[] high;
  private boolean told;

  ObsRange(EnvSpec spec) {
    id = spec.id();
    low = new double[spec.observationSpace().size()];
    high = new double[low.length];
    Arrays.fill(low, Double.NEGATIVE_INFINITY);
    Arrays.fill(high, Double.POSITIVE_INFINITY);
    place(spec.observationSpace(), 0);
  }

  private int place(Space space, int offset) {
    if (space instanceof DictSpace dict) {
      int at = offset;
      for (DictSpace.Entry entry : dict.entries()) {
        at = place(entry.space(), at);
      }
    } else if (space instanceof TupleSpace tuple) {
      int at = offset;
      for (Space part : tuple.spaces()) {
        at = place(part, at);
      }
    } else if (space instanceof Box box) {
      for (int i = 0; i < box.size(); i++) {
        low[offset + i] = box.low().get(i) - SLACK * (1 + Math.abs(box.low().get(i)));
        high[offset + i] = box.high().get(i) + SLACK * (1 + Math.abs(box.high().get(i)));
      }
    }
    return offset + space.size();
  }

  /**
   * @param obs [n, size]
   */
  void check(double[] obs) {
    for (int i = 0; !told && i < obs.length; i++) {
      int j = i % low.length;
      if (obs[i] < low[j] || obs[i] > high[j]) {
        told = true;
        if (TOLD.add(id)) {
          LOG.warn(
              "{} row {}: observation[{}] is {}, but its observation space says {} to {}. Training"
                  + " goes on, as it does not use these bounds. Maybe correct the space, or look"
                  + " whether the simulation is right.",
              id,
              i / low.length,
              j,
              obs[i],
              (float) low[j],
              (float) high[j]);
        }
      }
    }
  }
}
