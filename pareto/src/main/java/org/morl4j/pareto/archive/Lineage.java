package org.morl4j.pareto.archive;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Effort;

/**
 * Where a policy comes from.
 *
 * @param stage from 1
 * @param round within the stage; 0 for a stage that has but one
 * @param job number of the job within its round
 * @param preference weights it was trained with, or measured under, or null
 * @param parent id of the policy that its job started from, or null
 * @param objective name of the one objective that its job maximised, or null
 * @param effort of its job when it was evaluated
 * @param multipliers of the run's limits at that time [limits]; NaN where a limit has none
 */
public record Lineage(
    int stage,
    int round,
    int job,
    @Nullable Vec preference,
    @Nullable String parent,
    @Nullable String objective,
    Effort effort,
    Vec multipliers) {
  /** Of a run without limits. */
  public Lineage(
      int stage,
      int round,
      int job,
      @Nullable Vec preference,
      @Nullable String parent,
      @Nullable String objective,
      Effort effort) {
    this(stage, round, job, preference, parent, objective, effort, Vec.of());
  }

  /** The same with other multipliers. */
  public Lineage withMultipliers(Vec now) {
    return new Lineage(stage, round, job, preference, parent, objective, effort, now);
  }
}
