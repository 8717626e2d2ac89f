package org.morl4j.pareto.search;

import org.morl4j.core.check.Check;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Phase;

/** Checks of how much a search may train. */
final class Amounts {
  /** Of transitions or updates in a config. */
  private static final long MOST = 1_000_000_000_000_000L;

  private Amounts() {}

  /** Requires an amount of transitions or of updates on data, or both. */
  static void check(long transitions, long updates) {
    Check.atLeast("transitions", transitions, updates > 0 ? 0 : 1);
  }

  /** What so many updates take, never more than any budget. */
  static long inTransitions(long updates, long turn) {
    return updates > MOST / turn ? MOST : updates * turn;
  }

  /**
   * Requires a budget that one job gets whole to have room for one turn of each phase.
   *
   * @throws IllegalArgumentException naming the setting
   */
  static void checkOneJob(Budget budget, Turns turns) {
    for (Phase phase : budget.phases()) {
      if (budget.of(phase) < turns.of(phase)) {
        throw new IllegalArgumentException(
            "search.%s is %d, but one update takes %d. Maybe raise search.%s, or lower agent.rolloutLength."
                .formatted(phase.unit(), budget.of(phase), turns.of(phase), phase.unit()));
      }
    }
  }

  /**
   * Requires a budget that many jobs share to have room for one turn of each phase in each.
   *
   * @param each what one of them gets
   * @throws IllegalArgumentException naming the setting
   */
  static void checkShares(Budget budget, Budget each, Turns turns) {
    for (Phase phase : budget.phases()) {
      if (each.of(phase) < turns.of(phase)) {
        throw new IllegalArgumentException(
            "search.%1$s gives each stage-one job %2$d %1$s, but one update takes %3$d. Maybe raise search.%1$s, or lower the number of divisions or agent.rolloutLength."
                .formatted(phase.unit(), each.of(phase), turns.of(phase)));
      }
    }
  }
}
