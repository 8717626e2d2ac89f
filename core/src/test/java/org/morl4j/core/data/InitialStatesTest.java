package org.morl4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitialStatesTest {
  private static final Signals SIGNALS =
      new Signals(List.of(new Signal("reward", Signal.Kind.OBJECTIVE, 0.9, 1)));

  /** One transition a row: obs, nextObs, and 1 where the episode terminated, 2 where it was cut. */
  private static Batch rows(double[][] rows) {
    int n = rows.length;
    int[] offsets = new int[n + 1];
    Arrays.setAll(offsets, i -> i);
    float[] obs = new float[n];
    float[] nextObs = new float[n];
    boolean[] terminated = new boolean[n];
    boolean[] truncated = new boolean[n];
    int[] steps = new int[n];
    for (int i = 0; i < n; i++) {
      obs[i] = (float) rows[i][0];
      nextObs[i] = (float) rows[i][1];
      terminated[i] = rows[i][2] == 1;
      truncated[i] = rows[i][2] == 2;
      steps[i] = 1;
    }
    return new Batch(
        SIGNALS,
        offsets,
        obs,
        nextObs,
        new double[n],
        new double[n],
        new double[0],
        terminated,
        truncated,
        steps);
  }

  private static float[] starts(Batch batch) {
    InitialStates starts = InitialStates.of(TransitionTable.of("a test", List.of(batch)));
    float[] obs = new float[starts.size() * starts.features()];
    starts.copy(0, starts.size(), obs, 0);
    return obs;
  }

  /** Two environments in turn, 10, 11, .. and 20, 21, ..; the first ends twice. */
  @Test
  void rowsOfSeveralEnvironmentsFollowTheirObservations() {
    Batch batch =
        rows(
            new double[][] {
              {10, 11, 0},
              {20, 21, 0},
              {11, 12, 1},
              {21, 22, 0},
              {13, 14, 2},
              {22, 23, 0},
              {15, 16, 0},
              {23, 24, 0}
            });
    assertThat(starts(batch)).containsExactly(10, 20, 13, 15);
  }

  /** Where an episode was cut, the same observation begins another. */
  @Test
  void aCutEpisodeIsNotGoneOn() {
    assertThat(starts(rows(new double[][] {{1, 2, 2}, {2, 3, 1}, {3, 1, 0}, {1, 5, 1}})))
        .containsExactly(1, 2, 3);
  }

  /** Two rows lead to 7: two go on from there, the third begins. */
  @Test
  void eachRowIsGoneOnFromOnce() {
    assertThat(starts(rows(new double[][] {{1, 7, 0}, {2, 7, 0}, {7, 8, 1}, {7, 8, 1}, {7, 8, 1}})))
        .containsExactly(1, 2, 7);
  }

  @Test
  void numbersOfEpisodesCount() {
    double[][] rows = {{1, 2, 0}, {2, 3, 0}, {3, 4, 0}, {4, 5, 0}};
    int[] episodes = {4, 4, 9, 9};
    assertThat(starts(rows(rows).with(Column.EPISODE, episodes))).containsExactly(1, 3);
    Batch told =
        rows(rows)
            .with(Column.EPISODE, episodes)
            .with(Column.INITIAL_OBS, new float[] {0, 0, -1, -1});
    assertThat(starts(told)).as("what gave way to newer rows").containsExactly(0, -1);
  }

  @Test
  void noDataIsRefused() {
    DataView none =
        new DataView() {
          @Override
          public long size() {
            return 0;
          }

          @Override
          public java.util.Set<Column> columns() {
            return java.util.Set.of();
          }

          @Override
          public Batch read(long from, int n) {
            throw new IndexOutOfBoundsException();
          }

          @Override
          public TransitionSource source() {
            return TransitionSource.EMPTY;
          }
        };
    assertThatThrownBy(() -> InitialStates.of(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The data holds no transition, so no episode begins in it. Maybe name other data.");
  }
}
