package org.morl4j;

import java.nio.file.Path;
import org.morl4j.core.check.Vec;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.policy.SavedPolicy;

/**
 * A policy that a run found.
 *
 * @param id its name in the run
 * @param folder where it lies, for {@code Policies.load}
 * @param measure what it brought in the final evaluation
 * @param policy to act with; not thread-safe, load another one a thread
 */
public record RunPolicy(String id, Path folder, Measure measure, SavedPolicy policy) {
  /** Mean returns of the objectives [m]. */
  public Vec returns() {
    return measure.returns();
  }

  /** Standard error of these means [m]. */
  public Vec standardError() {
    return measure.standardError();
  }

  /** Mean sums of the costs [k]. */
  public Vec costs() {
    return measure.costs();
  }

  /** Standard error of these means [k]. */
  public Vec costError() {
    return measure.costError();
  }

  /** Whether it kept all limits; true where there are none. */
  public boolean withinLimits() {
    return measure.withinLimits();
  }

  /** The action it holds best, see {@link SavedPolicy#act(double[])}. */
  public double[] act(double[] obs) {
    return policy.act(obs);
  }
}
