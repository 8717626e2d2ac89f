package org.morl4j.pareto.search;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.train.Bias;
import org.morl4j.pareto.archive.Lineage;

/**
 * One measured policy.
 *
 * @param job that trained it
 * @param policy its id
 * @param lineage where the policy comes from
 * @param evaluationTransitions evaluation transitions of the job up to it
 * @param returns of the objectives, then of the costs
 * @param limits how it stands to the run's limits, each
 * @param violation see {@link org.morl4j.pareto.archive.Measure}
 * @param bias of the critics for the same signals, or null if it was not asked for
 */
public record EvaluationResult(
    String job,
    String policy,
    Lineage lineage,
    long evaluationTransitions,
    Returns returns,
    List<LimitResult> limits,
    double violation,
    @Nullable Bias bias) {
  public EvaluationResult {
    limits = List.copyOf(limits);
  }

  /** Orders names of jobs as their results are merged: by stage, round and number. */
  public static final Comparator<String> JOB_ORDER = Comparator.comparing(JobId::parse);

  /** What the job had taken before it. */
  public Effort effort() {
    return lineage.effort();
  }

  /** Training transitions of the job before it. */
  public long transitions() {
    return effort().transitions();
  }
}
