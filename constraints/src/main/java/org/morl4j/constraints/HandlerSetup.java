package org.morl4j.constraints;

import java.util.List;
import java.util.Map;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.Statistic;
import org.morl4j.core.data.Signals;

/**
 * What a handler is made for.
 *
 * @param limits those it is to keep
 * @param signals of training
 * @param multipliers those that limits begin with, by the limits' names; a handler chooses its own
 *     for the rest
 */
public record HandlerSetup(List<Limit> limits, Signals signals, Map<String, Double> multipliers) {
  public HandlerSetup {
    limits = List.copyOf(limits);
    multipliers = Map.copyOf(multipliers);
  }

  /**
   * The limits, for a handler that moves means alone: learners estimate how a policy's change moves
   * a mean, not a tail.
   *
   * @throws IllegalArgumentException if one is of another statistic
   */
  List<Constraint> means() {
    for (Limit limit : limits) {
      if (!(limit.statistic() instanceof Statistic.Mean)) {
        throw new IllegalArgumentException(
            """
            The limit %s is on a tail (statistic cvar), but this handler moves means alone. Maybe \
            set its statistic to mean, or set handlers to [] to have it measured only."""
                .formatted(limit.name()));
      }
    }
    return limits.stream().map(Constraint::of).toList();
  }
}
