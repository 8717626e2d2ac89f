package org.morl4j.core.data;

import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Recorded transitions in a fixed order that never change. Threads may share it. */
public interface DataView {
  /** How many there are. */
  long size();

  /** The optional columns of every row. */
  Set<Column> columns();

  /**
   * Copies rows out, each a segment of its own.
   *
   * @param from the first
   * @param n how many, at least 1
   * @throws IndexOutOfBoundsException if there are not so many
   */
  Batch read(long from, int n);

  /** All rows in order, a few thousand at a time. */
  default Iterable<Batch> batches() {
    return () -> batches(0, size()).iterator();
  }

  /** Likewise n rows from {@code from} on. */
  default Stream<Batch> batches(long from, long n) {
    int most = 4096;
    long end = from + n;
    return LongStream.iterate(from, at -> at < end, at -> at + most)
        .mapToObj(at -> read(at, (int) Math.min(most, end - at)));
  }

  /** Draws rows uniformly, or as its {@link DataSets} say: a source of its own, for one thread. */
  TransitionSource source();

  /**
   * The rows of a named set.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  default DataView set(String name) {
    throw new IllegalArgumentException(
        "%s is one set without a name, and not several of which one is %s. Maybe name them by data.sets."
            .formatted(source().description(), name));
  }
}
