package org.morl4j.pareto.search;

import org.morl4j.core.check.Vec;

/** Told of a search's progress, from several threads. */
public interface SearchListener {
  /** A round begins; stage one is round 0. */
  default void round(int stage, int round) {}

  /** A rollout and update of a job are done: so many training transitions more. */
  default void trained(long transitions) {}

  /** So many training transitions of an earlier process are taken over. */
  default void resumed(long transitions) {}

  /** A policy was evaluated. */
  default void evaluated(Vec returns) {}

  /** Hears nothing. */
  SearchListener NONE = new SearchListener() {};
}
