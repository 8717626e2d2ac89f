package org.morl4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.data.ReplayOptions.Storage;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;

class ReplayBufferTest {
  private static ReplayBuffer buffer(int rows, ReplayOptions options, boolean preference) {
    return new ReplayBuffer(
        ReplayFeed.SPEC,
        ReplayFeed.SIGNALS,
        rows,
        options,
        ReplayFeed.asked(preference),
        1_000_000,
        100);
  }

  /** All it holds, in the order of its rows. */
  private static List<String> all(ReplayBuffer buffer) {
    int n = (int) buffer.size();
    Batch batch = buffer.sample(n, new Scripted());
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      rows.add(ReplayFeed.row(batch, i));
    }
    return rows;
  }

  /** One step of one row, all given: obs to nextObs, act (0, 0). */
  private static void step(
      ReplayBuffer buffer, double obs, double next, double x, double y, double c, String end) {
    VectorStep step = VectorStep.allocate(ReplayFeed.SPEC, 1);
    buffer.acted(new double[] {obs, 0, 0}, new double[2], null);
    step.reward()[0] = x;
    step.reward()[1] = y;
    step.cost()[0] = c;
    step.terminated()[0] = end.equals("terminated");
    step.truncated()[0] = end.equals("truncated");
    (step.ended(0) ? step.finalObs() : step.obs())[0] = next;
    step.obs()[1] = step.ended(0) ? 77 : 0; // the next episode's, which must not be stored
    buffer.stepped(step);
  }

  /**
   * n = 3 with gammas 0.5 (x), 0.1 (y) and 1 (c). An episode of four steps that terminates, then
   * one of two that is truncated, then two steps of a third.
   *
   * <pre>
   *   x 1, 2, 4, 8   y 1, 2, 3, 4   c 1, 1, 1, 0
   *   from 0: x 1 + 2/2 + 4/4 = 3, y 1 + .2 + .03 = 1.23, c 3, to obs 3
   *   from 1: x 2 + 4/2 + 8/4 = 6, y 2 + .3 + .04 = 2.34, c 2, to obs 4, terminated
   *   from 2: x 4 + 8/2 = 8,       y 3 + .4 = 3.4,        c 1, to obs 4, terminated
   *   from 3: x 8,                 y 4,                   c 0, to obs 4, terminated
   * </pre>
   */
  @ParameterizedTest
  @EnumSource(
      value = Storage.class,
      names = {"HEAP", "MAPPED"})
  void threeStepSpansAreWorkedByHand(Storage storage) {
    ReplayBuffer buffer = buffer(1, ReplayFeed.options(50, 3, storage), false);
    step(buffer, 0, 1, 1, 1, 1, "");
    step(buffer, 1, 2, 2, 2, 1, "");
    assertThat(buffer.size()).as("no span of three yet").isZero();
    step(buffer, 2, 3, 4, 3, 1, "");
    assertThat(buffer.size()).isEqualTo(1);
    step(buffer, 3, 4, 8, 4, 0, "terminated");
    assertThat(buffer.size()).as("every tail is kept").isEqualTo(4);
    step(buffer, 10, 11, 1, 0, 0, "");
    step(buffer, 11, 12, 1, 0, 0, "truncated");
    step(buffer, 20, 21, 9, 9, 9, "");
    step(buffer, 21, 22, 9, 9, 9, "");
    assertThat(buffer.size()).isEqualTo(6);

    Batch batch = buffer.sample(6, new Scripted());
    assertThat(column(batch.obs())).containsExactly(0, 1, 2, 3, 10, 11);
    assertThat(column(batch.nextObs())).containsExactly(3, 4, 4, 4, 12, 12);
    assertThat(batch.nextObs()).as("of the next episode").doesNotContain(77);
    double[] rewards = {3, 1.23, 6, 2.34, 8, 3.4, 8, 4, 1.5, 0, 1, 0};
    assertThat(batch.reward()).containsExactly(rewards, offset(1e-15));
    assertThat(batch.cost()).containsExactly(3, 2, 1, 0, 0, 0);
    assertThat(batch.steps()).containsExactly(3, 3, 2, 1, 2, 1);
    assertThat(batch.terminated()).containsExactly(false, true, true, true, false, false);
    assertThat(batch.truncated()).containsExactly(false, false, false, false, true, true);
    assertThat(batch.discount(0, 0)).isEqualTo(0.125);
    assertThat(batch.discount(1, 0)).as("terminated").isZero();
    assertThat(batch.discount(4, 0)).as("truncated after two").isEqualTo(0.25);
    assertThat(batch.segments()).isEqualTo(6);
  }

  private static int[] column(float[] obs) {
    int[] first = new int[obs.length / 3];
    for (int i = 0; i < first.length; i++) {
      first[i] = (int) obs[3 * i];
    }
    return first;
  }

  /** Random episodes in several rows against sums written down by definition. */
  @ParameterizedTest
  @CsvSource({"1, HEAP", "2, HEAP", "3, MAPPED", "7, HEAP"})
  void spansAreThoseOfTheDefinition(int n, Storage storage) {
    int rows = 3;
    int steps = 60;
    ReplayBuffer buffer = buffer(rows, ReplayFeed.options(1000, n, storage), true);
    ReplayFeed feed = new ReplayFeed(rows, 5);
    double[][] obs = new double[steps][];
    double[][] act = new double[steps][];
    double[][] preference = new double[steps][];
    double[][] values = new double[steps][];
    double[][] next = new double[steps][];
    boolean[][] terminated = new boolean[steps][];
    boolean[][] ended = new boolean[steps][rows];
    for (int t = 0; t < steps; t++) {
      feed.act(buffer, true);
      obs[t] = feed.obs().clone();
      act[t] = feed.act().clone();
      preference[t] = feed.preference().clone();
      VectorStep step = feed.step(buffer);
      values[t] = new double[3 * rows];
      next[t] = new double[3 * rows];
      terminated[t] = step.terminated().clone();
      for (int i = 0; i < rows; i++) {
        values[t][3 * i] = step.reward()[2 * i];
        values[t][3 * i + 1] = step.reward()[2 * i + 1];
        values[t][3 * i + 2] = step.cost()[i];
        ended[t][i] = step.ended(i);
        double[] from = step.ended(i) ? step.finalObs() : step.obs();
        System.arraycopy(from, 3 * i, next[t], 3 * i, 3);
      }
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < steps; t++) {
        double[] sums = new double[3];
        int last = t;
        for (int j = 0; t + j < steps; j++) {
          last = t + j;
          for (int s = 0; s < 3; s++) {
            sums[s] += Math.pow(ReplayFeed.SIGNALS.get(s).gamma(), j) * values[last][3 * i + s];
          }
          if (j == n - 1 || ended[last][i]) {
            break;
          }
        }
        if (last - t < n - 1 && !ended[last][i]) {
          continue; // not finished when the feed stopped
        }
        expected.add(
            described(obs[t], next[last], act[t], i)
                + sumsOf(sums)
                + " "
                + (last - t + 1)
                + (terminated[last][i] ? " terminated" : ended[last][i] ? " truncated" : "")
                + " w "
                + (float) preference[t][2 * i]
                + " "
                + (float) preference[t][2 * i + 1]);
      }
    }
    List<String> actual = new ArrayList<>();
    Batch batch = buffer.sample((int) buffer.size(), new Scripted());
    for (int i = 0; i < batch.rows(); i++) {
      double[] sums = {batch.reward()[2 * i], batch.reward()[2 * i + 1], batch.cost()[i]};
      String row = ReplayFeed.row(batch, i);
      String tail = row.substring(row.indexOf(" c ") + 3);
      actual.add(
          row.substring(0, row.indexOf("r ")) + sumsOf(sums) + tail.substring(tail.indexOf(' ')));
    }
    assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String described(double[] obs, double[] next, double[] act, int i) {
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < 3; j++) {
      text.append((float) obs[3 * i + j]).append(' ').append((float) next[3 * i + j]).append(' ');
    }
    return text.append(act[2 * i]).append(' ').append(act[2 * i + 1]).append(' ').toString();
  }

  private static String sumsOf(double[] sums) {
    return String.format("%.9f %.9f %.9f", sums[0] + 0.0, sums[1] + 0.0, sums[2] + 0.0);
  }

  @Test
  void theOldestGiveWay() {
    ReplayBuffer buffer = buffer(1, ReplayFeed.options(3, 1, Storage.HEAP), false);
    for (int t = 0; t < 5; t++) {
      step(buffer, t, t + 1, 0, 0, 0, "");
      assertThat(buffer.size()).isEqualTo(Math.min(3, t + 1));
    }
    assertThat(column(buffer.sample(3, new Scripted()).obs())).containsExactly(3, 4, 2);
  }

  /** A run that takes 7 steps needs no room for a million. */
  @Test
  void capacityIsBoundedByTheRun() {
    ReplayOptions options = ReplayOptions.DEFAULT;
    ReplayBuffer buffer =
        new ReplayBuffer(ReplayFeed.SPEC, ReplayFeed.SIGNALS, 1, options, Set.of(), 7, 1);
    assertThat(buffer.capacity()).isEqualTo(7);
    // 2 act, 2 rewards, 1 cost: 40; 6 floats of obs and one int: 28, padded to 72 bytes
    assertThat(new ReplayLayout(ReplayFeed.SPEC, options, Set.of(), 7).bytes()).isEqualTo(7 * 72);
    assertThat(new ReplayLayout(ReplayFeed.SPEC, options, Set.of(), Long.MAX_VALUE).bytes())
        .isEqualTo(72_000_000);
    // two floats of preference: 76, padded to 80
    assertThat(new ReplayLayout(ReplayFeed.SPEC, options, ReplayFeed.asked(true), 7).bytes())
        .isEqualTo(7 * 80);
    // a tree of 8 leaves: 16 doubles
    assertThat(
            new ReplayLayout(
                    ReplayFeed.SPEC, ReplayFeed.prioritised(100, Storage.HEAP), Set.of(), 7)
                .bytes())
        .isEqualTo(7 * 72 + 16 * 8);
  }

  /** Chi-square of 10 equally likely rows under 20,000 draws: 27.9 is the 99.9 % point. */
  @Test
  void drawsAreUniformWithReplacement() {
    ReplayBuffer buffer = buffer(1, ReplayFeed.options(10, 1, Storage.HEAP), false);
    for (int t = 0; t < 10; t++) {
      step(buffer, t, t + 1, 0, 0, 0, "");
    }
    Rng rng = new Rng(3);
    int[] counts = new int[10];
    for (int draw = 0; draw < 1000; draw++) {
      for (int row : column(buffer.sample(20, rng).obs())) {
        counts[row]++;
      }
    }
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - 2000.0) * (count - 2000.0) / 2000;
    }
    assertThat(chiSquare).isLessThan(27.9);
  }

  @Test
  void anEmptyBufferGivesNothing() {
    ReplayBuffer buffer = buffer(1, ReplayFeed.options(10, 1, Storage.HEAP), false);
    assertThatThrownBy(() -> buffer.sample(1, new Rng(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The replay buffer is empty: there is nothing to draw from.");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void preferencesAreKeptWhereAskedFor(boolean asked) {
    ReplayBuffer buffer = buffer(2, ReplayFeed.options(10, 1, Storage.HEAP), asked);
    assertThat(buffer.columns().contains(Column.PREFERENCE)).isEqualTo(asked);
    assertThatThrownBy(() -> new ReplayFeed(2, 1).run(buffer, 1, !asked))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(asked ? "This buffer keeps pref" : "This buffer keeps no pref");
    new ReplayFeed(2, 1).run(buffer, 1, asked);
    assertThat(buffer.sample(2, new Rng(1)).has(Column.PREFERENCE)).isEqualTo(asked);
  }

  /**
   * Two environments, spans of two steps: what they keep for learners that ask. Environment 0
   * terminates at its third step, environment 1 is truncated at its third.
   */
  @Test
  void columnsAreLaidOutWhereAskedFor() {
    Set<Column> asked =
        Set.of(Column.NEXT_ACT, Column.INITIAL_OBS, Column.EPISODE, Column.ROW, Column.LOG_PROB);
    ReplayOptions options = ReplayFeed.options(50, 2, Storage.HEAP);
    ReplayBuffer buffer = asking(options, asked);
    assertThat(buffer.columns())
        .as("log-probabilities of actions drawn at random aren't known")
        .containsExactly(Column.NEXT_ACT, Column.INITIAL_OBS, Column.ROW, Column.EPISODE);
    // 72 bytes of the rest, 2 floats of act, 3 of obs, one int: 96
    assertThat(new ReplayLayout(ReplayFeed.SPEC, options, asked, 1).bytes()).isEqualTo(96);

    lived(buffer, 0, 5);
    int n = (int) buffer.size();
    Batch batch = buffer.sample(n, new Scripted());
    // From environment 0: spans 0-2, 1-3, 2-3 of the first episode and 3-5 of the second, which
    // waits for its action; from environment 1 only 0-2, since 1-3 and 2-3 end at the time limit.
    assertThat(column(batch.obs())).containsExactly(0, 100, 1, 2);
    assertThat(column(batch.nextObs())).containsExactly(2, 102, 3, 3);
    assertThat(batch.column(Column.NEXT_ACT)).containsExactly(2, -2, 102, -102, 0, 0, 0, 0);
    assertThat(column(batch.column(Column.INITIAL_OBS))).containsExactly(0, 100, 0, 0);
    assertThat(batch.ints(Column.EPISODE)).containsExactly(0, 1, 0, 0);
    assertThat(batch.ints(Column.ROW)).containsExactly(0, 1, 2, 3);
    assertThat(batch.terminated()).containsExactly(false, false, true, true);

    ReplayBuffer resumed = asking(options, asked);
    State state = new State();
    buffer.save(state);
    resumed.restore(state);
    lived(resumed, 5, 6);
    lived(buffer, 5, 6);
    assertThat(all(resumed)).isEqualTo(all(buffer)).hasSize(6);
    Batch last = resumed.sample(6, new Scripted());
    assertThat(last.ints(Column.EPISODE)).containsExactly(0, 1, 0, 0, 2, 3);
    assertThat(column(last.column(Column.INITIAL_OBS))).containsExactly(0, 100, 0, 0, 3, 103);
    assertThat(last.column(Column.NEXT_ACT)).endsWith(5, -5, 105, -105);
  }

  private static ReplayBuffer asking(ReplayOptions options, Set<Column> asked) {
    return new ReplayBuffer(ReplayFeed.SPEC, ReplayFeed.SIGNALS, 2, options, asked, 1000, 1);
  }

  /**
   * At time t environment i sees 100 i + t and takes the action of that number and its negative.
   */
  private static void lived(ReplayBuffer buffer, int from, int until) {
    for (int t = from; t < until; t++) {
      double[] act = {t, -t, 100 + t, -100 - t};
      buffer.acted(new double[] {t, 0, 0, 100 + t, 0, 0}, act, null);
      VectorStep step = VectorStep.allocate(ReplayFeed.SPEC, 2);
      step.terminated()[0] = t == 2;
      step.truncated()[1] = t == 2;
      for (int i = 0; i < 2; i++) {
        step.obs()[3 * i] = 100 * i + t + 1;
        step.finalObs()[3 * i] = 100 * i + t + 1;
      }
      buffer.stepped(step);
    }
  }

  /** A row cut on resume: what was pending must not be summed with the next episode. */
  @Test
  void forgottenSpansNeverComeBack() {
    ReplayBuffer buffer = buffer(1, ReplayFeed.options(10, 2, Storage.HEAP), false);
    step(buffer, 0, 1, 1, 1, 1, "");
    buffer.forget(0);
    step(buffer, 5, 6, 1, 1, 1, "");
    assertThat(buffer.size()).isZero();
    step(buffer, 6, 7, 1, 1, 1, "");
    assertThat(column(buffer.sample(1, new Scripted()).obs())).containsExactly(5);
  }

  @ParameterizedTest
  @CsvSource({"HEAP, false", "MAPPED, false", "HEAP, true", "MAPPED, true"})
  void drawingAndStoringAllocateNothing(Storage storage, boolean prioritised) {
    ReplayOptions options =
        prioritised ? ReplayFeed.prioritised(5000, storage) : ReplayFeed.options(5000, 3, storage);
    ReplayBuffer buffer = buffer(4, options, true);
    ReplayFeed feed = new ReplayFeed(4, 2);
    Rng rng = new Rng(4);
    assertThat(allocated(() -> turn(buffer, feed, rng))).isLessThan(1000);
  }

  private static void turn(ReplayBuffer buffer, ReplayFeed feed, Rng rng) {
    feed.act(buffer, true);
    feed.step(buffer);
    if (buffer.size() > 0) {
      Batch batch = buffer.sample(64, rng);
      if (batch.has(Column.TD_ERROR)) {
        batch.column(Column.TD_ERROR)[7] = rng.nextFloat();
      }
      buffer.learned(batch);
    }
  }

  /** Bytes that 500 turns allocate after 3,000 to warm up. */
  static long allocated(Runnable turn) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 3000; i++) {
      turn.run();
    }
    long id = Thread.currentThread().getId();
    threads.getThreadAllocatedBytes(id);
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 0; i < 500; i++) {
      turn.run();
    }
    return threads.getThreadAllocatedBytes(id) - before;
  }

  /** The same feed and draws give the same bits wherever the rows lie. */
  @Test
  void bothStoragesHoldTheSame() {
    ReplayBuffer heap = buffer(3, ReplayFeed.options(40, 3, Storage.HEAP), true);
    ReplayBuffer mapped = buffer(3, ReplayFeed.options(40, 3, Storage.MAPPED), true);
    new ReplayFeed(3, 8).run(heap, 50, true);
    new ReplayFeed(3, 8).run(mapped, 50, true);
    assertThat(all(mapped)).isEqualTo(all(heap)).hasSize(40);
  }
}
