package org.morl4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.ReplayOptions.Storage;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

class TransitionTableTest {
  private static final Set<Column> ASKED = Set.of(Column.PREFERENCE, Column.EPISODE);

  private static ReplayBuffer filled(int capacity, int nStep, Storage storage, int steps) {
    ReplayOptions options = ReplayFeed.options(capacity, nStep, storage);
    ReplayBuffer buffer =
        new ReplayBuffer(ReplayFeed.SPEC, ReplayFeed.SIGNALS, 2, options, ASKED, 1000, 1);
    new ReplayFeed(2, 4).run(buffer, steps, true);
    return buffer;
  }

  private static TransitionTable table(ReplayBuffer buffer, Signals signals) {
    return TransitionTable.ofReplay(
        "a finished run", ReplayFeed.state(buffer), ReplayFeed.SPEC, signals);
  }

  private static List<String> rows(Batch batch) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < batch.rows(); i++) {
      rows.add(ReplayFeed.row(batch, i) + " episode " + batch.ints(Column.EPISODE)[i]);
    }
    return rows;
  }

  /** Of 60 stored in a buffer of 50 the last 50, the oldest of them first. */
  @ParameterizedTest
  @EnumSource(
      value = Storage.class,
      names = {"HEAP", "MAPPED"})
  void aReplayBufferIsReadOldestFirst(Storage storage) {
    ReplayBuffer whole = filled(1000, 1, storage, 30);
    ReplayBuffer last = filled(50, 1, storage, 30);
    List<String> all = rows(whole.sample(60, new Scripted()));
    TransitionTable table = table(last, ReplayFeed.SIGNALS);
    assertThat(table.size()).isEqualTo(50);
    assertThat(table.columns()).containsExactly(Column.PREFERENCE, Column.ROW, Column.EPISODE);
    assertThat(rows(table.read(0, 50))).isEqualTo(all.subList(10, 60));
    Batch part = table.read(7, 3);
    assertThat(rows(part)).isEqualTo(all.subList(17, 20));
    assertThat(part.ints(Column.ROW)).containsExactly(7, 8, 9);
    assertThatThrownBy(() -> table.read(48, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Rows 48 to 51 were asked of a finished run, which has 50.");
  }

  @Test
  void drawsAreUniformAndNameTheirRows() {
    TransitionTable table = table(filled(50, 1, Storage.HEAP, 5), ReplayFeed.SIGNALS);
    List<String> all = rows(table.read(0, 10));
    TransitionSource source = table.source();
    assertThat(source.size()).isEqualTo(10);
    assertThat(source.columns()).isEqualTo(table.columns());
    Rng rng = new Rng(3);
    int[] counts = new int[10];
    for (int draw = 0; draw < 1000; draw++) {
      Batch batch = source.sample(20, rng);
      List<String> drawn = rows(batch);
      for (int i = 0; i < 20; i++) {
        int row = batch.ints(Column.ROW)[i];
        assertThat(drawn.get(i)).isEqualTo(all.get(row));
        counts[row]++;
      }
    }
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - 2000.0) * (count - 2000.0) / 2000;
    }
    assertThat(chiSquare).as("27.9 is the 99.9 % point").isLessThan(27.9);
    assertThat(ReplayBufferTest.allocated(() -> source.sample(20, rng))).isLessThan(1000);
  }

  @Test
  void batchesAreLaidEndToEnd() {
    TransitionTable some = table(filled(50, 1, Storage.HEAP, 5), ReplayFeed.SIGNALS);
    TransitionTable more = table(filled(50, 1, Storage.HEAP, 9), ReplayFeed.SIGNALS);
    Batch plain = more.read(0, 4).with(Column.WEIGHT, new float[] {1, 2, 3, 4});
    TransitionTable both =
        TransitionTable.of("both", List.of(some.read(2, 6), plain, some.read(0, 1)));
    assertThat(both.size()).isEqualTo(11);
    assertThat(both.columns())
        .as("those that all have, numbered anew")
        .containsExactly(Column.PREFERENCE, Column.ROW, Column.EPISODE);
    List<String> expected = new ArrayList<>(rows(some.read(2, 6)));
    expected.addAll(rows(plain));
    expected.addAll(rows(some.read(0, 1)));
    assertThat(rows(both.read(0, 11))).isEqualTo(expected);
    assertThat(new HashSet<>(rows(both.source().sample(500, new Rng(1)))))
        .isEqualTo(new HashSet<>(expected));
    Batch other =
        TransitionTable.ofReplay(
                "other",
                ReplayFeed.state(filled(50, 1, Storage.HEAP, 5)),
                ReplayFeed.SPEC,
                Signals.of(ReplayFeed.SPEC, 0.3, 1))
            .read(0, 1);
    assertThatThrownBy(() -> TransitionTable.of("both", List.of(plain, other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("A table of 3 features");
  }

  /** Gammas 0.5 and 0.1: of three steps a shift counts 1.75 and 1.11. */
  @Test
  void rewardsAreScaledAndShifted() {
    ReplayBuffer spans = filled(50, 3, Storage.HEAP, 9);
    TransitionTable table = table(spans, ReplayFeed.SIGNALS);
    RewardTransform transform = new RewardTransform(Vec.of(2, 1), Vec.of(1, -3));
    DataView changed = transform.apply(table, ReplayFeed.SPEC, ReplayFeed.SIGNALS);
    Batch before = table.read(0, (int) table.size());
    Batch after = changed.read(0, (int) table.size());
    double[][] weight = {{0, 0}, {1, 1}, {1.5, 1.1}, {1.75, 1.11}};
    for (int i = 0; i < after.rows(); i++) {
      int n = before.steps()[i];
      double x = 2 * before.reward()[2 * i] + weight[n][0];
      double y = before.reward()[2 * i + 1] - 3 * weight[n][1];
      assertThat(after.reward()[2 * i]).isCloseTo(x, offset(1e-12));
      assertThat(after.reward()[2 * i + 1]).isCloseTo(y, offset(1e-12));
    }
    assertThat(after.cost()).isEqualTo(before.cost());
    Batch drawn = changed.source().sample(30, new Rng(1));
    for (int i = 0; i < 30; i++) {
      assertThat(drawn.reward()[2 * i]).isEqualTo(after.reward()[2 * drawn.ints(Column.ROW)[i]]);
    }
    assertThatThrownBy(
            () ->
                new RewardTransform(Vec.of(1), Vec.of(1))
                    .apply(table, ReplayFeed.SPEC, ReplayFeed.SIGNALS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("data.transforms scales 1 objectives, but there are 2.");
    assertThatThrownBy(() -> new RewardTransform(Vec.of(1, 2), Vec.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("scale is [1.0, 2.0] and shift is [1.0], but both must");
  }

  /** Sums over several steps hold only under the discounts they were made with. */
  @Test
  void sumsUnderOtherDiscountsAreRefused() {
    Signals other = Signals.of(ReplayFeed.SPEC, 0.9, 1);
    assertThat(table(filled(50, 1, Storage.HEAP, 5), other).read(0, 1).discount(0, 0))
        .as("single steps can be learned from under any discount")
        .isIn(0.9, 0.0);
    ReplayBuffer spans = filled(50, 3, Storage.HEAP, 9);
    assertThat(table(spans, ReplayFeed.SIGNALS).size()).isPositive();
    assertThatThrownBy(() -> table(spans, other))
        .isInstanceOf(StateException.class)
        .hasMessageStartingWith("a finished run holds sums over several steps under other")
        .hasMessageEndingWith("Maybe set agent.gamma to that of the run it comes from.");
  }

  @Test
  void whatIsOfAnotherEnvironmentOrDamagedIsRefused() {
    State state = ReplayFeed.state(filled(50, 1, Storage.HEAP, 5));
    assertThatThrownBy(
            () ->
                TransitionTable.ofReplay(
                    "a run",
                    state,
                    ReplayFeed.SPEC.withObjectives(List.of("x")),
                    ReplayFeed.SIGNALS))
        .isInstanceOf(StateException.class)
        .hasMessage(
            "a run has rows of 3 features, 2 numbers of an action, 2 objectives, 1 costs and"
                + " [PREFERENCE, EPISODE], but test:feed takes rows of 3 features, 2 numbers of an"
                + " action, 1 objectives, 1 costs and [PREFERENCE, EPISODE]. Maybe it is of another"
                + " environment.");
    state.put("size", 51L);
    assertThatThrownBy(
            () -> TransitionTable.ofReplay("a run", state, ReplayFeed.SPEC, ReplayFeed.SIGNALS))
        .isInstanceOf(StateException.class)
        .hasMessageStartingWith("a run says that it holds 51 of 50 transitions");
  }
}
