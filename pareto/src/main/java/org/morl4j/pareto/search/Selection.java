package org.morl4j.pareto.search;

import java.util.List;
import java.util.Set;

/** What the next round of a search trains for, after what was found so far. */
public interface Selection {
  /**
   * The tasks of the next round; none if there is nothing left to do.
   *
   * @param found so far
   * @param tried keys of earlier choices; the new ones are added
   * @param select policies to choose; of gaps, as many as give that many policies' tasks
   * @param most tasks that the budget affords, at least 1: what exceeds it is not chosen
   */
  List<? extends Task> next(Findings found, Set<String> tried, int select, int most);
}
