package org.morl4j.core.learn;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.state.Savable;

/**
 * A {@link Policy} at work on n rows, by one thread. Row i draws from generator i alone, so results
 * don't depend on how rows are split over actors.
 */
public interface Actor extends Savable {
  /**
   * Acts.
   *
   * @param obs raw observations [n, obsSize]
   * @param preference weights [n, m], or null for a policy that takes none
   * @param act raw actions [n, actSize], written
   * @param logProb log-probabilities [n], written unless null
   */
  void act(double[] obs, double @Nullable [] preference, double[] act, double @Nullable [] logProb);

  /** Says which rows are at the start of an episode, for policies with a memory. */
  default void begin(boolean[] starts) {}
}
