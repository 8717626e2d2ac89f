package org.morl4j.pareto.search;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.train.Bias;

/**
 * One measured policy.
 *
 * @param job that trained it
 * @param policy its id
 * @param effort of the job before it
 * @param evaluationTransitions evaluation transitions of the job up to it
 * @param returns of the objectives, then of the costs
 * @param bias of the critics for the same signals, or null if it was not asked for
 */
public record EvaluationResult(
    String job,
    String policy,
    Effort effort,
    long evaluationTransitions,
    Returns returns,
    @Nullable Bias bias) {
  /** Orders names of jobs as their results are merged: by stage, round and number. */
  public static final Comparator<String> JOB_ORDER =
      (a, b) -> Arrays.compare(Job.numbers(a), Job.numbers(b));

  /** Training transitions of the job before it. */
  public long transitions() {
    return effort.transitions();
  }
}
