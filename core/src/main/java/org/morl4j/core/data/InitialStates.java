package org.morl4j.core.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The first observations of the episodes in recorded data, one an episode: where estimates of a
 * policy's return begin.
 *
 * <p>Data with {@link Column#EPISODE} says which rows belong together: an episode begins at its
 * {@link Column#INITIAL_OBS} where there is one, else at its first row. Without it a row begins an
 * episode unless its observation is where an earlier row led to, and each row is gone on from once.
 * So rows of several environments may be interleaved, but an old replay, whose oldest rows gave way
 * to newer ones, has a false start for each environment.
 */
public final class InitialStates {
  private final int features;
  private final float[] obs; // [size, F]

  private InitialStates(int features, float[] obs) {
    this.features = features;
    this.obs = obs;
  }

  /**
   * Reads data through.
   *
   * @throws IllegalArgumentException if it holds no transition
   */
  public static InitialStates of(DataView data) {
    if (data.size() == 0) {
      throw new IllegalArgumentException(
          "The data holds no transition, so no episode begins in it. Maybe name other data.");
    }
    Finder finder = data.columns().contains(Column.EPISODE) ? new ByNumber() : new ByObservation();
    Found found = new Found();
    for (Batch batch : data.batches()) {
      finder.read(batch, found);
    }
    return new InitialStates(found.features, Arrays.copyOf(found.obs, found.size * found.features));
  }

  /** How many. */
  public int size() {
    return obs.length / features;
  }

  /** F. */
  public int features() {
    return features;
  }

  /** Copies encoded observations out [n, F], from number {@code from} on, to index {@code at}. */
  public void copy(int from, int n, float[] out, int at) {
    System.arraycopy(obs, from * features, out, at, n * features);
  }

  /** What was found so far. */
  private static final class Found {
    private float[] obs = {};
    private int features = 1;
    private int size;

    void add(float[] rows, int row, int width) {
      features = width;
      int end = Math.multiplyExact(size + 1, width);
      if (obs.length < end) {
        obs = Arrays.copyOf(obs, Math.max(end, 2 * obs.length));
      }
      System.arraycopy(rows, row * width, obs, size * width, width);
      size++;
    }
  }

  /** Finds beginnings, chunk after chunk. */
  private interface Finder {
    void read(Batch batch, Found to);
  }

  private static final class ByNumber implements Finder {
    private final Set<Integer> seen = new HashSet<>();

    @Override
    public void read(Batch batch, Found to) {
      int[] episode = batch.ints(Column.EPISODE);
      boolean told = batch.has(Column.INITIAL_OBS);
      float[] obs = told ? batch.column(Column.INITIAL_OBS) : batch.obs();
      for (int i = 0; i < batch.rows(); i++) {
        if (seen.add(episode[i])) {
          to.add(obs, i, batch.width(Column.INITIAL_OBS));
        }
      }
    }
  }

  private static final class ByObservation implements Finder {
    private final Map<ObsKey, Integer> open =
        new HashMap<>(); // where rows led to, and how many did

    @Override
    public void read(Batch batch, Found to) {
      int width = batch.width(Column.INITIAL_OBS);
      for (int i = 0; i < batch.rows(); i++) {
        ObsKey at = ObsKey.of(batch.obs(), i, width);
        Integer led = open.get(at);
        if (led == null) {
          to.add(batch.obs(), i, width);
        } else if (led == 1) {
          open.remove(at);
        } else {
          open.put(at, led - 1);
        }
        if (!batch.terminated()[i] && !batch.truncated()[i]) {
          open.merge(ObsKey.of(batch.nextObs(), i, width), 1, Integer::sum);
        }
      }
    }
  }
}
