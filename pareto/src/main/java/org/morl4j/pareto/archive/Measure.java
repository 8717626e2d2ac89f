package org.morl4j.pareto.archive;

import org.morl4j.core.check.Vec;

/**
 * What a policy was measured to bring.
 *
 * @param returns mean returns of the objectives, larger is better [m]
 * @param standardError of these means [m]
 * @param costs mean returns of the costs [k]
 * @param costError of these means [k]
 * @param episodes how many were measured
 * @param violation of the run's limits: 0 within all of them, else the sum of what is beyond each
 *     over its scale
 */
public record Measure(
    Vec returns, Vec standardError, Vec costs, Vec costError, int episodes, double violation) {
  /** Of a task without costs and limits. */
  public Measure(Vec returns, Vec standardError, int episodes) {
    this(returns, standardError, Vec.of(), Vec.of(), episodes, 0);
  }

  /** Whether all limits hold. */
  public boolean withinLimits() {
    return violation == 0;
  }

  /**
   * Constrained dominance (Deb et al. 2002, NSGA-II, section VI): the smaller violation dominates;
   * of the same violation, what is at least as good in every objective and better in one.
   */
  public boolean dominates(Measure other) {
    if (violation != other.violation) {
      return violation < other.violation;
    }
    boolean better = false;
    for (int j = 0; j < returns.size(); j++) {
      if (returns.get(j) < other.returns.get(j)) {
        return false;
      }
      better |= returns.get(j) > other.returns.get(j);
    }
    return better;
  }

  /** Whether a front needs one of the two only. */
  public boolean sameAs(Measure other) {
    return violation == other.violation && returns.equals(other.returns);
  }
}
