package org.morl4j.core.data;

import java.util.Set;
import java.util.function.Consumer;

/**
 * Rows that are changed in every batch that is read or drawn.
 *
 * @param inner what they are read from
 * @param change of a batch, in place
 * @param words what it does, such as "rewards changed"
 */
record ChangedView(DataView inner, Consumer<Batch> change, String words) implements DataView {
  @Override
  public long size() {
    return inner.size();
  }

  @Override
  public Set<Column> columns() {
    return inner.columns();
  }

  @Override
  public Batch read(long from, int n) {
    Batch batch = inner.read(from, n);
    change.accept(batch);
    return batch;
  }

  @Override
  public TransitionSource source() {
    TransitionSource source = inner.source();
    return new ChangedSource(
        source,
        (batch, rng) -> change.accept(batch),
        Set.of(),
        source.description() + ", " + words);
  }
}
