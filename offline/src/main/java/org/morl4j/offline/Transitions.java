package org.morl4j.offline;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Space;

/** Episodes cut into transitions. */
final class Transitions {
  private final Recording recording;
  private final Signals signals;
  private final boolean nextActions;

  private Transitions(Recording recording, Signals signals, boolean nextActions) {
    this.recording = recording;
    this.signals = signals;
    this.nextActions = nextActions;
  }

  /**
   * All steps of all episodes as rows, each a segment of its own, numbered by {@link
   * Column#EPISODE}. The last row of an episode has its last observation as nextObs, so a time
   * limit bootstraps. Episodes are read one at a time.
   *
   * @param description what it is, in words
   * @param nextActions whether rows have {@link Column#NEXT_ACT}; then the last row of an episode
   *     that did not terminate is left out, since nobody knows what followed
   * @throws IOException if the recording can't be opened
   */
  static DataView of(String description, Recording recording, Signals signals, boolean nextActions)
      throws IOException {
    Transitions transitions = new Transitions(recording, signals, nextActions);
    int rows = transitions.rows();
    try (EpisodeCursor cursor = recording.open()) {
      return TransitionTable.of(description, rows, transitions.batches(cursor));
    }
  }

  /** Rows of all episodes; where some are left out all are read for it. */
  private int rows() throws IOException {
    if (!nextActions) {
      return Math.toIntExact(recording.steps());
    }
    long rows = 0;
    try (EpisodeCursor cursor = recording.open()) {
      while (cursor.hasNext()) {
        rows += rows(cursor.next());
      }
    }
    return Math.toIntExact(rows);
  }

  private int rows(Episode episode) {
    int steps = episode.steps(recording.spec());
    return nextActions && !episode.terminated() ? steps - 1 : steps;
  }

  private Iterator<Batch> batches(EpisodeCursor cursor) {
    return new Iterator<>() {
      private int number = -1;
      private @Nullable Episode next;

      @Override
      public boolean hasNext() {
        while (next == null && cursor.hasNext()) {
          Episode episode = cursor.next();
          number++;
          next = rows(episode) == 0 ? null : episode;
        }
        return next != null;
      }

      @Override
      public Batch next() {
        if (!hasNext() || next == null) {
          throw new NoSuchElementException();
        }
        Episode episode = next;
        next = null;
        return batch(episode, number);
      }
    };
  }

  private Batch batch(Episode episode, int number) {
    EnvSpec spec = recording.spec();
    Space observations = spec.observationSpace();
    int features = observations.features();
    int n = rows(episode);
    boolean whole = n == episode.steps(spec);
    int[] offsets = new int[n + 1];
    Arrays.setAll(offsets, i -> i);
    float[] obs = new float[Math.multiplyExact(n, features)];
    float[] nextObs = new float[obs.length];
    for (int t = 0; t < n; t++) {
      observations.encode(episode.obs(), t * observations.size(), obs, t * features);
      observations.encode(episode.obs(), (t + 1) * observations.size(), nextObs, t * features);
    }
    boolean[] terminated = new boolean[n];
    boolean[] truncated = new boolean[n];
    terminated[n - 1] = whole && episode.terminated();
    truncated[n - 1] = whole && episode.truncated();
    int[] steps = new int[n];
    Arrays.fill(steps, 1);
    int[] numbers = new int[n];
    Arrays.fill(numbers, number);
    int actSize = spec.actionSpace().size();
    Batch batch =
        new Batch(
                signals,
                offsets,
                obs,
                nextObs,
                Arrays.copyOf(episode.act(), n * actSize),
                Arrays.copyOf(episode.reward(), n * spec.objectives().size()),
                Arrays.copyOf(episode.cost(), n * spec.costs().size()),
                terminated,
                truncated,
                steps)
            .with(Column.EPISODE, numbers);
    return nextActions ? batch.with(Column.NEXT_ACT, nextAct(episode.act(), n * actSize)) : batch;
  }

  /** The actions that followed [n, A]: each row's is the next one's; zeros at the end. */
  private float[] nextAct(double[] act, int numbers) {
    int actSize = recording.spec().actionSpace().size();
    float[] next = new float[numbers];
    for (int i = 0; i < numbers && i + actSize < act.length; i++) {
      next[i] = (float) act[i + actSize];
    }
    return next;
  }
}
