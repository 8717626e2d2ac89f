package org.morl4j.pareto.search;

import java.util.List;

/** IntervalText of a search's progress, from several threads. */
public interface SearchListener {
  /**
   * A part of the search begins.
   *
   * @param name e.g. {@code stage 2 round 1}
   */
  default void phase(String name) {}

  /** A job has gone on: so many training transitions more. */
  default void trained(long transitions) {}

  /** So many training transitions of an earlier process are taken over. */
  default void resumed(long transitions) {}

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
      public void trained(long transitions) {
        all.forEach(listener -> listener.trained(transitions));
      }

      @Override
      public void resumed(long transitions) {
        all.forEach(listener -> listener.resumed(transitions));
      }

      @Override
      public void evaluated(EvaluationResult evaluated) {
        all.forEach(listener -> listener.evaluated(evaluated));
      }
    };
  }
}
