package org.morl4j.pareto.search;

import java.util.List;
import java.util.Optional;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.pareto.archive.ParetoArchive;

/**
 * What a search has found so far.
 *
 * @param archive the policies it keeps
 * @param history every policy that was measured, job after job, with where it comes from: its
 *     weights, its parent, what it maximised
 */
public record Findings(ParetoArchive<Snapshot> archive, List<EvaluationResult> history) {
  public Findings {
    history = List.copyOf(history);
  }

  /** What was measured of the policy that another one was trained from, if that was a policy. */
  public Optional<EvaluationResult> parent(EvaluationResult of) {
    String parent = of.lineage().parent();
    return history.stream().filter(one -> one.policy().equals(parent)).findFirst();
  }
}
