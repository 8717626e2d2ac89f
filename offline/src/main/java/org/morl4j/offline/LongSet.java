package org.morl4j.offline;

/** Distinct longs, 8 to 16 bytes each. */
final class LongSet {
  private long[] slots = new long[1024];
  private int size;
  private boolean zero;

  void add(long value) {
    if (value == 0) {
      zero = true; // an empty slot is 0
      return;
    }
    if (2L * size >= slots.length) {
      grow();
    }
    size += put(slots, value);
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(slots.length, 2)];
    for (long value : slots) {
      if (value != 0) {
        put(larger, value);
      }
    }
    slots = larger;
  }

  private static int put(long[] to, long value) {
    int mask = to.length - 1;
    int at = (int) mix(value) & mask;
    while (to[at] != 0) {
      if (to[at] == value) {
        return 0;
      }
      at = (at + 1) & mask;
    }
    to[at] = value;
    return 1;
  }

  long size() {
    return size + (zero ? 1 : 0);
  }

  /** The finaliser of SplitMix64 (Steele et al. 2014), a bijection. */
  static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
