package org.morl4j.core.constraint;

import org.morl4j.core.check.Vec;
import org.morl4j.core.state.State;

/**
 * Measured returns J of a policy, over whole episodes.
 *
 * @param mean per signal, discounted by the measurer's gamma [S]
 * @param standardError of the mean per signal; 0 for a single episode [S]
 * @param discountedLength H: mean over episodes of sum_t gamma^t, per signal [S]
 * @param episodes how many
 * @param length mean steps of an episode
 */
public record Returns(
    Vec mean, Vec standardError, Vec discountedLength, int episodes, double length) {
  /** Writes all of it under names of its own. */
  public void save(State out) {
    out.put("mean", mean.toArray());
    out.put("standard_error", standardError.toArray());
    out.put("discounted_length", discountedLength.toArray());
    out.put("episodes", episodes);
    out.put("length", length);
  }

  /** What {@link #save} wrote. */
  public static Returns restore(State in) {
    return new Returns(
        Vec.of(in.doubles("mean")),
        Vec.of(in.doubles("standard_error")),
        Vec.of(in.doubles("discounted_length")),
        (int) in.scalarLong("episodes"),
        in.scalarDouble("length"));
  }
}
