package org.morl4j.core.data;

import java.util.Set;

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
