package org.morl4j.core.train;

/** What is kept of a trainer whose job is done. */
public enum KeepState {
  NONE,
  /** All but the transitions of its replay. */
  LEARNER,
  /** The replay too. */
  REPLAY
}
