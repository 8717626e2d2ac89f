package org.morl4j.benchmarks;

import java.util.Objects;
import java.util.Set;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.TransitionSource;

/** Recorded data of one batch, to be scanned as a whole. */
record OneBatch(Batch batch) implements DataView {
  @Override
  public long size() {
    return batch.rows();
  }

  @Override
  public Set<Column> columns() {
    return Set.of();
  }

  @Override
  public Batch read(long from, int n) {
    // A first row is read to see how wide it is; else all are.
    Objects.checkFromIndexSize(from, n, size());
    return batch;
  }

  @Override
  public TransitionSource source() {
    throw new UnsupportedOperationException("Nothing is drawn from what is only scanned.");
  }
}
