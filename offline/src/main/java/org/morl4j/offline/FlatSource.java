package org.morl4j.offline;

import org.morl4j.offline.FlatRows.Block;

/** Numbers of rows that lie one below the other in a file or in memory. */
interface FlatSource extends AutoCloseable {
  /** Rows {@code from} to {@code from + n}, all finite. */
  Block read(int from, int n);

  /** Rows that are best read together; 1 where they lie in memory. */
  default int together() {
    return 1;
  }

  @Override
  default void close() {}
}
