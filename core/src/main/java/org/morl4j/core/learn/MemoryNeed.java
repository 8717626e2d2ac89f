package org.morl4j.core.learn;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.morl4j.core.check.Heap;

/**
 * Memory that a learner will take, estimated before it is made.
 *
 * @param what takes it, and by which settings
 * @param bytes of the heap
 * @param remedy a setting to lower
 */
public record MemoryNeed(String what, long bytes, String remedy) {
  /** Left to all else. */
  private static final double SPARED = 0.05;

  /**
   * Requires the heap to have room for so many learners.
   *
   * @param needs of one
   * @throws IllegalArgumentException saying what is needed for what, and what there is
   */
  public static void require(List<MemoryNeed> needs, int learners) {
    double needed = needs.stream().mapToDouble(MemoryNeed::bytes).sum() * learners;
    long free = Heap.free(needed / (1 - SPARED));
    if (needed <= (1 - SPARED) * free) {
      return;
    }
    MemoryNeed largest = needs.get(0);
    for (MemoryNeed need : needs) {
      largest = need.bytes > largest.bytes ? need : largest;
    }
    throw new IllegalArgumentException(
        "%s needs about %s of memory (%s), but the heap has %s left. Maybe lower %s, or raise -Xmx."
            .formatted(
                learners == 1 ? "The learner" : "Training " + learners + " learners side by side",
                told(needed),
                needs.stream()
                    .map(need -> need.what + " " + told((double) need.bytes * learners))
                    .collect(Collectors.joining(", ")),
                told(free),
                largest.remedy));
  }

  private static String told(double bytes) {
    return bytes < 1e9
        ? String.format(Locale.ROOT, "%.0f MB", Math.ceil(bytes / 1e6))
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
