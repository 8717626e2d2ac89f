package org.morl4j.core.learn;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.Signal.Kind;
import org.morl4j.core.data.Signals;

/**
 * What a learner needs against what it gets: looked at before anything is trained, by whoever has
 * only a config so far and again by the trainer.
 *
 * @param learner its name in messages
 * @param requirements what it needs
 * @param signals what it learns from
 */
public record RunCheck(String learner, Requirements requirements, Signals signals) {
  /**
   * Requires the learner to serve the hooks that a criterion acts at.
   *
   * @throws IllegalArgumentException naming those it doesn't
   */
  public void hooks(Set<Hook> asked) {
    Set<Hook> missing = EnumSet.noneOf(Hook.class);
    missing.addAll(asked);
    missing.removeAll(requirements.hooks());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "The criterion acts at %s, but %s serves only %s."
              .formatted(sorted(asked), learner, sorted(requirements.hooks())));
    }
  }

  /**
   * When the learner acts and learns in a phase.
   *
   * @throws IllegalArgumentException if it can't train in it
   */
  public Schedule schedule(Phase phase) {
    return requirements
        .schedule(phase)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    phase == Phase.OFFLINE
                        ? "%s learns only from what its own policy does, not from recorded data. Maybe set search.updates to 0."
                            .formatted(learner)
                        : "%s learns only from recorded data. Maybe set search.transitions to 0 and search.updates."
                            .formatted(learner)));
  }

  /**
   * Requires recorded data for a learner that reads it through.
   *
   * @param data whether the run has any
   * @throws IllegalArgumentException if there is none
   */
  public void scan(boolean data) {
    if (requirements.scan() && !data) {
      throw new IllegalArgumentException(
          "%s reads recorded data through, but the run has none. Maybe name some by data.path, or by --data of init."
              .formatted(learner));
    }
  }

  /**
   * Requires a source to give every column that the learner needs, and the auxiliary signals.
   *
   * @param given its optional columns
   * @param source what it is, in words
   * @throws IllegalArgumentException naming the first column it lacks
   */
  public void columns(Set<Column> given, String source) {
    for (Column column : needed()) {
      if (!given.contains(column)) {
        throw new IllegalArgumentException(
            "%s needs the column %s, but %s gives only %s. Maybe choose another agent or source."
                .formatted(learner, column, source, sorted(given)));
      }
    }
  }

  private Set<Column> needed() {
    Set<Column> needed = EnumSet.noneOf(Column.class);
    needed.addAll(requirements.columns());
    if (signals.count(Kind.AUXILIARY) > 0) {
      needed.add(Column.AUXILIARY);
    }
    return needed;
  }

  /** As messages list them: the sets' own order changes from process to process. */
  private static String sorted(Collection<? extends Enum<?>> values) {
    return values.stream().map(Enum::name).sorted().collect(Collectors.joining(", ", "[", "]"));
  }
}
