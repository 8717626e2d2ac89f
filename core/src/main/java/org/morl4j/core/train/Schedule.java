package org.morl4j.core.train;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.state.Savable;

/** When to act, what to keep of it, and when to learn. */
sealed interface Schedule extends Savable permits RolloutSchedule, ReplaySchedule {
  /**
   * Acts once as long as the requirements asks and learns; the last losses, or null if none yet.
   */
  @Nullable Record advance();
}
