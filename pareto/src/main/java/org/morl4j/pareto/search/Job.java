package org.morl4j.pareto.search;

import java.util.Locale;

/**
 * One policy's training, independent of every other job of its round.
 *
 * @param stage 1 or 2
 * @param round 0 in stage one, from 1 in stage two
 * @param index number within the round; results are merged in this order
 * @param task what it trains for
 * @param transitions training transitions it may take
 * @param evaluateEvery updates between evaluations
 */
public record Job(int stage, int round, int index, Task task, long transitions, int evaluateEvery) {
  /** Unique within a run, e.g. {@code s2r1j04}. */
  public String name() {
    return String.format(Locale.ROOT, "s%dr%dj%02d", stage, round, index);
  }

  /** The round in a job's name. */
  static int round(String name) {
    return Integer.parseInt(name.substring(name.indexOf('r') + 1, name.indexOf('j')));
  }
}
