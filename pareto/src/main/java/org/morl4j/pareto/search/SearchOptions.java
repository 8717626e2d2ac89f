package org.morl4j.pareto.search;

import java.util.List;
import org.morl4j.core.constraint.HookUse;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Requirements;

/**
 * What a config's {@code search} may be: a record of the settings of one kind of {@link Search}.
 */
public interface SearchOptions {
  /** How much training in all. */
  Budget budget();

  /**
   * The same with another budget.
   *
   * @throws IllegalArgumentException if there is nothing of either kind
   */
  SearchOptions withBudget(Budget value);

  /** Whether it trains one learner alone, so that more threads don't mean more of them. */
  boolean oneLearner();

  /** Whether what it gives is a front, which takes a reference point. */
  boolean front();

  /**
   * Checks what only the environment and the agent can tell.
   *
   * @throws IllegalArgumentException naming the setting
   */
  void check(int objectives, Requirements requirements);

  /**
   * The same search where {@code evaluateEvery} of this one was meant in updates, as configs of
   * format 1 do.
   *
   * @param turn transitions of an update, or of a run of them
   */
  default SearchOptions countedInUpdates(long turn) {
    return this;
  }

  /**
   * Checks that its budget gives each first job something to do.
   *
   * @throws IllegalArgumentException naming the setting
   */
  default void checkBudget(int objectives, Turns turns) {
    Amounts.checkOneJob(budget(), turns);
  }

  /** What of it acts on learners beyond weighing their signals. */
  default List<HookUse> hooks() {
    return List.of();
  }

  /** The search; {@code runner}, which the caller closes, runs its jobs. */
  Search create(SearchContext context, JobRunner runner);
}
