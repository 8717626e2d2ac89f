package org.morl4j.pareto.search;

import org.morl4j.core.check.Check;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Phase;
import org.morl4j.pareto.indicator.SimplexGrid;

/** Checks of how much a search may train. */
final class Amounts {
  /** Of transitions or updates in a config. */
  private static final long MOST = 1_000_000_000_000_000L;

  /** Of a grid: each is a job, or an evaluation. */
  private static final int MOST_WEIGHTS = 100_000;

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
   * Requires a budget that one job gets whole to reach the first update of each phase.
   *
   * @throws IllegalArgumentException naming the setting and what would do
   */
  static void checkOneJob(Budget budget, Turns turns) {
    for (Phase phase : budget.phases()) {
      long first = turns.first(phase);
      if (budget.of(phase) < first) {
        throw new IllegalArgumentException(
            "search.%1$s is %2$d, but the first update comes after %3$d. Maybe set search.%1$s to %3$d or more, or lower %4$s."
                .formatted(phase.unit(), budget.of(phase), first, turns.settings(phase)));
      }
    }
  }

  /**
   * Requires a budget that many jobs share to reach the first update of each phase in each.
   *
   * @param each what one of them gets
   * @param jobs how many there are
   * @param share of the transitions that they get together
   * @throws IllegalArgumentException naming the setting and what would do
   */
  static void checkShares(Budget budget, Budget each, int jobs, double share, Turns turns) {
    for (Phase phase : budget.phases()) {
      long first = turns.first(phase);
      if (each.of(phase) < first) {
        double part = phase == Phase.ONLINE ? share : 1;
        throw new IllegalArgumentException(
            "search.%1$s gives each of %2$d stage-one jobs %3$d %1$s, but the first update comes after %4$d. Maybe set search.%1$s to %5$.0f or more, or lower %6$s."
                .formatted(
                    phase.unit(),
                    jobs,
                    each.of(phase),
                    first,
                    Math.ceil((double) first * jobs / part),
                    turns.fewer(phase)));
      }
    }
  }

  /** Requires a grid of weights that a run can train or measure, each by itself. */
  static int requireGrid(String setting, int divisions, int objectives) {
    int most = divisions;
    while (most > 1 && SimplexGrid.count(objectives, most) > MOST_WEIGHTS) {
      most = most / 2;
    }
    while (most < divisions && SimplexGrid.count(objectives, most + 1) <= MOST_WEIGHTS) {
      most++;
    }
    if (most < divisions) {
      throw new IllegalArgumentException(
          "%s is %d, which for %d objectives makes more than %d weights. Maybe use at most %d."
              .formatted(setting, divisions, objectives, MOST_WEIGHTS, most));
    }
    return (int) SimplexGrid.count(objectives, divisions);
  }
}
