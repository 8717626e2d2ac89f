package org.morl4j.pareto.archive;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Effort;

/**
 * Where a policy comes from.
 *
 * @param stage 1 or 2
 * @param round 0 in stage one, from 1 in stage two
 * @param job number of the job within its round
 * @param preference weights a stage-one policy was trained with, else null
 * @param parent id of the policy that a stage-two job started from, else null
 * @param objective name of the objective a stage-two job maximised, else null
 * @param effort of its job when it was evaluated
 */
public record Lineage(
    int stage,
    int round,
    int job,
    @Nullable Vec preference,
    @Nullable String parent,
    @Nullable String objective,
    Effort effort) {}
