package org.morl4j.pareto.search;

import java.util.Locale;
import org.morl4j.core.learn.Budget;

/**
 * One policy's training, independent of every other job of its round.
 *
 * @param stage 1 or 2
 * @param round 0 in stage one, from 1 in stage two
 * @param index number within the round; results are merged in this order
 * @param task what it trains for
 * @param budget what it may take
 * @param evaluateEvery between evaluations, in the unit of each phase: transitions, or updates on
 *     data
 */
record Job(int stage, int round, int index, Task task, Budget budget, long evaluateEvery) {
  /** Unique within a run, e.g. {@code s2r1j04}. */
  String name() {
    return String.format(Locale.ROOT, "s%dr%dj%02d", stage, round, index);
  }

  /** Stage, round and index in a job's name. */
  static int[] numbers(String name) {
    String[] parts = name.split("[srj]", -1);
    return new int[] {
      Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3])
    };
  }

  /** The round in a job's name. */
  static int round(String name) {
    return numbers(name)[1];
  }
}
