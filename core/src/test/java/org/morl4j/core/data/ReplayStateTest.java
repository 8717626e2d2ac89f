package org.morl4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.core.data.ReplayOptions.Priority;
import org.morl4j.core.data.ReplayOptions.Storage;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.Safetensors;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

/** A buffer saved and restored goes on as if nothing had happened. */
class ReplayStateTest {
  private final Path folder;

  ReplayStateTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static ReplayBuffer buffer(int capacity, int n, boolean priority, Storage storage) {
    ReplayOptions options =
        new ReplayOptions(capacity, 4, 0, 1, 1, n, priority ? Priority.DEFAULT : null, storage);
    return new ReplayBuffer(
        ReplayFeed.SPEC, ReplayFeed.SIGNALS, 2, options, Set.of(Column.PREFERENCE), 1_000_000, 100);
  }

  private State throughFile(State state) throws IOException {
    Path file = folder.resolve("replay.safetensors");
    Safetensors.write(file, state, Map.of());
    return Safetensors.read(file);
  }

  /** Draws, learns from and adds to a buffer; what was drawn. */
  private static String goOn(ReplayBuffer buffer, ReplayFeed feed) {
    Rng rng = new Rng(12);
    StringBuilder seen = new StringBuilder();
    for (int t = 0; t < 30; t++) {
      feed.run(buffer, 1, true);
      Batch batch = buffer.sample(6, rng);
      for (int i = 0; i < 6; i++) {
        seen.append(ReplayFeed.row(batch, i)).append('\n');
        if (batch.has(Column.TD_ERROR)) {
          seen.append(batch.column(Column.WEIGHT)[i]).append('\n');
          batch.column(Column.TD_ERROR)[i] = rng.nextFloat() * 3;
        }
      }
      buffer.learned(batch);
    }
    return seen.toString();
  }

  /** Half full, full to the brim, run over; in the middle of spans; saved by either storage. */
  @ParameterizedTest
  @CsvSource({
    "13, 1, false, HEAP, HEAP",
    "13, 3, false, HEAP, MAPPED",
    "13, 3, true, MAPPED, HEAP",
    "25, 5, true, HEAP, HEAP",
    "40, 4, true, MAPPED, MAPPED",
    "0, 3, true, MAPPED, HEAP"
  })
  void restoredEqualsUninterrupted(int steps, int n, boolean priority, Storage from, Storage to)
      throws IOException {
    ReplayBuffer whole = buffer(50, n, priority, from);
    ReplayFeed feed = new ReplayFeed(2, 6);
    ReplayFeed twin = new ReplayFeed(2, 6);
    feed.run(whole, steps, true);
    twin.run(buffer(50, n, priority, from), steps, true);
    if (priority && steps > 0) {
      Batch batch = whole.sample(8, new Rng(1));
      batch.column(Column.TD_ERROR)[3] = 7;
      whole.learned(batch);
    }
    State saved = throughFile(ReplayFeed.state(whole));
    ReplayBuffer resumed = buffer(50, n, priority, to);
    new ReplayFeed(2, 99).run(resumed, 21, true); // whatever was there is gone
    resumed.restore(saved);
    assertThat(resumed.size()).isEqualTo(whole.size());
    feed.run(whole, n, true);
    twin.run(resumed, n, true);
    assertThat(goOn(resumed, twin)).isEqualTo(goOn(whole, feed));
    assertSame(ReplayFeed.state(resumed), ReplayFeed.state(whole));
  }

  private static void assertSame(State actual, State expected) {
    assertThat(actual.entries().keySet()).isEqualTo(expected.entries().keySet());
    for (String name : expected.entries().keySet()) {
      assertThat(plain(actual, name)).as(name).isEqualTo(plain(expected, name));
    }
  }

  private static Object plain(State state, String name) {
    Object entry = state.entries().get(name);
    return entry instanceof ByteBuffer ? state.bytes(name) : entry;
  }

  @Test
  void onlyFilledRowsAreSaved() {
    ReplayBuffer buffer = buffer(1000, 1, true, Storage.HEAP);
    new ReplayFeed(2, 6).run(buffer, 7, true);
    State state = ReplayFeed.state(buffer);
    assertThat(state.bytes("rows.0")).hasSize(14 * 80);
    assertThat(state.doubles("priorities.weights")).hasSize(14);
  }

  @Test
  void aSmallerBufferIsRefused() {
    State state = ReplayFeed.state(buffer(50, 1, false, Storage.HEAP));
    assertThatThrownBy(() -> buffer(49, 1, false, Storage.HEAP).restore(state))
        .isInstanceOf(StateException.class)
        .hasMessageStartingWith(
            "The saved replay buffer has a capacity of 50 transitions, but this one has 49. Maybe");
  }

  /** Into a larger buffer all, into a smaller one the newest; each keeps its priority. */
  @ParameterizedTest
  @CsvSource({"50, HEAP, 60", "50, HEAP, 50", "50, MAPPED, 20", "200, HEAP, 30"})
  void transitionsAreTakenOver(int capacity, Storage storage, int into) {
    ReplayBuffer from = buffer(capacity, 1, true, storage);
    ReplayFeed feed = new ReplayFeed(2, 6);
    feed.run(from, 45, true);
    int held = (int) from.size();
    Batch all = from.sample(2000, new Rng(1));
    for (int i = 0; i < 2000; i++) {
      all.column(Column.TD_ERROR)[i] = (float) Math.abs(all.reward()[2 * i]) + 1;
    }
    from.learned(all);
    State state = ReplayFeed.state(from);

    ReplayBuffer to = buffer(into, 1, true, Storage.HEAP);
    to.load(state);
    assertThat(to.size()).isEqualTo(Math.min(held, into));
    List<String> newest = rows(state, ReplayFeed.SIGNALS);
    newest = newest.subList(held - (int) to.size(), held);
    State after = ReplayFeed.state(to);
    assertThat(rows(after, ReplayFeed.SIGNALS)).isEqualTo(newest);
    double[] weights = after.doubles("priorities.weights");
    double[] before = state.doubles("priorities.weights");
    assertThat(weights[weights.length - 1])
        .as("of the newest")
        .isEqualTo(before[((int) state.scalarLong("position") + held - 1) % held]);
    feed.run(to, 3, true);
    List<String> later = rows(ReplayFeed.state(to), ReplayFeed.SIGNALS);
    int left = Math.min(newest.size(), into - 6);
    assertThat(later.subList(later.size() - 6 - left, later.size() - 6))
        .as("the oldest give way first")
        .isEqualTo(newest.subList(newest.size() - left, newest.size()));
  }

  private static List<String> rows(State replay, Signals signals) {
    TransitionTable table = TransitionTable.ofReplay("a", replay, ReplayFeed.SPEC, signals);
    Batch batch = table.read(0, (int) table.size());
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < batch.rows(); i++) {
      rows.add(ReplayFeed.row(batch, i));
    }
    return rows;
  }

  @Test
  void anotherShapeIsRefused() {
    State state = ReplayFeed.state(buffer(50, 1, false, Storage.HEAP));
    ReplayBuffer plain =
        new ReplayBuffer(
            ReplayFeed.SPEC,
            ReplayFeed.SIGNALS,
            2,
            ReplayFeed.options(50, 1, Storage.HEAP),
            Set.of(),
            1000,
            1);
    assertThatThrownBy(() -> plain.restore(state))
        .isInstanceOf(StateException.class)
        .hasMessageContaining(
            "rows of 3 features, 2 numbers of an action, 2 objectives, 1 costs and [PREFERENCE], but"
                + " this one of 3 features");
  }

  @Test
  void otherSpansAreRefused() {
    State state = ReplayFeed.state(buffer(50, 2, false, Storage.HEAP));
    assertThatThrownBy(() -> buffer(50, 3, false, Storage.HEAP).restore(state))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("windows.obs");
  }

  /** Numbers that would lead outside the arrays later are refused at once. */
  @ParameterizedTest
  @CsvSource({"size, 51", "size, -1", "size, 12", "position, 50", "position, -1"})
  void impossiblePlacesAreRefused(String name, long value) {
    refused(state -> state.put(name, value));
  }

  @Test
  void impossibleSpansAndPrioritiesAreRefused() {
    refused(state -> state.put("windows.count", new int[] {0, 3}));
    refused(state -> state.put("windows.first", new int[] {-1, 0}));
    refused(state -> state.put("rows.0", new byte[17]));
    double[] weights = new double[8];
    refused(state -> state.put("priorities.weights", weights));
  }

  private static void refused(Consumer<State> change) {
    ReplayBuffer buffer = buffer(50, 3, true, Storage.HEAP);
    new ReplayFeed(2, 6).run(buffer, 5, true);
    State state = ReplayFeed.state(buffer);
    change.accept(state);
    assertThatThrownBy(() -> buffer(50, 3, true, Storage.HEAP).restore(state))
        .isInstanceOf(StateException.class);
  }
}
