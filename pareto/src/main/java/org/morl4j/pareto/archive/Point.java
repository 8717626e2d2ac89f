package org.morl4j.pareto.archive;

import org.morl4j.core.check.Vec;

/**
 * A policy and its measured returns.
 *
 * @param id unique within a run
 * @param returns mean returns, larger is better [m]
 * @param standardError of the means [m]
 * @param episodes how many were measured
 * @param lineage where it comes from
 * @param policy whatever stands for the policy
 */
public record Point<P>(
    String id, Vec returns, Vec standardError, int episodes, Lineage lineage, P policy) {
  /** True if this point is at least as good in every objective and better in one. */
  public boolean dominates(Point<?> other) {
    boolean better = false;
    for (int j = 0; j < returns.size(); j++) {
      if (returns.get(j) < other.returns.get(j)) {
        return false;
      }
      better |= returns.get(j) > other.returns.get(j);
    }
    return better;
  }
}
