package org.morl4j.nn;

import org.jspecify.annotations.Nullable;

/** Checks of array lengths, so that a wrong shape is named where it comes in. */
final class Shapes {
  private Shapes() {}

  /** {@code length} must hold {@code count} entries from {@code offset}. */
  static void require(String name, int length, int offset, int count) {
    if (offset < 0 || count > length - offset) {
      throw new IllegalArgumentException(
          name
              + " has "
              + length
              + " entries, but needs "
              + count
              + " from index "
              + offset
              + ". Maybe it belongs to another network.");
    }
  }

  /** {@code length} must hold {@code rows} rows of {@code width} entries, and rows be positive. */
  static void requireRows(String name, int length, int rows, int width) {
    if (rows < 1 || (long) rows * width > length) {
      throw new IllegalArgumentException(
          name
              + " has "
              + length
              + " entries for "
              + rows
              + " rows of "
              + width
              + ", but needs at least one row and an entry for each element."
              + " Maybe rows and width were swapped.");
    }
  }

  static <T> T requireForward(@Nullable T lastPass) {
    if (lastPass == null) {
      throw new IllegalStateException(
          "backward and tangent belong to a forward pass, but there was none on this network."
              + " Maybe forward ran on a copy.");
    }
    return lastPass;
  }
}
