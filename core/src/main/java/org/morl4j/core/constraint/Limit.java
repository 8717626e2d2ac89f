package org.morl4j.core.constraint;

import java.util.List;

/**
 * A limit on one signal.
 *
 * @param name unique within a run
 * @param signal its place in arrays [.., S]
 * @param sense on which side of the value it may lie
 * @param value the limit itself, in units of {@code per}
 * @param per what counts of an episode
 * @param statistic what is bound of that over episodes
 */
public record Limit(
    String name, int signal, Sense sense, double value, Per per, Statistic statistic) {
  /** Share of max(|limit|, deviation) by which a value may miss a limit that says EQUALS. */
  private static final double TOLERANCE = 0.05;

  public Limit {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "%s is %s, but must be finite.".formatted(name, Double.toString(value)));
    }
    if (sense == Sense.EQUALS && statistic instanceof Statistic.Cvar) {
      throw new IllegalArgumentException(
          """
          %s has the statistic cvar and says equals, but a tail is on one side only. Maybe say \
          atMost or atLeast."""
              .formatted(name));
    }
  }

  /**
   * What it binds, over some episodes.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Estimate measure(List<Episode> episodes) {
    if (episodes.isEmpty()) {
      throw new IllegalArgumentException(name + " can't be measured without an episode.");
    }
    return statistic.of(
        episodes.stream().mapToDouble(episode -> per.of(episode, signal)).toArray(), sense);
  }

  /** How far beyond the limit a measured value is, in its units; negative with room left. */
  public double violation(Estimate measured) {
    return sense.violation(measured.value(), value);
  }

  /**
   * A length in units of the limit that makes violations free of them: max(|limit|, deviation of an
   * episode's value); where both are 0, what was measured, or 1.
   */
  public double scale(Estimate measured) {
    double scale = Math.max(Math.abs(value), measured.deviation());
    double fallback = measured.value() == 0 ? 1 : Math.abs(measured.value());
    return scale > 0 ? scale : fallback;
  }

  /** Whether a measured value is within it; EQUALS allows for 5 % of {@link #scale}. */
  public boolean holds(Estimate measured) {
    double violation = violation(measured);
    return sense == Sense.EQUALS
        ? Math.abs(violation) <= TOLERANCE * scale(measured)
        : violation <= 0;
  }
}
