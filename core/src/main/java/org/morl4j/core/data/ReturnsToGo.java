package org.morl4j.core.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of another view with {@link Column#RETURN_TO_GO}, found by their rewards as they are there.
 *
 * <pre>
 *   G_t = r_t + gamma G_t+1       G = r at a terminated end,  r / (1 - gamma) at any other
 * </pre>
 *
 * So an episode that was cut goes on with its last reward for ever: what Cal-QL takes for a sparse
 * task that was not solved (Nakamoto et al. 2023, arXiv 2303.05479: r_neg / (1 - gamma)). Rows of
 * an episode belong together by {@link Column#EPISODE}, in their order; without it a row follows
 * the one before it unless that ended or led elsewhere: |s_{i+1} - s'_i| above 1e-6.
 */
public final class ReturnsToGo implements DataView {
  private static final Set<Column> ADDED = Set.of(Column.RETURN_TO_GO);
  private static final double SAME = 1e-6;
  private static final int CHUNK = 4096;

  private final DataView inner;
  private final Signals signals;
  private final float[] returns; // [rows, S]

  private ReturnsToGo(DataView inner, Signals signals) {
    this.inner = inner;
    this.signals = signals;
    returns = new float[Math.multiplyExact(Math.toIntExact(inner.size()), signals.size())];
  }

  /**
   * A view with the column where it is asked for and missing; else {@code view} itself.
   *
   * @param signals of the rows, with their discounts
   * @throws IllegalArgumentException if rows span several steps, or a cut episode would go on for
   *     ever under a discount of 1
   */
  public static DataView where(Set<Column> asked, DataView view, Signals signals) {
    Set<Column> given = view.columns();
    if (!asked.contains(Column.RETURN_TO_GO)
        || given.contains(Column.RETURN_TO_GO)
        || !given.contains(Column.ROW)) {
      return view;
    }
    ReturnsToGo all = new ReturnsToGo(view, signals);
    all.find(given.contains(Column.EPISODE));
    return all;
  }

  /** From the last row to the first. */
  private void find(boolean numbered) {
    Map<Integer, double[]> after = new HashMap<>(); // G of the next row of each episode
    float[] nextRow = {}; // its obs, where rows aren't numbered
    for (long end = inner.size(); end > 0; end -= Math.min(CHUNK, end)) {
      int n = (int) Math.min(CHUNK, end);
      Batch batch = inner.read(end - n, n);
      int features = batch.obs().length / n;
      for (int i = n - 1; i >= 0; i--) {
        int episode = numbered ? batch.ints(Column.EPISODE)[i] : 0;
        boolean over = batch.terminated()[i] || batch.truncated()[i];
        boolean apart = !numbered && !follows(batch.nextObs(), i * features, nextRow);
        double[] next = over || apart ? null : after.get(episode);
        after.put(episode, sum(batch, i, end - n + i, next));
        if (!numbered) {
          nextRow = Arrays.copyOfRange(batch.obs(), i * features, (i + 1) * features);
        }
      }
    }
  }

  private static boolean follows(float[] nextObs, int from, float[] obs) {
    double square = 0;
    for (int f = 0; f < obs.length; f++) {
      double difference = (double) obs[f] - nextObs[from + f];
      square += difference * difference;
    }
    return obs.length > 0 && Math.sqrt(square) <= SAME;
  }

  /** G of a row [S]; {@code next} is that of the row that follows in its episode. */
  private double[] sum(Batch batch, int i, long row, double @Nullable [] next) {
    if (batch.steps()[i] != 1) {
      throw new IllegalArgumentException(
          "Returns to go are needed, but row %d spans %d steps. Maybe record with agent.replay.nStep 1."
              .formatted(row, batch.steps()[i]));
    }
    double[] sum = new double[signals.size()];
    for (int s = 0; s < sum.length; s++) {
      double r = batch.value(i, s);
      double gamma = signals.get(s).gamma();
      boolean cut = next == null && !batch.terminated()[i] && r != 0;
      if (cut && gamma == 1) {
        throw new IllegalArgumentException(
            "Returns to go are needed, but the episode of row %d was cut, and under a discount of 1 its %s has no end. Maybe set agent.gamma below 1."
                .formatted(row, signals.get(s).name()));
      }
      sum[s] = cut ? r / (1 - gamma) : next == null ? r : r + gamma * next[s];
      returns[Math.toIntExact(row) * sum.length + s] = (float) sum[s];
    }
    return sum;
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
    Batch batch = inner.read(from, n);
    fill(batch);
    return batch;
  }

  private void fill(Batch batch) {
    int size = signals.size();
    if (!batch.has(Column.RETURN_TO_GO)) {
      batch.with(Column.RETURN_TO_GO, new float[batch.rows() * size]);
    }
    float[] column = batch.column(Column.RETURN_TO_GO);
    for (int i = 0; i < batch.rows(); i++) {
      System.arraycopy(returns, batch.ints(Column.ROW)[i] * size, column, i * size, size);
    }
  }

  @Override
  public TransitionSource source() {
    TransitionSource source = inner.source();
    return new ChangedSource(source, (batch, rng) -> fill(batch), ADDED, source.description());
  }
}
