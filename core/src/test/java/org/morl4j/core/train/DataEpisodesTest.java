package org.morl4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;

/** Episodes of one observation, one reward and one cost, under discounts of 1/2 and 1/4. */
class DataEpisodesTest {
  private static final Signals SIGNALS =
      new Signals(
          List.of(
              new Signal("gain", Signal.Kind.OBJECTIVE, 0.5, 1),
              new Signal("cost", Signal.Kind.COST, 0.25, 1)));

  private static final int GOES_ON = 0;
  private static final int TERMINATED = 1;
  private static final int TRUNCATED = 2;

  /** Rows of (obs, nextObs, reward, cost, end, episode). */
  private static TransitionTable table(boolean numbered, double[]... rows) {
    int n = rows.length;
    int[] offsets = new int[n + 1];
    float[] obs = new float[n];
    float[] nextObs = new float[n];
    double[] reward = new double[n];
    double[] cost = new double[n];
    boolean[] terminated = new boolean[n];
    boolean[] truncated = new boolean[n];
    int[] steps = new int[n];
    int[] episode = new int[n];
    for (int i = 0; i < n; i++) {
      offsets[i + 1] = i + 1;
      obs[i] = (float) rows[i][0];
      nextObs[i] = (float) rows[i][1];
      reward[i] = rows[i][2];
      cost[i] = rows[i][3];
      terminated[i] = rows[i][4] == TERMINATED;
      truncated[i] = rows[i][4] == TRUNCATED;
      steps[i] = 1;
      episode[i] = (int) rows[i][5];
    }
    Batch batch =
        new Batch(
            SIGNALS,
            offsets,
            obs,
            nextObs,
            new double[n],
            reward,
            cost,
            terminated,
            truncated,
            steps);
    return TransitionTable.of(
        "rows", List.of(numbered ? batch.with(Column.EPISODE, episode) : batch));
  }

  /** Two environments side by side: 1 2 4 from observation 0, 8 from 10, then a piece from 20. */
  private static final double[][] INTERLEAVED = {
    {0, 1, 1, 3, GOES_ON, 0},
    {10, 11, 8, 5, TRUNCATED, 1},
    {1, 2, 2, 0, GOES_ON, 0},
    {20, 21, 100, 100, GOES_ON, 2},
    {2, 3, 4, 1, TERMINATED, 0}
  };

  @Test
  void rowsThatLeadToOneAnotherAreAnEpisode() {
    check(DataEpisodes.of(table(false, INTERLEAVED), SIGNALS));
    check(DataEpisodes.of(table(true, INTERLEAVED), SIGNALS));
  }

  private static void check(DataEpisodes episodes) {
    Returns returns = episodes.returns();
    assertThat(returns.episodes()).isEqualTo(2);
    assertThat(returns.each()).extracting(each -> each.length()).containsExactlyInAnyOrder(1, 3);
    // (1 + 2/2 + 4/4 + 8) / 2 and (3 + 0 + 1/16 + 5) / 2
    assertThat(returns.mean().get(0)).isCloseTo(5.5, within(1e-12));
    assertThat(returns.mean().get(1)).isCloseTo(4.03125, within(1e-12));
    assertThat(returns.each()).extracting(e -> e.sum().get(0)).containsExactlyInAnyOrder(7.0, 8.0);
    assertThat(returns.each()).extracting(e -> e.sum().get(1)).containsExactlyInAnyOrder(4.0, 5.0);
    assertThat(returns.length()).isEqualTo(2);
    // measured: (1 + 1/2 + 1/4 + 1) / 2
    assertThat(returns.discountedLength().get(0)).isCloseTo(1.375, within(1e-12));
    // as critics count it: 1.75 of the one that terminated, 2 of the one that was cut
    assertThat(episodes.horizon().get(0)).isCloseTo(1.875, within(1e-12));
    assertThat(episodes.length()).isEqualTo(2);
    assertThat(episodes.starts(10)).containsExactly(0, 10, 20);
  }

  @Test
  void ofManyBeginningsSomeAreTakenEvenly() {
    double[][] rows = new double[8][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {i, -1, 0, 0, TERMINATED, i};
    }
    assertThat(DataEpisodes.of(table(true, rows), SIGNALS).starts(4)).containsExactly(0, 2, 4, 6);
  }

  @Test
  void piecesCountWhereNothingIsWhole() {
    double[][] piece = {{0, 1, 1, 0, GOES_ON, 0}, {1, 2, 1, 0, GOES_ON, 0}};
    DataEpisodes episodes = DataEpisodes.of(table(false, piece), SIGNALS);
    assertThat(episodes.length()).isEqualTo(2);
    assertThat(episodes.returns().mean().get(0)).isEqualTo(1.5);
    assertThat(episodes.horizon().get(0)).isEqualTo(2);
  }

  @Test
  void noDataIsRefused() {
    DataView empty = new Empty(table(false, INTERLEAVED));
    assertThatThrownBy(() -> DataEpisodes.of(empty, SIGNALS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Maybe name other data.");
  }

  private record Empty(DataView inner) implements DataView {
    @Override
    public long size() {
      return 0;
    }

    @Override
    public java.util.Set<Column> columns() {
      return inner.columns();
    }

    @Override
    public Batch read(long from, int n) {
      return inner.read(from, n);
    }

    @Override
    public org.morl4j.core.data.TransitionSource source() {
      return inner.source();
    }
  }
}
