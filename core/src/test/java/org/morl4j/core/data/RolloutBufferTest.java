package org.morl4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.data.Signal.Kind;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;

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

  private static Batch collect(RolloutBuffer buffer) {
    for (int t = 0; t < 4; t++) {
      assertThat(buffer.isFull()).as("before step %s", t).isFalse();
      double[] act = {t / 10.0, 0, -t / 10.0, 1};
      buffer.acted(OBS[t], act, new double[] {-t, -10 - t});
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
    assertThat(batch.value(6, 3)).as("auxiliaries are no part of a batch").isZero();
  }

  /** A second rollout of other length of episodes leaves nothing of the first. */
  @Test
  void isEmptyAfterDrain() {
    RolloutBuffer buffer = new RolloutBuffer(SPEC, SIGNALS, 2, 4);
    collect(buffer);
    assertThat(buffer.isFull()).isFalse();
    VectorStep step = VectorStep.allocate(SPEC, 2);
    for (int t = 0; t < 4; t++) {
      buffer.acted(new double[] {7, 7}, new double[4], new double[2]);
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
    buffer.acted(OBS[0], new double[4], new double[2]);
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
