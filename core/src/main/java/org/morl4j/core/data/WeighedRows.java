package org.morl4j.core.data;

import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Rows with a weight each, {@link Column#WEIGHT}: for cloning recorded actions that are not equally
 * good. They must be numbered by {@link Column#ROW} and have no weights yet.
 */
public final class WeighedRows implements DataView {
  private static final Set<Column> ADDED = Set.of(Column.WEIGHT);

  private final DataView inner;
  private final Supplier<float[]> weights;

  /**
   * @param weights gives them, one a row of {@code inner}; asked whenever a source is made
   */
  public WeighedRows(DataView inner, Supplier<float[]> weights) {
    this.inner = inner;
    this.weights = weights;
  }

  @Override
  public long size() {
    return inner.size();
  }

  @Override
  public Set<Column> columns() {
    return inner.columns();
  }

  /** Rows as they are, without their weights. */
  @Override
  public Batch read(long from, int n) {
    return inner.read(from, n);
  }

  @Override
  public TransitionSource source() {
    TransitionSource source = inner.source();
    return new ChangedSource(
        source, new Weighing(weights.get()), ADDED, source.description() + ", weighed");
  }

  private static final class Weighing implements ChangedSource.Change {
    private final float[] weights; // [rows of all]
    private float[] drawn = {}; // [n]

    Weighing(float[] weights) {
      this.weights = weights;
    }

    @Override
    public void accept(Batch batch, RandomGenerator rng) {
      int n = batch.rows();
      int[] rows = batch.ints(Column.ROW);
      if (drawn.length != n) {
        drawn = new float[n];
      }
      for (int i = 0; i < n; i++) {
        drawn[i] = weights[rows[i]];
      }
      batch.with(Column.WEIGHT, drawn);
    }
  }
}
