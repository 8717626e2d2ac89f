package org.morl4j.pareto.archive;

import org.morl4j.core.check.Vec;

/**
 * A policy and what it was measured to bring.
 *
 * @param id unique within a run
 * @param measure its returns, costs and how it keeps limits
 * @param lineage where it comes from
 * @param policy whatever stands for the policy
 */
public record Point<P>(String id, Measure measure, Lineage lineage, P policy) {
  /** Mean returns, larger is better [m]. */
  public Vec returns() {
    return measure.returns();
  }

  /** See {@link Measure#dominates}. */
  public boolean dominates(Point<?> other) {
    return measure.dominates(other.measure);
  }

  /** See {@link Measure#sameAs}. */
  public boolean sameAs(Point<?> other) {
    return measure.sameAs(other.measure);
  }
}
