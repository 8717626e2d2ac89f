package org.morl4j.pareto.search;

import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Effort;

/**
 * A point of the indicator curves: the front after each job of a round had made so many
 * evaluations.
 *
 * @param stage from 1
 * @param round within the stage; 0 for a stage that has but one
 * @param effort of the whole run up to here
 * @param evaluationTransitions of the whole run up to here
 * @param points the archive's return vectors
 */
public record FrontSnapshot(
    int stage, int round, Effort effort, long evaluationTransitions, List<Vec> points) {
  public FrontSnapshot {
    points = List.copyOf(points);
  }
}
