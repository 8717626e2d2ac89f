package org.morl4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.rng.Rng;

/** Columns that views add to recorded rows: preferences, and weights. */
class AddedColumnsTest {
  private static final Signals SIGNALS =
      new Signals(
          List.of(
              new Signal("here", Signal.Kind.OBJECTIVE, 0.9, 1),
              new Signal("there", Signal.Kind.OBJECTIVE, 0.9, 1),
              new Signal("elsewhere", Signal.Kind.OBJECTIVE, 0.9, 1)));

  /** Row i has the observation i. */
  private static TransitionTable table(int rows) {
    int[] offsets = new int[rows + 1];
    Arrays.setAll(offsets, i -> i);
    float[] obs = new float[rows];
    for (int i = 0; i < rows; i++) {
      obs[i] = i;
    }
    int[] steps = new int[rows];
    Arrays.fill(steps, 1);
    Batch batch =
        new Batch(
            SIGNALS,
            offsets,
            obs,
            obs,
            new double[rows],
            new double[3 * rows],
            new double[0],
            new boolean[rows],
            new boolean[rows],
            steps);
    return TransitionTable.of("five rows", List.of(batch));
  }

  /** The first of m weights is below x with probability 1 - (1 - x)^(m-1). */
  @Test
  void preferencesAreUniformOnTheSimplex() {
    DrawnPreferences view = new DrawnPreferences(table(5), SIGNALS);
    assertThat(view.columns()).contains(Column.PREFERENCE, Column.ROW);
    TransitionSource source = view.source();
    assertThat(source.columns()).contains(Column.PREFERENCE, Column.ROW);
    int n = 20_000;
    float[] w = source.sample(n, new Rng(1)).column(Column.PREFERENCE);
    for (int j = 0; j < 3; j++) {
      int below = 0;
      for (int i = 0; i < n; i++) {
        assertThat(w[3 * i] + w[3 * i + 1] + w[3 * i + 2]).isEqualTo(1, offset(1e-6f));
        below += w[3 * i + j] < 0.25 ? 1 : 0;
      }
      assertThat(below / (double) n).isEqualTo(1 - 0.75 * 0.75, offset(0.012));
    }
  }

  @Test
  void eachBatchDrawsAnewAndReadingDoesNot() {
    DrawnPreferences view = new DrawnPreferences(table(5), SIGNALS);
    TransitionSource source = view.source();
    Rng rng = new Rng(1);
    float[] first = source.sample(4, rng).column(Column.PREFERENCE).clone();
    float[] second = source.sample(4, rng).column(Column.PREFERENCE);
    assertThat(second).isNotEqualTo(first);
    float[] all = view.read(0, 5).column(Column.PREFERENCE);
    assertThat(view.read(3, 2).column(Column.PREFERENCE)).isEqualTo(Arrays.copyOfRange(all, 9, 15));
    assertThat(Arrays.copyOfRange(all, 0, 3)).isNotEqualTo(Arrays.copyOfRange(all, 3, 6));
  }

  /** They don't change which rows are drawn. */
  @Test
  void rowsAreThoseOfTheData() {
    float[] plain = table(5).source().sample(6, new Rng(3)).obs();
    DrawnPreferences view = new DrawnPreferences(table(5), SIGNALS);
    assertThat(view.source().sample(6, new Rng(3)).obs()).isEqualTo(plain);
  }

  @Test
  void eachRowHasItsWeight() {
    float[] weights = {0, 10, 20, 30, 40};
    WeighedRows view = new WeighedRows(table(5), () -> weights);
    TransitionSource source = view.source();
    assertThat(source.columns()).contains(Column.WEIGHT, Column.ROW);
    assertThat(source.description()).isEqualTo("five rows, weighed");
    Rng rng = new Rng(1);
    for (int draw = 0; draw < 3; draw++) {
      Batch batch = source.sample(7, rng);
      for (int i = 0; i < 7; i++) {
        assertThat(batch.column(Column.WEIGHT)[i]).isEqualTo(10 * batch.obs()[i]);
      }
    }
  }
}
