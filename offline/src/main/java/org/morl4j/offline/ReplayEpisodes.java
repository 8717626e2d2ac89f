package org.morl4j.offline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.ObsKey;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;

/**
 * Episodes of a replay, whose rows are those of several environments in turn: a row goes on with
 * the episode whose last observation is the row's own, to the last bit. Episodes whose beginning
 * the replay has lost are pieces.
 */
public final class ReplayEpisodes {
  private final EnvSpec spec;
  private final Map<ObsKey, List<Row>> open = new HashMap<>();
  private final List<List<Row>> all = new ArrayList<>();

  /** A row of a batch. */
  private record Row(Batch batch, int i) {
    float[] obs() {
      return part(batch.obs());
    }

    float[] nextObs() {
      return part(batch.nextObs());
    }

    private float[] part(float[] values) {
      int width = values.length / batch.rows();
      return Arrays.copyOfRange(values, i * width, (i + 1) * width);
    }

    double[] part(double[] values) {
      int width = values.length / batch.rows();
      return Arrays.copyOfRange(values, i * width, (i + 1) * width);
    }

    boolean terminated() {
      return batch.terminated()[i];
    }

    boolean truncated() {
      return batch.truncated()[i];
    }
  }

  private ReplayEpisodes(EnvSpec spec) {
    this.spec = spec;
  }

  /**
   * All of them, in the order they began.
   *
   * @throws IllegalArgumentException if rows span several steps, or observations are no plain
   *     numbers
   */
  public static List<Episode> of(DataView replay, EnvSpec spec) {
    if (!SpaceLeaf.of(spec.observationSpace()).stream().allMatch(l -> l.space() instanceof Box)) {
      throw new IllegalArgumentException(
          "The replay holds codes of %s's observations, from which they can't be told. Maybe record a policy instead."
              .formatted(spec.id()));
    }
    ReplayEpisodes episodes = new ReplayEpisodes(spec);
    long row = 0;
    for (Batch batch : replay.batches()) {
      for (int i = 0; i < batch.rows(); i++, row++) {
        if (batch.steps()[i] != 1) {
          throw new IllegalArgumentException(
              "Row %d of the replay spans %d steps. Maybe train with agent.replay.nStep 1."
                  .formatted(row, batch.steps()[i]));
        }
        episodes.add(new Row(batch, i));
      }
    }
    return episodes.all.stream().map(episodes::episode).toList();
  }

  private void add(Row row) {
    List<Row> rows = open.remove(key(row.obs()));
    if (rows == null) {
      rows = new ArrayList<>();
      all.add(rows);
    }
    rows.add(row);
    if (!row.terminated() && !row.truncated()) {
      open.put(key(row.nextObs()), rows);
    }
  }

  private static ObsKey key(float[] obs) {
    return ObsKey.of(obs, 0, obs.length);
  }

  private Episode episode(List<Row> rows) {
    int n = rows.size();
    int size = spec.observationSpace().size();
    double[] obs = new double[(n + 1) * size];
    for (int t = 0; t <= n; t++) {
      float[] from = t < n ? rows.get(t).obs() : rows.get(n - 1).nextObs();
      for (int i = 0; i < size; i++) {
        obs[t * size + i] = from[i];
      }
    }
    Row last = rows.get(n - 1);
    return new Episode(
        obs,
        flat(rows.stream().map(row -> row.part(row.batch.act())).toList()),
        flat(rows.stream().map(row -> row.part(row.batch.reward())).toList()),
        flat(rows.stream().map(row -> row.part(row.batch.cost())).toList()),
        last.terminated(),
        last.truncated());
  }

  private static double[] flat(List<double[]> rows) {
    int width = rows.get(0).length;
    double[] all = new double[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * width, width);
    }
    return all;
  }
}
