package org.morl4j.core.data;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * Collects T steps of n environments and hands them out as one {@link Batch} of n T transitions,
 * environment after environment, cut into segments where episodes end. Reused from rollout to
 * rollout and empty between two: a checkpoint holds the starts of running episodes, where a column
 * needs them, and nothing else.
 */
public final class RolloutBuffer implements Savable {
  /** Those it gives where asked to, besides {@link Column#LOG_PROB}. */
  private static final Set<Column> GIVEN =
      Set.of(Column.PREFERENCE, Column.INITIAL_OBS, Column.ROW, Column.EPISODE);

  private final Signals signals;
  private final Space observationSpace;
  private final int rows;
  private final int length;
  private final int features;
  private final int obsSize;
  private final int actSize;
  private final int m;
  private final int k;
  private final float[] obs;
  private final float[] nextObs;
  private final double[] act;
  private final double[] reward;
  private final double[] cost;
  private final boolean[] terminated;
  private final boolean[] truncated;
  private final int[] steps;
  private final float[] logProb;
  private final float @Nullable [] preference;
  private final float @Nullable [] initialObs;
  private final int @Nullable [] number; // of each row, from 0
  private final int @Nullable [] episode;
  private final @Nullable EpisodeStarts starts;
  private int t;

  /** A buffer of the columns that every rollout has. */
  public RolloutBuffer(EnvSpec spec, Signals signals, int rows, int length) {
    this(spec, signals, rows, length, Set.of());
  }

  /**
   * An empty buffer.
   *
   * @param rows environments
   * @param length steps of each
   * @param asked optional columns the learner needs; others than it can give are left out
   */
  public RolloutBuffer(EnvSpec spec, Signals signals, int rows, int length, Set<Column> asked) {
    this.signals = signals;
    this.observationSpace = spec.observationSpace();
    this.rows = rows;
    this.length = length;
    features = observationSpace.features();
    obsSize = observationSpace.size();
    actSize = spec.actionSpace().size();
    m = spec.objectives().size();
    k = spec.costs().size();
    int n = Math.multiplyExact(rows, length);
    obs = new float[Math.multiplyExact(n, features)];
    nextObs = new float[n * features];
    act = new double[Math.multiplyExact(n, actSize)];
    reward = new double[n * m];
    cost = new double[n * k];
    terminated = new boolean[n];
    truncated = new boolean[n];
    steps = new int[n];
    Arrays.fill(steps, 1);
    logProb = new float[n];
    preference = asked.contains(Column.PREFERENCE) ? new float[n * m] : null;
    initialObs = asked.contains(Column.INITIAL_OBS) ? new float[n * features] : null;
    episode = asked.contains(Column.EPISODE) ? new int[n] : null;
    number = asked.contains(Column.ROW) ? new int[n] : null;
    if (number != null) {
      Arrays.setAll(number, row -> row);
    }
    starts =
        initialObs == null && episode == null ? null : new EpisodeStarts(observationSpace, rows);
  }

  /** The optional columns of its batches, known before there is any buffer. */
  public static Set<Column> columns(Set<Column> asked) {
    Set<Column> columns = EnumSet.of(Column.LOG_PROB);
    columns.addAll(GIVEN);
    columns.removeIf(column -> column != Column.LOG_PROB && !asked.contains(column));
    return columns;
  }

  public boolean isFull() {
    return t == length;
  }

  /**
   * What the policy saw and did, before the environment steps.
   *
   * @param rawObs [n, obsSize]
   * @param rawAct [n, actSize]
   * @param logProbs [n]
   * @param preferences [n, m], null where the policy takes none
   */
  public void acted(
      double[] rawObs, double[] rawAct, double[] logProbs, double @Nullable [] preferences) {
    for (int i = 0; i < rows; i++) {
      int row = i * length + t;
      observationSpace.encode(rawObs, i * obsSize, obs, row * features);
      System.arraycopy(rawAct, i * actSize, act, row * actSize, actSize);
      logProb[row] = (float) logProbs[i];
      for (int j = 0; j < m && preference != null && preferences != null; j++) {
        preference[row * m + j] = (float) preferences[i * m + j];
      }
      if (starts != null) {
        starts.acted(i, rawObs, i * obsSize);
        note(starts, i, row);
      }
    }
  }

  private void note(EpisodeStarts from, int i, int row) {
    if (initialObs != null) {
      System.arraycopy(from.obs(), i * features, initialObs, row * features, features);
    }
    if (episode != null) {
      episode[row] = from.episode(i);
    }
  }

  /** What came of it. */
  public void stepped(VectorStep step) {
    for (int i = 0; i < rows; i++) {
      int row = i * length + t;
      System.arraycopy(step.reward(), i * m, reward, row * m, m);
      System.arraycopy(step.cost(), i * k, cost, row * k, k);
      terminated[row] = step.terminated()[i];
      truncated[row] = step.truncated()[i];
      double[] next = step.ended(i) ? step.finalObs() : step.obs();
      observationSpace.encode(next, i * obsSize, nextObs, row * features);
      if (starts != null && step.ended(i)) {
        starts.ended(i);
      }
    }
    t++;
  }

  /**
   * The whole rollout; the buffer is empty afterwards, its arrays stay valid until it fills again.
   */
  public Batch drain() {
    if (t < length) {
      throw new IllegalStateException("The rollout has " + t + " of " + length + " steps.");
    }
    int[] offsets = new int[rows * length + 1];
    int segments = 0;
    for (int row = 0; row < rows * length; row++) {
      boolean first = row % length == 0;
      if (first || terminated[row - 1] || truncated[row - 1]) {
        offsets[segments++] = row;
      }
    }
    offsets[segments] = rows * length;
    t = 0;
    Batch batch =
        new Batch(
            signals,
            Arrays.copyOf(offsets, segments + 1),
            obs,
            nextObs,
            act,
            reward,
            cost,
            terminated,
            truncated,
            steps);
    batch.with(Column.LOG_PROB, logProb);
    if (preference != null) {
      batch.with(Column.PREFERENCE, preference);
    }
    if (initialObs != null) {
      batch.with(Column.INITIAL_OBS, initialObs);
    }
    if (episode != null) {
      batch.with(Column.EPISODE, episode);
    }
    if (number != null) {
      batch.with(Column.ROW, number);
    }
    return batch;
  }

  /** Environment {@code i} begins an episode anew, without an end of its last one. */
  public void forget(int i) {
    if (starts != null) {
      starts.ended(i);
    }
  }

  @Override
  public void save(State out) {
    if (starts != null) {
      out.put("starts", starts);
    }
  }

  @Override
  public void restore(State in) {
    if (starts != null) {
      in.restore("starts", starts);
    }
  }
}
