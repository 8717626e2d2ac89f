package org.morl4j.pareto.search;

import java.util.List;
import org.morl4j.core.learn.Effort;

/** Hears of a search's progress, from several threads. */
public interface SearchListener {
  /**
   * A part of the search begins.
   *
   * @param name e.g. {@code stage 2 round 1}
   */
  default void phase(String name) {}

  /** A job has gone on by so much training. */
  default void trained(Effort more) {}

  /** So much training of an earlier process is taken over. */
  default void resumed(Effort earlier) {}

  /**
   * A policy was evaluated. Those of an earlier process are told again at the start, so that after
   * all of a resumed run each was told once; those of one job come in order.
   */
  default void evaluated(EvaluationResult evaluated) {}

  /** Hears nothing. */
  SearchListener NONE = new SearchListener() {};

  /** Several listeners as one, told in this order. */
  static SearchListener all(SearchListener... listeners) {
    List<SearchListener> all = List.of(listeners);
    return new SearchListener() {
      @Override
      public void phase(String name) {
        all.forEach(listener -> listener.phase(name));
      }

      @Override
      public void trained(Effort more) {
        all.forEach(listener -> listener.trained(more));
      }

      @Override
      public void resumed(Effort earlier) {
        all.forEach(listener -> listener.resumed(earlier));
      }

      @Override
      public void evaluated(EvaluationResult evaluated) {
        all.forEach(listener -> listener.evaluated(evaluated));
      }
    };
  }
}
