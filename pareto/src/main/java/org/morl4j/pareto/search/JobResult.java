package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.pareto.archive.Point;

/**
 * What a job gave.
 *
 * @param evaluated returns of every evaluation, in order
 * @param front the non-dominated ones of them, with their policies
 * @param transitions training transitions taken
 * @param evaluationTransitions transitions of the evaluations
 * @param exact false if a resumed environment did not reproduce its episode
 */
public record JobResult(
    List<Evaluated> evaluated,
    List<Point<Snapshot>> front,
    long transitions,
    long evaluationTransitions,
    boolean exact) {
  public JobResult {
    evaluated = List.copyOf(evaluated);
    front = List.copyOf(front);
  }

  /**
   * One evaluation.
   *
   * @param returns mean returns [m]
   * @param transitions training transitions of the job before it
   * @param evaluationTransitions evaluation transitions of the job up to it
   */
  public record Evaluated(Vec returns, long transitions, long evaluationTransitions) {}

  /** Adds a point to a job's own front: dominated ones leave, dominated or equal it is dropped. */
  static void offer(List<Point<Snapshot>> front, Point<Snapshot> point) {
    for (Point<Snapshot> member : front) {
      if (member.dominates(point) || member.returns().equals(point.returns())) {
        return;
      }
    }
    List<Point<Snapshot>> kept = new ArrayList<>(front);
    kept.removeIf(point::dominates);
    front.clear();
    front.addAll(kept);
    front.add(point);
  }
}
