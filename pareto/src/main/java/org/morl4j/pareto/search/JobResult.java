package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.pareto.archive.Point;

/**
 * What a job gave.
 *
 * @param evaluated every evaluation, in order
 * @param kept the policies that its {@link Task} holds on to
 * @param effort what training took
 * @param evaluationTransitions transitions of the evaluations
 * @param exact false if a resumed environment did not reproduce its episode
 */
record JobResult(
    List<EvaluationResult> evaluated,
    List<Point<Snapshot>> kept,
    Effort effort,
    long evaluationTransitions,
    boolean exact) {
  JobResult {
    evaluated = List.copyOf(evaluated);
    kept = List.copyOf(kept);
  }

  /** Adds a point to a job's own front: dominated ones leave, dominated or equal it is dropped. */
  static void offer(List<Point<Snapshot>> front, Point<Snapshot> point) {
    for (Point<Snapshot> member : front) {
      if (member.dominates(point) || member.returns().equals(point.returns())) {
        return;
      }
    }
    List<Point<Snapshot>> left = new ArrayList<>(front);
    left.removeIf(point::dominates);
    front.clear();
    front.addAll(left);
    front.add(point);
  }
}
