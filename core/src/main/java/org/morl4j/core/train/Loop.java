package org.morl4j.core.train;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/** A phase at work: when to act, what to keep of it, and when to learn. */
sealed interface Loop extends Savable permits RolloutLoop, ReplayLoop, BatchLoop {
  /** Takes one turn; the last losses, or null if nothing was learned yet. */
  @Nullable Record advance();

  /** Writes all but what was lived through. */
  @Override
  void save(State out);

  /** Writes the transitions it has kept, if it keeps any. */
  default void saveReplay(State out) {}

  /** Takes up what {@link #saveReplay} wrote. */
  default void restoreReplay(State in) {}
}
