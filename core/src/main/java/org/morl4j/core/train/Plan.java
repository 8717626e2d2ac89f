package org.morl4j.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.OnlineData;
import org.morl4j.core.data.TransitionSource;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Phase;

/**
 * What a training does, part after part: online, offline and offline-to-online are plans of the
 * same {@link Trainer}.
 *
 * @param parts at least one, in order
 * @param data recorded data for learners that read it through, or null
 * @param clocks what tells criteria where learners learn from data
 */
public record Plan(List<Part> parts, @Nullable DataView data, DataClock.Factory clocks) {
  public Plan {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "There is nothing to train. Maybe set search.transitions or search.updates.");
    }
  }

  /**
   * A stretch of training.
   *
   * @param phase what it learns from
   * @param amount how much of it, in the phase's unit: what also bounds the memory of a replay
   * @param source gives what is learned from, made of the trainer's own replay, which is {@link
   *     TransitionSource#EMPTY} where nobody acts; on-policy learners don't ask
   */
  public record Part(Phase phase, long amount, UnaryOperator<TransitionSource> source) {
    public Part {
      Check.atLeast(phase.unit(), amount, 1);
    }
  }

  /** Acts for so many transitions and learns from that alone. */
  public static Plan online(long transitions) {
    return online(transitions, UnaryOperator.identity());
  }

  /**
   * Acts for so many transitions.
   *
   * @param source of what is learned, made of the trainer's own replay: a mix of it with a dataset
   */
  public static Plan online(long transitions, UnaryOperator<TransitionSource> source) {
    return new Plan(
        List.of(new Part(Phase.ONLINE, transitions, source)), null, DataClock.Factory.NONE);
  }

  /** Learns from recorded data for so many updates. */
  public static Plan offline(long updates, DataView data) {
    return of(new Budget(0, updates), data);
  }

  /** The same with the data and what is lived through as if all lay in one buffer. */
  public static Plan of(Budget budget, @Nullable DataView data) {
    return of(budget, data, OnlineData.UNION);
  }

  /**
   * What a budget stands for: first its updates on the data, then its transitions.
   *
   * @param data recorded data, or null where there is none and the budget has no updates
   * @param online what becomes of the data once it acts
   */
  public static Plan of(Budget budget, @Nullable DataView data, OnlineData online) {
    if (budget.updates() > 0 && data == null) {
      throw new IllegalArgumentException(
          "search.updates is %d, but there is no data to learn from. Maybe name some by data.path."
              .formatted(budget.updates()));
    }
    List<Part> parts = new ArrayList<>();
    for (Phase phase : budget.phases()) {
      UnaryOperator<TransitionSource> source =
          data == null
              ? UnaryOperator.identity()
              : own -> phase == Phase.ONLINE ? online.source(data.source(), own) : data.source();
      parts.add(new Part(phase, budget.of(phase), source));
    }
    return new Plan(parts, data, DataClock.Factory.NONE);
  }

  /** The same with something that tells criteria where learners learn from data. */
  public Plan withClocks(DataClock.Factory value) {
    return new Plan(parts, data, value);
  }
}
