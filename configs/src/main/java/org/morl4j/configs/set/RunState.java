package org.morl4j.configs.set;

import java.util.Locale;

/** Where a run of a set stands. */
public enum RunState {
  /** It has not begun, or was interrupted and goes on from its last checkpoint. */
  WAITING,
  DONE,
  /** Stopped by the {@link MedianRule}. */
  PRUNED,
  /** It ended with an error; started again, the set tries it again. */
  FAILED;

  /** Its name in files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a set that is started again leaves it as it is. */
  boolean isKept() {
    return this == DONE || this == PRUNED;
  }
}
