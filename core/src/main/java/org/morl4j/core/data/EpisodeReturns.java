package org.morl4j.core.data;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.check.Vec;

/**
 * Episodes of a view and their undiscounted returns. Rows of one belong together by {@link
 * Column#EPISODE}; without it an episode ends where it terminated or was truncated, or where the
 * next row begins elsewhere: |s_{i+1} - s'_i| above 1e-6, as IQL's code splits D4RL (Kostrikov et
 * al. 2021, arXiv 2110.06169).
 */
final class EpisodeReturns {
  private static final double SAME = 1e-6;

  /**
   * One episode.
   *
   * @param from its first row
   * @param rows how many
   * @param returns of each objective [m]
   */
  record Part(long from, long rows, Vec returns) {}

  private final List<Part> parts = new ArrayList<>();
  private final boolean numbered;
  private double[] sums = new double[0];
  private long begin;
  private boolean ended;
  private int episode;
  private float[] nextObs = new float[0];

  private EpisodeReturns(boolean numbered) {
    this.numbered = numbered;
  }

  /**
   * All of them, in order.
   *
   * @throws IllegalArgumentException if rows span several steps: sums would count some twice
   */
  static List<Part> of(DataView view, Signals signals) {
    EpisodeReturns returns = new EpisodeReturns(view.columns().contains(Column.EPISODE));
    int m = signals.count(Signal.Kind.OBJECTIVE);
    returns.sums = new double[m];
    long row = 0;
    for (Batch batch : view.batches()) {
      for (int i = 0; i < batch.rows(); i++) {
        returns.add(batch, i, row++, m);
      }
    }
    returns.close(view.size());
    return returns.parts;
  }

  private void add(Batch batch, int i, long row, int m) {
    if (batch.steps()[i] != 1) {
      throw new IllegalArgumentException(
          "data.transforms needs returns of episodes, but row %d spans %d steps. Maybe record with agent.replay.nStep 1."
              .formatted(row, batch.steps()[i]));
    }
    if (row > begin && (numbered ? batch.ints(Column.EPISODE)[i] != episode : parts(batch, i))) {
      close(row);
    }
    for (int j = 0; j < m; j++) {
      sums[j] += batch.reward()[i * m + j];
    }
    episode = numbered ? batch.ints(Column.EPISODE)[i] : 0;
    ended = batch.terminated()[i] || batch.truncated()[i];
    int features = batch.width(Column.INITIAL_OBS);
    nextObs = nextObs.length == features ? nextObs : new float[features];
    System.arraycopy(batch.nextObs(), i * features, nextObs, 0, features);
  }

  private boolean parts(Batch batch, int i) {
    double square = 0;
    for (int f = 0; f < nextObs.length; f++) {
      double difference = batch.obs()[i * nextObs.length + f] - nextObs[f];
      square += difference * difference;
    }
    return ended || Math.sqrt(square) > SAME;
  }

  private void close(long end) {
    if (end > begin) {
      parts.add(new Part(begin, end - begin, Vec.of(sums)));
    }
    sums = new double[sums.length];
    begin = end;
  }
}
