package org.morl4j.agents.onpolicy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.morl4j.core.rng.Rng;

/**
 * Passes over the rows of a rollout in shuffled minibatches of even size: a small rest would get
 * the same say as a full one.
 *
 * @param size the most rows of a minibatch
 */
record Minibatches(int size, Rng shuffle) {
  /** The rows 0, 1, .., n - 1. */
  static int[] rows(int n) {
    int[] rows = new int[n];
    Arrays.setAll(rows, i -> i);
    return rows;
  }

  /** Shuffles {@code rows}, in place, and cuts them. */
  List<int[]> pass(int[] rows) {
    int n = rows.length;
    shuffle.shuffle(rows, n);
    int count = (n + size - 1) / size;
    List<int[]> pieces = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) n * i / count);
      int to = (int) ((long) n * (i + 1) / count);
      pieces.add(Arrays.copyOfRange(rows, from, to));
    }
    return pieces;
  }
}
