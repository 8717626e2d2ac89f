package org.morl4j.pareto.search;

import java.util.List;
import java.util.Set;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.pareto.archive.ParetoArchive;

/** Which archived policies stage two extends, and under which bounds. */
interface Selection {
  /**
   * The tasks of the next round; none if there is nothing left to extend.
   *
   * @param archive what was found so far
   * @param tried keys of earlier choices; the new ones are added
   * @param select policies to choose; of gaps, as many as give that many policies' tasks
   * @param most tasks that the budget affords, at least 1: what exceeds it is not chosen
   */
  List<Task.Extension> next(
      ParetoArchive<Snapshot> archive, Set<String> tried, int select, int most);
}
