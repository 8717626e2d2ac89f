package org.morl4j.core.data;

import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Draws of another source that are changed. Every draw overwrites the arrays, so each is changed
 * once.
 *
 * @param inner what is drawn from
 * @param change of a batch, in place
 * @param added columns that the change adds
 * @param description what it is now, in words
 */
record ChangedSource(TransitionSource inner, Change change, Set<Column> added, String description)
    implements TransitionSource {
  /** What is done to each batch. */
  @FunctionalInterface
  interface Change {
    /**
     * Changes a batch in place.
     *
     * @param rng that the batch was drawn by
     */
    void accept(Batch batch, RandomGenerator rng);
  }

  @Override
  public long size() {
    return inner.size();
  }

  @Override
  public Set<Column> columns() {
    return with(added, inner.columns());
  }

  /** Both together. */
  static Set<Column> with(Set<Column> added, Set<Column> columns) {
    Set<Column> all = EnumSet.noneOf(Column.class);
    all.addAll(added);
    all.addAll(columns);
    return all;
  }

  @Override
  public Batch sample(int n, RandomGenerator rng) {
    Batch batch = inner.sample(n, rng);
    change.accept(batch, rng);
    return batch;
  }

  @Override
  public double largestWeight() {
    return inner.largestWeight();
  }

  @Override
  public void learned(Batch batch) {
    inner.learned(batch);
  }
}
