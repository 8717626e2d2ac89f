package org.morl4j.offline;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Space;

/** Episodes cut into transitions. */
final class Transitions {
  private Transitions() {}

  /**
   * All steps of all episodes as rows, each a segment of its own, numbered by {@link
   * Column#EPISODE}. The last row of an episode has its last observation as nextObs, so a time
   * limit bootstraps. Episodes are read one at a time.
   *
   * @param description what it is, in words
   * @throws IOException if the recording can't be opened
   */
  static DataView of(String description, Recording recording, Signals signals) throws IOException {
    int rows = Math.toIntExact(recording.steps());
    try (EpisodeCursor cursor = recording.open()) {
      return TransitionTable.of(
          description,
          rows,
          new Iterator<>() {
            private int number;

            @Override
            public boolean hasNext() {
              return cursor.hasNext();
            }

            @Override
            public Batch next() {
              return batch(cursor.next(), number++, recording.spec(), signals);
            }
          });
    }
  }

  private static Batch batch(Episode episode, int number, EnvSpec spec, Signals signals) {
    Space observations = spec.observationSpace();
    int features = observations.features();
    int n = episode.steps(spec);
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
    terminated[n - 1] = episode.terminated();
    truncated[n - 1] = episode.truncated();
    int[] steps = new int[n];
    Arrays.fill(steps, 1);
    int[] numbers = new int[n];
    Arrays.fill(numbers, number);
    return new Batch(
            signals,
            offsets,
            obs,
            nextObs,
            episode.act(),
            episode.reward(),
            episode.cost(),
            terminated,
            truncated,
            steps)
        .with(Column.EPISODE, numbers);
  }
}
