package org.morl4j.agents.discrete;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * Epsilon falls linearly from {@code start} to {@code end}.
 *
 * @param start probability of a random action at first
 * @param end the same once it has fallen
 * @param fraction of the run's updates in which it falls
 */
public record Exploration(
    @Allowed(min = 0, max = 1) double start,
    @Allowed(min = 0, max = 1) double end,
    @Allowed(min = 0, max = 1) double fraction) {
  public static final Exploration DEFAULT = new Exploration(1, 0.05, 0.1);

  public Exploration {
    Check.allowed(Exploration.class, "start", start);
    Check.allowed(Exploration.class, "end", end);
    Check.allowed(Exploration.class, "fraction", fraction);
  }

  /** Epsilon after {@code done} of {@code updates} updates. */
  double epsilon(long done, long updates) {
    double part = fraction == 0 ? 1 : Math.min(1, done / (fraction * updates));
    return start + (end - start) * part;
  }
}
