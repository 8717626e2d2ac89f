package org.morl4j.core.data;

import java.util.Arrays;

/**
 * Weights of numbered entries, from which one can be drawn in proportion in O(log capacity): a
 * complete binary tree in one array whose every inner node holds the sum of its two children. Sums
 * are made from their children anew at each change, so no rounding piles up and they depend on the
 * weights alone, not on the order of changes.
 */
final class SumTree {
  private final int leaves; // a power of two
  private final double[] sums; // [2 leaves]: 1 is the root, leaf i is leaves + i

  SumTree(int capacity) {
    leaves = leaves(capacity);
    sums = new double[2 * leaves];
  }

  /** Bytes a tree takes. */
  static long bytes(int capacity) {
    return 16L * leaves(capacity);
  }

  private static int leaves(int capacity) {
    return capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
  }

  void set(int i, double weight) {
    int node = leaves + i;
    sums[node] = weight;
    while (node > 1) {
      node >>= 1;
      sums[node] = sums[2 * node] + sums[2 * node + 1];
    }
  }

  double get(int i) {
    return sums[leaves + i];
  }

  double total() {
    return sums[1];
  }

  /** The entry at {@code u}, 0 to {@link #total()}, of all weights laid end to end. */
  int find(double u) {
    int node = 1;
    double rest = u;
    while (node < leaves) {
      node *= 2;
      // The second test keeps a u that rounding made too large from entries of weight 0.
      if (rest >= sums[node] && sums[node + 1] > 0) {
        rest -= sums[node];
        node++;
      }
    }
    return node - leaves;
  }

  /** The first {@code n} weights, copied. */
  double[] weights(int n) {
    return Arrays.copyOfRange(sums, leaves, leaves + n);
  }

  /** Sets the first weights and clears the others. */
  void setAll(double[] weights) {
    Arrays.fill(sums, 0);
    System.arraycopy(weights, 0, sums, leaves, weights.length);
    for (int node = leaves - 1; node > 0; node--) {
      sums[node] = sums[2 * node] + sums[2 * node + 1];
    }
  }
}
