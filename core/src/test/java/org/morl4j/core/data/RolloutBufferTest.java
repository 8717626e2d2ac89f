package org.morl4j.core.data;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.morl4j.core.data.Signal.Kind;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;

/** Two rows, four steps, worked by hand: row 0 terminates at step 1, row 1 is truncated at 2. */
class RolloutBufferTest {
  private static final EnvSpec SPEC =
      new EnvSpec(
          "test:two",
          new Discrete(9),
          Box.of(2, -1, 1, Dtype.FLOAT64),
          List.of("x", "y"),
          List.of("c"),
          0,
          null,
          null,
          "test");
  private static final Signals SIGNALS =
      new Signals(
          List.of(
              new Signal("x", Kind.OBJECTIVE, 0.9, 1),
              new Signal("y", Kind.OBJECTIVE, 0.5, 1),
              new Signal("c", Kind.COST, 1, 1),
              new Signal("kl", Kind.AUXILIARY, 0.8, 1)));

  // Observations are numbers 0 to 8, seen one-hot by the network. Where an episode ends, obs is the
  // next one's first and finalObs the ended one's last.
  private static final double[][] OBS = {{0, 4}, {1, 5}, {0, 6}, {1, 4}, {2, 5}};
  private static final double[][] FINAL_OBS = {{8, 8}, {3, 8}, {8, 7}, {8, 8}};

  private static final double[][] PREFERENCES = {
    {0, 1, 9, 8}, {0.25, 0.75, 7, 6}, {0.5, 0.5, 5, 4}, {0.75, 0.25, 3, 2}
  };

  private static Batch collect(RolloutBuffer buffer) {
    for (int t = 0; t < 4; t++) {
      assertThat(buffer.isFull()).as("before step %s", t).isFalse();
      double[] act = {t / 10.0, 0, -t / 10.0, 1};
      buffer.acted(OBS[t], act, new double[] {-t, -10 - t}, PREFERENCES[t]);
      VectorStep step = VectorStep.allocate(SPEC, 2);
      for (int i = 0; i < 2; i++) {
        step.obs()[i] = OBS[t + 1][i];
        step.finalObs()[i] = FINAL_OBS[t][i];
        step.reward()[2 * i] = 10 * i + t;
        step.reward()[2 * i + 1] = -10 * i - t;
        step.cost()[i] = 100 * i + t;
        step.terminated()[i] = i == 0 && t == 1;
        step.truncated()[i] = i == 1 && t == 2;
      }
      buffer.stepped(step);
    }
    assertThat(buffer.isFull()).isTrue();
    return buffer.drain();
  }

  @Test
  void transitionsLieRowAfterRow() {
    Batch batch = collect(new RolloutBuffer(SPEC, SIGNALS, 2, 4));
    assertThat(batch.rows()).isEqualTo(8);
    assertThat(hot(batch.obs())).containsExactly(0, 1, 0, 1, 4, 5, 6, 4);
    assertThat(batch.reward())
        .containsExactly(0, 0, 1, -1, 2, -2, 3, -3, 10, -10, 11, -11, 12, -12, 13, -13);
    assertThat(batch.cost()).containsExactly(0, 1, 2, 3, 100, 101, 102, 103);
    assertThat(batch.act())
        .containsExactly(0, 0, 0.1, 0, 0.2, 0, 0.3, 0, 0, 1, -0.1, 1, -0.2, 1, -0.3, 1);
    assertThat(batch.column(Column.LOG_PROB)).containsExactly(0, -1, -2, -3, -10, -11, -12, -13);
  }

  @Test
  void nextObsNeverCrossesAnEpisode() {
    Batch batch = collect(new RolloutBuffer(SPEC, SIGNALS, 2, 4));
    assertThat(hot(batch.nextObs())).containsExactly(1, 3, 1, 2, 5, 6, 7, 5);
  }

  @Test
  void segmentsEndWithEpisodesAndRows() {
    Batch batch = collect(new RolloutBuffer(SPEC, SIGNALS, 2, 4));
    assertThat(batch.segments()).isEqualTo(4);
    assertThat(new int[] {batch.offset(0), batch.offset(1), batch.offset(2), batch.offset(3)})
        .containsExactly(0, 2, 4, 7);
    assertThat(batch.offset(4)).isEqualTo(8);
  }

  @Test
  void onlyTerminationEndsTheFuture() {
    Batch batch = collect(new RolloutBuffer(SPEC, SIGNALS, 2, 4));
    assertThat(batch.terminated()).containsExactly(F, true, F, F, F, F, F, F);
    assertThat(batch.truncated()).containsExactly(F, F, F, F, F, F, true, F);
    assertThat(batch.discount(0, 0)).isEqualTo(0.9);
    assertThat(batch.discount(0, 1)).isEqualTo(0.5);
    assertThat(batch.discount(1, 0)).as("terminated").isZero();
    assertThat(batch.discount(1, 2)).as("terminated").isZero();
    assertThat(batch.discount(6, 0)).as("truncated").isEqualTo(0.9);
    assertThat(batch.discount(6, 2)).as("truncated").isEqualTo(1);
  }

  @Test
  void valuesGoBySignal() {
    Batch batch = collect(new RolloutBuffer(SPEC, SIGNALS, 2, 4));
    assertThat(batch.value(6, 0)).isEqualTo(12);
    assertThat(batch.value(6, 1)).isEqualTo(-12);
    assertThat(batch.value(6, 2)).isEqualTo(102);
  }

  @Test
  void auxiliariesAreNotReadAsZero() {
    Batch batch = collect(new RolloutBuffer(SPEC, SIGNALS, 2, 4));
    assertThatThrownBy(() -> batch.value(6, 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The batch has no values of the auxiliary signal kl. Maybe what gives them is missing.");
    batch.with(Column.AUXILIARY, new float[] {0, 1, 2, 3, 4, 5, 6, 7});
    assertThat(batch.value(6, 3)).isEqualTo(6);
    assertThat(batch.value(6, 2)).isEqualTo(102);
  }

  @Test
  void columnsAreThoseAskedFor() {
    Set<Column> all =
        Set.of(
            Column.PREFERENCE,
            Column.INITIAL_OBS,
            Column.ROW,
            Column.EPISODE,
            Column.NEXT_ACT,
            Column.LOG_PROB);
    RolloutBuffer buffer = new RolloutBuffer(SPEC, SIGNALS, 2, 4, all);
    Batch batch = collect(buffer);
    assertThat(RolloutBuffer.columns(all))
        .isEqualTo(all.stream().filter(batch::has).collect(toSet()));
    assertThat(batch.has(Column.NEXT_ACT)).as("a rollout's last ones aren't known").isFalse();
    assertThat(batch.column(Column.PREFERENCE))
        .containsExactly(0, 1, 0.25f, 0.75f, 0.5f, 0.5f, 0.75f, 0.25f, 9, 8, 7, 6, 5, 4, 3, 2);
    // Environment 0 begins episodes at steps 0 and 2, environment 1 at 0 and 3.
    assertThat(hot(batch.column(Column.INITIAL_OBS))).containsExactly(0, 0, 0, 0, 4, 4, 4, 4);
    assertThat(batch.ints(Column.EPISODE)).containsExactly(0, 0, 2, 2, 1, 1, 1, 3);
    assertThat(batch.ints(Column.ROW)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);

    RolloutBuffer resumed = new RolloutBuffer(SPEC, SIGNALS, 2, 4, all);
    State state = new State();
    buffer.save(state);
    resumed.restore(state);
    Batch next = collect(resumed);
    assertThat(next.ints(Column.EPISODE))
        .as("episodes go on")
        .containsExactly(2, 2, 4, 4, 3, 3, 3, 5);
    assertThat(hot(next.column(Column.INITIAL_OBS))).containsExactly(0, 0, 0, 0, 4, 4, 4, 4);
    assertThat(collect(new RolloutBuffer(SPEC, SIGNALS, 2, 4)).has(Column.PREFERENCE)).isFalse();
  }

  @Test
  void columnsOfAnotherKindOrLengthAreRefused() {
    Batch batch = collect(new RolloutBuffer(SPEC, SIGNALS, 2, 4));
    assertThatThrownBy(() -> batch.with(Column.ROW, new float[8]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The column ROW was given 8 numbers (FLOAT), but 8 rows take 8 (INT).");
    assertThatThrownBy(() -> batch.with(Column.PREFERENCE, new float[8]))
        .hasMessage(
            "The column PREFERENCE was given 8 numbers (FLOAT), but 8 rows take 16 (FLOAT).");
    assertThatThrownBy(() -> batch.ints(Column.ROW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The batch has no column ROW.");
  }

  @Test
  void widthsAreThoseOfTheShapes() {
    Batch batch = collect(new RolloutBuffer(SPEC, SIGNALS, 2, 4));
    assertThat(batch.width(Column.WEIGHT)).isEqualTo(1);
    assertThat(batch.width(Column.PREFERENCE)).isEqualTo(2);
    assertThat(batch.width(Column.RETURN_TO_GO)).isEqualTo(4);
    assertThat(batch.width(Column.NEXT_ACT)).isEqualTo(2);
    assertThat(batch.width(Column.INITIAL_OBS)).isEqualTo(9);
    assertThat(batch.width(Column.AUXILIARY)).isEqualTo(1);
  }

  /** A second rollout of other length of episodes leaves nothing of the first. */
  @Test
  void isEmptyAfterDrain() {
    RolloutBuffer buffer = new RolloutBuffer(SPEC, SIGNALS, 2, 4);
    collect(buffer);
    assertThat(buffer.isFull()).isFalse();
    VectorStep step = VectorStep.allocate(SPEC, 2);
    for (int t = 0; t < 4; t++) {
      buffer.acted(new double[] {7, 7}, new double[4], new double[2], null);
      buffer.stepped(step);
    }
    Batch batch = buffer.drain();
    assertThat(batch.segments()).isEqualTo(2);
    assertThat(hot(batch.obs())).containsOnly(7);
    assertThat(hot(batch.nextObs())).containsOnly(0);
    assertThat(batch.reward()).containsOnly(0);
    assertThat(batch.terminated()).containsOnly(false);
  }

  @Test
  void halfARolloutIsNotHandedOut() {
    RolloutBuffer buffer = new RolloutBuffer(SPEC, SIGNALS, 2, 4);
    buffer.acted(OBS[0], new double[4], new double[2], null);
    buffer.stepped(VectorStep.allocate(SPEC, 2));
    assertThatThrownBy(buffer::drain)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("The rollout has 1 of 4 steps");
  }

  @Test
  void nStepRowsDiscountByTheirLength() {
    Batch batch =
        new Batch(
            SIGNALS,
            new int[] {0, 1, 2},
            new float[18],
            new float[18],
            new double[4],
            new double[] {1, 2, 3, 4},
            new double[] {5, 6},
            new boolean[] {false, true},
            new boolean[2],
            new int[] {3, 3});
    assertThat(batch.discount(0, 0)).isCloseTo(0.729, within());
    assertThat(batch.discount(0, 1)).isEqualTo(0.125);
    assertThat(batch.discount(1, 0)).isZero();
    assertThat(batch.value(1, 2)).isEqualTo(6);
    assertThatThrownBy(() -> batch.column(Column.WEIGHT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The batch has no column WEIGHT.");
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-15);
  }

  private static final boolean F = false;

  /** Which number each one-hot row of 9 stands for. */
  private static int[] hot(float[] features) {
    int[] numbers = new int[features.length / 9];
    for (int i = 0; i < numbers.length; i++) {
      float sum = 0;
      for (int j = 0; j < 9; j++) {
        sum += features[9 * i + j];
        numbers[i] += features[9 * i + j] == 1 ? j : 0;
      }
      assertThat(sum).as("row %s is one-hot", i).isEqualTo(1);
    }
    return numbers;
  }
}
