package org.morl4j.pareto.search;

import java.util.List;
import org.morl4j.core.constraint.HookUse;
import org.morl4j.core.learn.Requirements;

/** What a config's {@code search} may be: the settings of one kind of {@link Search}. */
public sealed interface SearchOptions
    permits CMorl.Options, WeightedSum, Single.Options, PreferenceSearch.Options {
  /** Training transitions in all. */
  long transitions();

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

  /** What of it acts on learners beyond weighing their signals. */
  default List<HookUse> hooks() {
    return List.of();
  }

  /** The search; {@code runner}, which the caller closes, runs its jobs. */
  Search create(SearchContext context, JobRunner runner);
}
