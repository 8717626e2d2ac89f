package org.morl4j.core.learn;

import java.util.Map;
import org.morl4j.core.check.Check;

/**
 * What schedules of rates go by. Most learners begin their schedules anew; in a search that decays
 * its rates once over all rounds, a learner's updates count on from those of the rounds before.
 *
 * @param updates in each phase that schedules stretch over
 * @param before how many of them were done before this learner's first
 */
public record RateClock(Map<Phase, Long> updates, long before) {
  public RateClock {
    updates = Map.copyOf(updates);
    Check.atLeast("before", before, 0);
  }

  /** Of a learner whose schedules begin with it. */
  public static RateClock of(Map<Phase, Long> updates) {
    return new RateClock(updates, 0);
  }

  /** All updates that schedules stretch over. */
  public long total() {
    return updates.values().stream().mapToLong(Long::longValue).sum();
  }
}
