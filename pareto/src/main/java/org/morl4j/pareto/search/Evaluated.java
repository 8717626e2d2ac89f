package org.morl4j.pareto.search;

import java.util.Arrays;
import java.util.Comparator;
import org.morl4j.core.constraint.Returns;

/**
 * One measured policy.
 *
 * @param job that trained it
 * @param policy its id
 * @param transitions training transitions of the job before it
 * @param evaluationTransitions evaluation transitions of the job up to it
 * @param returns of the objectives, then of the costs
 */
public record Evaluated(
    String job, String policy, long transitions, long evaluationTransitions, Returns returns) {
  /** Orders names of jobs as their results are merged: by stage, round and number. */
  public static final Comparator<String> JOB_ORDER =
      (a, b) -> Arrays.compare(Job.numbers(a), Job.numbers(b));
}
