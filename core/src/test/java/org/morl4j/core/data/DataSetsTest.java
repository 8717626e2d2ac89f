package org.morl4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.morl4j.core.rng.Rng;

/** Named sets: who draws what of which, and how rows are numbered through. */
class DataSetsTest {
  private static final Signals SIGNALS =
      new Signals(List.of(new Signal("gain", Signal.Kind.OBJECTIVE, 0.9, 1)));

  /** Rows with observations first, first + 1, ..; episodes of two rows. */
  private static TransitionTable table(int first, int rows, boolean numbered) {
    int[] offsets = new int[rows + 1];
    Arrays.setAll(offsets, i -> i);
    float[] obs = new float[rows];
    int[] steps = new int[rows];
    int[] episode = new int[rows];
    for (int i = 0; i < rows; i++) {
      obs[i] = first + i;
      steps[i] = 1;
      episode[i] = i / 2;
    }
    Batch batch =
        new Batch(
            SIGNALS,
            offsets,
            obs,
            obs.clone(),
            new double[rows],
            new double[rows],
            new double[0],
            new boolean[rows],
            new boolean[rows],
            steps);
    if (numbered) {
      batch.with(Column.EPISODE, episode);
    }
    return TransitionTable.of("rows from " + first, List.of(batch));
  }

  private static Map<String, DataView> sets() {
    Map<String, DataView> sets = new LinkedHashMap<>();
    sets.put("expert", table(100, 2, true));
    sets.put("recorded", table(0, 30, true));
    return sets;
  }

  @Test
  void halfOfABatchIsOfEachSetAndSourceIsItsPlaceInTheLearnersList() {
    DataSets data = new DataSets(sets(), List.of("recorded", "expert"));
    TransitionSource source = data.source();
    assertThat(source.columns()).contains(Column.SOURCE, Column.ROW, Column.EPISODE);
    Batch batch = source.sample(64, new Rng(1));
    int expert = 0;
    for (int i = 0; i < 64; i++) {
      boolean own = batch.obs()[i] >= 100;
      assertThat(batch.ints(Column.SOURCE)[i]).isEqualTo(own ? 1 : 0);
      expert += own ? 1 : 0;
    }
    assertThat(expert).isEqualTo(32);
  }

  @Test
  void aLearnerThatNamesNoneDrawsAllRowsAlike() {
    TransitionSource source = new DataSets(sets(), List.of()).source();
    Rng rng = new Rng(2);
    int expert = 0;
    for (int draw = 0; draw < 100; draw++) {
      Batch batch = source.sample(32, rng);
      for (int i = 0; i < 32; i++) {
        expert += batch.obs()[i] >= 100 ? 1 : 0;
        int row = batch.ints(Column.ROW)[i];
        float expected = row < 2 ? 100 + row : row - 2;
        assertThat(batch.obs()[i]).isEqualTo(expected);
        assertThat(batch.ints(Column.EPISODE)[i]).isEqualTo(row / 2);
      }
    }
    assertThat(expert).as("1 in 16 of 3200").isBetween(140, 260);
  }

  @Test
  void readThroughItIsOneSetAfterTheOther() {
    DataSets data = new DataSets(sets(), List.of("expert"));
    assertThat(data.size()).isEqualTo(32);
    Batch batch = data.read(1, 4);
    assertThat(batch.obs()).containsExactly(101, 0, 1, 2);
    assertThat(batch.ints(Column.ROW)).containsExactly(1, 2, 3, 4);
    assertThat(batch.ints(Column.EPISODE)).containsExactly(0, 1, 1, 2);
    assertThat(data.set("recorded").read(0, 2).obs()).containsExactly(0, 1);
    assertThatThrownBy(() -> data.read(30, 3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void viewsOfOneNameAreOneSet() {
    Map<String, DataView> sets =
        DataSets.named(
            List.of("a", "b", "a"),
            List.of(table(0, 4, true), table(50, 2, true), table(9, 2, false)));
    assertThat(sets.keySet()).containsExactly("a", "b");
    DataView a = sets.get("a");
    assertThat(a.read(0, 6).obs()).containsExactly(0, 1, 2, 3, 9, 10);
    assertThat(a.columns()).as("what all have").containsExactly(Column.ROW);
    Batch batch = new DataSets(sets, List.of("b", "a")).source().sample(8, new Rng(3));
    for (int i = 0; i < 8; i++) {
      assertThat(batch.ints(Column.SOURCE)[i]).isEqualTo(batch.obs()[i] >= 50 ? 0 : 1);
    }
  }

  @Test
  void aSetThatIsMissingIsNamed() {
    assertThatThrownBy(() -> new DataSets(sets(), List.of("expert", "mixed")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The data has the sets expert, recorded, but the agent learns from one that is named"
                + " mixed. Maybe name a set of data so.");
    assertThatThrownBy(() -> table(0, 2, true).set("expert"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "rows from 0 is one set without a name, and not several of which one is expert. Maybe"
                + " name them by data.sets.");
  }
}
