package org.morl4j.pareto.search;

import org.morl4j.core.check.Check;

/** Checks of how much a search may train. */
final class Amounts {
  private Amounts() {}

  /** Requires an amount of transitions or of updates on data, or both. */
  static void check(long transitions, long updates) {
    Check.atLeast("updates", updates, 0);
    Check.atLeast("transitions", transitions, updates > 0 ? 0 : 1);
  }
}
