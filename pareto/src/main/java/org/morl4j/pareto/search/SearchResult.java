package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;

/**
 * What a search found.
 *
 * @param archive its members with the returns they were selected by
 * @param measured returns of each member, in order, measured anew with fresh seeds: selection
 *     favours lucky evaluations (trap T10)
 * @param transitions training transitions
 * @param evaluationTransitions evaluation transitions, the final ones included
 * @param lines the indicator curves
 * @param exact false if a resumed environment did not reproduce its episode
 */
public record SearchResult(
    ParetoArchive<Snapshot> archive,
    List<Returns> measured,
    long transitions,
    long evaluationTransitions,
    List<FrontLine> lines,
    boolean exact) {
  public SearchResult {
    measured = List.copyOf(measured);
    lines = List.copyOf(lines);
  }

  /** The members that are non-dominated by their measured returns, with those returns. */
  public List<Point<Snapshot>> front() {
    int m = archive.reference().size();
    List<Point<Snapshot>> front = new ArrayList<>();
    for (int i = 0; i < measured.size(); i++) {
      Point<Snapshot> old = archive.points().get(i);
      Returns returns = measured.get(i);
      JobResult.offer(
          front,
          new Point<>(
              old.id(),
              returns.mean().head(m),
              returns.standardError().head(m),
              returns.episodes(),
              old.lineage(),
              old.policy()));
    }
    return front;
  }
}
