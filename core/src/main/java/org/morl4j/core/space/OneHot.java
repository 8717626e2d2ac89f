package org.morl4j.core.space;

/** Blocks of features of which one is hot. */
final class OneHot {
  private OneHot() {}

  /** The place from 0 of the largest of n floats; the first of equals. */
  static int largest(float[] values, int offset, int n) {
    int best = 0;
    for (int i = 1; i < n; i++) {
      if (values[offset + i] > values[offset + best]) {
        best = i;
      }
    }
    return best;
  }
}
