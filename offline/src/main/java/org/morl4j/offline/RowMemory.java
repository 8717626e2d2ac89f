package org.morl4j.offline;

import java.util.Locale;
import org.morl4j.core.check.Heap;

/** Asks for room before rows are read or written whole. */
final class RowMemory {
  private static final double SPARED = 0.1;

  private RowMemory() {}

  /**
   * Requires the heap to have room.
   *
   * @param what is held there, at the start of a sentence
   * @throws DatasetException saying what is needed and what there is
   */
  static void require(String what, double bytes, String remedy) {
    long free = Heap.free(bytes / (1 - SPARED));
    if (bytes > (1 - SPARED) * free) {
      throw new DatasetException(
          "%s takes about %s of memory, but the heap has %s left. Maybe %s, or raise -Xmx."
              .formatted(what, told(bytes), told(free), remedy));
    }
  }

  private static String told(double bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
