package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.state.State;
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
public record JobResult(
    List<EvaluationResult> evaluated,
    List<Point<Snapshot>> kept,
    Effort effort,
    long evaluationTransitions,
    boolean exact) {
  public JobResult {
    evaluated = List.copyOf(evaluated);
    kept = List.copyOf(kept);
  }

  /** Episodes of its evaluations. */
  long episodes() {
    return evaluated.stream().mapToLong(one -> one.returns().episodes()).sum();
  }

  /** Writes all of it under names of its own. */
  public void save(State out, SearchContext context) {
    effort.save(out, "effort");
    out.put("evaluation_transitions", evaluationTransitions);
    out.put("exact", exact ? 1L : 0L);
    EvaluationState.save(out, "evaluated", evaluated, context.measures());
    PointState.save(out, "kept", kept);
  }

  /** What {@link #save} wrote. */
  public static JobResult restore(State in, SearchContext context) {
    return new JobResult(
        EvaluationState.restore(in, "evaluated", context.measures()),
        PointState.restore(in, "kept", context),
        Effort.restore(in, "effort"),
        in.scalarLong("evaluation_transitions"),
        in.scalarLong("exact") == 1);
  }

  /** Adds a point to a job's own front: dominated ones leave, dominated or equal it is dropped. */
  static void offer(List<Point<Snapshot>> front, Point<Snapshot> point) {
    for (Point<Snapshot> member : front) {
      if (member.dominates(point) || member.sameAs(point)) {
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
