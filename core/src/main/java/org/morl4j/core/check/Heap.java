package org.morl4j.core.check;

/** What is left of the Java heap. */
public final class Heap {
  private Heap() {}

  /**
   * Bytes that can still be taken.
   *
   * @param wanted where fewer seem to be there, what nobody refers to any more is collected first:
   *     until then it counts as used
   */
  public static long free(double wanted) {
    if (now() < wanted) {
      System.gc();
    }
    return now();
  }

  private static long now() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }
}
