package org.morl4j.core.data;

import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Draws of another source that are changed. Every draw overwrites the arrays, so each is changed
 * once.
 *
 * @param inner what is drawn from
 * @param change of a batch, in place
 * @param description what it is now, in words
 */
record ChangedSource(TransitionSource inner, Consumer<Batch> change, String description)
    implements TransitionSource {
  @Override
  public long size() {
    return inner.size();
  }

  @Override
  public Set<Column> columns() {
    return inner.columns();
  }

  @Override
  public Batch sample(int n, RandomGenerator rng) {
    Batch batch = inner.sample(n, rng);
    change.accept(batch);
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
