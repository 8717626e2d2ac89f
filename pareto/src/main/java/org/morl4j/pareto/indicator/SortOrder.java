package org.morl4j.pareto.indicator;

import java.util.Arrays;

/** Stable descending sorts that return row numbers instead of moving the rows. */
final class SortOrder {
  private static final int INSERTION_RUN = 12;

  private SortOrder() {}

  /** Row numbers by descending key; rows with equal keys keep their order. */
  static int[] descending(double[] keys) {
    int[] order = identity(keys.length);
    sort(order, keys.clone(), 0, keys.length);
    return order;
  }

  /**
   * Row numbers by descending key, rows with equal keys by descending columns from the first on. A
   * row never precedes one that dominates it, provided that keys grow with every column.
   */
  static int[] descending(double[] keys, double[] rows, int columns) {
    double[] sorted = keys.clone();
    int[] order = identity(keys.length);
    sort(order, sorted, 0, keys.length);
    breakTies(order, sorted, 0, keys.length, rows, columns, 0);
    return order;
  }

  private static int[] identity(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    return order;
  }

  private static void breakTies(
      int[] order, double[] keys, int from, int to, double[] rows, int columns, int column) {
    if (column == columns) {
      return;
    }
    for (int start = from; start < to; ) {
      int end = start + 1;
      while (end < to && keys[end] == keys[start]) {
        end++;
      }
      if (end - start > 1) {
        for (int i = start; i < end; i++) {
          keys[i] = rows[order[i] * columns + column];
        }
        sort(order, keys, start, end);
        breakTies(order, keys, start, end, rows, columns, column + 1);
      }
      start = end;
    }
  }

  /** Bottom-up merge sort of keys[from, to) with their row numbers, on insertion-sorted runs. */
  private static void sort(int[] order, double[] keys, int from, int to) {
    for (int start = from; start < to; start += INSERTION_RUN) {
      insertionSort(order, keys, start, Math.min(start + INSERTION_RUN, to));
    }
    int n = to - from;
    if (n <= INSERTION_RUN) {
      return;
    }
    int[] sourceOrder = Arrays.copyOfRange(order, from, to);
    double[] sourceKeys = Arrays.copyOfRange(keys, from, to);
    int[] targetOrder = new int[n];
    double[] targetKeys = new double[n];
    for (int width = INSERTION_RUN; width < n; width *= 2) {
      for (int start = 0; start < n; start += 2 * width) {
        int middle = Math.min(start + width, n);
        int end = Math.min(middle + width, n);
        merge(sourceOrder, sourceKeys, start, middle, end, targetOrder, targetKeys);
      }
      int[] swapOrder = sourceOrder;
      sourceOrder = targetOrder;
      targetOrder = swapOrder;
      double[] swapKeys = sourceKeys;
      sourceKeys = targetKeys;
      targetKeys = swapKeys;
    }
    System.arraycopy(sourceOrder, 0, order, from, n);
    System.arraycopy(sourceKeys, 0, keys, from, n);
  }

  private static void insertionSort(int[] order, double[] keys, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      double key = keys[i];
      int row = order[i];
      int j = i - 1;
      while (j >= from && keys[j] < key) {
        keys[j + 1] = keys[j];
        order[j + 1] = order[j];
        j--;
      }
      keys[j + 1] = key;
      order[j + 1] = row;
    }
  }

  private static void merge(
      int[] order,
      double[] keys,
      int start,
      int middle,
      int end,
      int[] targetOrder,
      double[] targetKeys) {
    int a = start;
    int b = middle;
    for (int k = start; k < end; k++) {
      int take = b >= end || (a < middle && keys[a] >= keys[b]) ? a++ : b++;
      targetKeys[k] = keys[take];
      targetOrder[k] = order[take];
    }
  }
}
