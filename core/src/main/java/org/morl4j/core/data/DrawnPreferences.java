package org.morl4j.core.data;

import java.util.Set;
import java.util.random.RandomGenerator;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.rng.Simplex;

/**
 * Rows that nobody recorded under a preference, for learners that are conditioned on one: what an
 * action brought, it brought under any preference. Each row that is drawn gets one of its own,
 * uniform on the simplex of the m objectives and anew in every batch; a row that is read always has
 * the same one.
 */
public final class DrawnPreferences implements DataView {
  private static final Set<Column> ADDED = Set.of(Column.PREFERENCE);
  private static final SeedTree READ = new SeedTree(0);

  private final DataView inner;
  private final int m;

  /**
   * @param inner rows without {@link Column#PREFERENCE}
   * @param signals of the rows
   */
  public DrawnPreferences(DataView inner, Signals signals) {
    this.inner = inner;
    m = signals.count(Signal.Kind.OBJECTIVE);
  }

  @Override
  public long size() {
    return inner.size();
  }

  @Override
  public Set<Column> columns() {
    return ChangedSource.with(ADDED, inner.columns());
  }

  @Override
  public Batch read(long from, int n) {
    float[] preferences = new float[n * m];
    double[] one = new double[m];
    for (int i = 0; i < n; i++) {
      draw(READ.child(from + i).generator(), one, preferences, i);
    }
    return inner.read(from, n).with(Column.PREFERENCE, preferences);
  }

  private static void draw(RandomGenerator rng, double[] one, float[] out, int row) {
    Simplex.draw(rng, one, 0, one.length);
    for (int j = 0; j < one.length; j++) {
      out[row * one.length + j] = (float) one[j];
    }
  }

  @Override
  public TransitionSource source() {
    TransitionSource source = inner.source();
    return new ChangedSource(source, new Draws(m), ADDED, source.description());
  }

  /** One for each row, in an array that is overwritten. */
  private static final class Draws implements ChangedSource.Change {
    private final double[] one; // [m]
    private float[] preferences = {}; // [n, m]

    Draws(int m) {
      one = new double[m];
    }

    @Override
    public void accept(Batch batch, RandomGenerator rng) {
      int n = batch.rows();
      if (preferences.length != n * one.length) {
        preferences = new float[n * one.length];
      }
      for (int i = 0; i < n; i++) {
        draw(rng, one, preferences, i);
      }
      batch.with(Column.PREFERENCE, preferences);
    }
  }
}
