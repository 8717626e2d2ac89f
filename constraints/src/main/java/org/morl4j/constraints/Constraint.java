package org.morl4j.constraints;

import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.Per;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.constraint.Statistic;

/**
 * A {@link Limit} whose value may yet have to be measured.
 *
 * @param name unique within a run
 * @param signal its place in arrays [.., S]
 * @param sense on which side of the threshold it may lie
 * @param threshold where the limit is, in units of {@code per}
 * @param per what counts of an episode
 * @param statistic what is bound of that over episodes
 */
public record Constraint(
    String name, int signal, Sense sense, Threshold threshold, Per per, Statistic statistic) {
  public Constraint {
    Check.atLeast("signal", signal, 0);
  }

  /** One that is known already. */
  public static Constraint of(Limit limit) {
    return new Constraint(
        limit.name(),
        limit.signal(),
        limit.sense(),
        new Threshold.Absolute(limit.value()),
        limit.per(),
        limit.statistic());
  }

  /** A lower bound on the mean discounted return of a signal. */
  public static Constraint atLeast(String name, int signal, Threshold threshold) {
    return new Constraint(
        name, signal, Sense.AT_LEAST, threshold, Per.DISCOUNTED, new Statistic.Mean());
  }

  /** The limit that it is for a starting policy of value {@code start}. */
  public Limit limit(double start) {
    return new Limit(name, signal, sense, threshold.value(start), per, statistic);
  }
}
