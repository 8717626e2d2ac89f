package org.morl4j.pareto.indicator;

/**
 * Non-dominated filter for many objectives. The rows that are at least as good as one in every
 * objective are the intersection, over objectives, of the rows that come before it in descending
 * order; sets are bits, 64 rows a word. Better rows are taken in blocks, so that the sets of all
 * rows against one block stay in the cache.
 */
final class DominanceSets {
  private static final int WORDS = 8;
  private static final int BLOCK = Long.SIZE * WORDS;

  private final int n;

  /** By objective: values, and row numbers by descending value. */
  private final double[][] values;

  private final int[][] orders;

  /** Shape [n, WORDS]: rows of the block at hand that are at least as good as row i so far. */
  private final long[] sets;

  private DominanceSets(double[] rows, int n, int objectives) {
    this.n = n;
    values = new double[objectives][];
    orders = new int[objectives][];
    for (int j = 1; j < objectives; j++) {
      values[j] = Rows.column(rows, objectives, j);
      orders[j] = SortOrder.descending(values[j]);
    }
    sets = new long[n * WORDS];
  }

  /** True for each row that is not dominated; the first of equal rows counts as better. */
  static boolean[] mask(double[] rows, int n, int objectives) {
    int[] order = SortOrder.descending(Rows.column(rows, objectives, 0), rows, objectives);
    boolean[] dominated =
        new DominanceSets(Rows.reorder(rows, objectives, order), n, objectives).dominated();
    boolean[] mask = new boolean[n];
    for (int i = 0; i < n; i++) {
      mask[order[i]] = !dominated[i];
    }
    return mask;
  }

  /** Rows come in lexicographic order, so that only earlier rows can be better or equal. */
  private boolean[] dominated() {
    boolean[] dominated = new boolean[n];
    for (int block = 0; block < n; block += BLOCK) {
      takeEarlier(block);
      for (int j = 1; j < orders.length; j++) {
        intersect(values[j], orders[j], block);
      }
      for (int i = block; i < n; i++) {
        for (int w = 0; w < WORDS; w++) {
          dominated[i] |= sets[i * WORDS + w] != 0;
        }
      }
    }
    return dominated;
  }

  private void takeEarlier(int block) {
    long[] earlier = new long[WORDS];
    for (int i = block; i < n; i++) {
      System.arraycopy(earlier, 0, sets, i * WORDS, WORDS);
      if (i - block < BLOCK) {
        earlier[(i - block) / Long.SIZE] |= 1L << (i - block);
      }
    }
  }

  private void intersect(double[] value, int[] order, int block) {
    long[] atLeast = new long[WORDS];
    int added = 0;
    for (int t = 0; t < n; t++) {
      int row = order[t];
      while (added < n && value[order[added]] >= value[row]) {
        int member = order[added++] - block;
        if (member >= 0 && member < BLOCK) {
          atLeast[member / Long.SIZE] |= 1L << member;
        }
      }
      if (row >= block) {
        int from = row * WORDS;
        for (int w = 0; w < WORDS; w++) {
          sets[from + w] &= atLeast[w];
        }
      }
    }
  }
}
