package org.morl4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.ReplayOptions.Storage;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;

class MixesTest {
  private static ReplayBuffer filled(
      int steps, long seed, boolean prioritised, boolean preference) {
    ReplayOptions options =
        prioritised
            ? ReplayFeed.prioritised(100, Storage.HEAP)
            : ReplayFeed.options(100, 1, Storage.HEAP);
    ReplayBuffer buffer =
        new ReplayBuffer(
            ReplayFeed.SPEC,
            ReplayFeed.SIGNALS,
            1,
            options,
            ReplayFeed.asked(preference),
            1000,
            1000);
    new ReplayFeed(1, seed).run(buffer, steps, preference);
    return buffer;
  }

  private static Set<String> contents(ReplayBuffer buffer) {
    Set<String> rows = new HashSet<>();
    if (buffer.size() > 0) {
      int n = (int) buffer.size();
      // Enough draws to meet every row of these small buffers.
      Batch batch = buffer.sample(40 * n, new Rng(5));
      for (int i = 0; i < batch.rows(); i++) {
        rows.add(ReplayFeed.row(batch, i));
      }
      assertThat(rows).hasSize(n);
    }
    return rows;
  }

  private static int from(Set<String> rows, Batch batch, int first, int end) {
    int count = 0;
    for (int i = first; i < end; i++) {
      count += rows.contains(ReplayFeed.row(batch, i)) ? 1 : 0;
    }
    return count;
  }

  /** Sources of very different sizes still give their share, exactly, in every batch. */
  @ParameterizedTest
  @CsvSource({"10, 0.5, 5", "7, 0.5, 4", "10, 0.25, 3", "3, 0.9, 3", "10, 0.3, 3"})
  void sharesAreExact(int n, double share, int expected) {
    ReplayBuffer a = filled(3, 1, false, false);
    ReplayBuffer b = filled(40, 2, false, false);
    Set<String> ofA = contents(a);
    Set<String> ofB = contents(b);
    MixedSource mix = new MixedSource(List.of(a, b), Vec.of(share, 1 - share));
    assertThat(mix.size()).isEqualTo(43);
    Rng rng = new Rng(9);
    int early = 0;
    for (int draw = 0; draw < 200; draw++) {
      Batch batch = mix.sample(n, rng);
      assertThat(from(ofA, batch, 0, n)).isEqualTo(expected);
      assertThat(from(ofB, batch, 0, n)).isEqualTo(n - expected);
      early += from(ofA, batch, 0, 1);
    }
    double fair = 200.0 * expected / n;
    double deviation = Math.sqrt(200.0 * expected / n * (n - expected) / n);
    assertThat(early).as("first rows from a").isBetween((int) (fair - 4 * deviation), 200);
    assertThat((double) early).isLessThanOrEqualTo(fair + 4 * deviation);
  }

  @Test
  void aMixWaitsForAllItsSources() {
    MixedSource mix = MixedSource.halfHalf(filled(0, 1, false, false), filled(40, 2, false, false));
    assertThat(mix.size()).isZero();
  }

  /** 10 and 30 transitions: a quarter of 20,000 rows from the first, 5 deviations are 306. */
  @Test
  void aUnionDrawsBySize() {
    ReplayBuffer a = filled(10, 1, false, false);
    ReplayBuffer b = filled(30, 2, false, false);
    UnionSource union = new UnionSource(List.of(a, filled(0, 3, false, false), b));
    assertThat(union.size()).isEqualTo(40);
    Set<String> ofA = contents(a);
    Rng rng = new Rng(9);
    int count = 0;
    int alike = 0;
    for (int draw = 0; draw < 1000; draw++) {
      int here = from(ofA, union.sample(20, rng), 0, 20);
      count += here;
      alike += here == 5 ? 1 : 0;
    }
    assertThat(count).isBetween(5000 - 306, 5000 + 306);
    assertThat(alike).as("batches with exactly a quarter").isLessThan(400);
    assertThatThrownBy(() -> new UnionSource(List.of(filled(0, 1, false, false))).sample(1, rng))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void columnsAreThoseOfAllOrNeutral() {
    ReplayBuffer plain = filled(5, 1, false, false);
    ReplayBuffer conditioned = filled(5, 1, false, true);
    ReplayBuffer both = filled(5, 1, true, true);
    assertThat(MixedSource.halfHalf(plain, conditioned).columns()).containsExactly(Column.SOURCE);
    assertThat(MixedSource.halfHalf(conditioned, conditioned).columns())
        .containsExactly(Column.PREFERENCE, Column.SOURCE);
    assertThat(MixedSource.halfHalf(conditioned, both).columns())
        .containsExactly(Column.PREFERENCE, Column.WEIGHT, Column.TD_ERROR, Column.SOURCE);
    Batch batch = MixedSource.halfHalf(conditioned, both).sample(10, new Rng(1));
    Set<String> known = contents(conditioned);
    assertThat(from(known, batch, 0, 10)).isGreaterThanOrEqualTo(5);
    assertThat(batch.column(Column.PREFERENCE)).hasSize(20);
    Batch plainOnly = new UnionSource(List.of(plain, conditioned)).sample(4, new Rng(1));
    assertThat(plainOnly.has(Column.PREFERENCE)).isFalse();
  }

  /** A neutral value fills the whole width of its column, and rows name their source. */
  @Test
  void neutralValuesFillWholeColumns() {
    TransitionSource plain = fixed(1);
    TransitionSource judged = fixed(2, Column.VERDICT, Column.WEIGHT);
    MixedSource mix = MixedSource.halfHalf(plain, judged);
    assertThat(mix.description()).isEqualTo("a mix of rows of 1 and rows of 2");
    assertThat(mix.columns()).containsExactly(Column.WEIGHT, Column.VERDICT, Column.SOURCE);
    Batch batch = mix.sample(6, new Rng(2));
    for (int i = 0; i < 6; i++) {
      boolean second = batch.obs()[3 * i] == 2;
      assertThat(batch.ints(Column.SOURCE)[i]).isEqualTo(second ? 1 : 0);
      assertThat(batch.ints(Column.VERDICT)[i]).isEqualTo(second ? 2 : 0);
      assertThat(batch.column(Column.WEIGHT)[i]).isEqualTo(second ? 2 : 1);
    }
    TransitionSource nested = MixedSource.halfHalf(mix, MixedSource.halfHalf(judged, plain));
    assertThat(nested.sample(400, new Rng(2)).ints(Column.SOURCE))
        .as("of mixes, each row's own source within its mix")
        .contains(0, 1);
  }

  /** Rows whose numbers are all {@code value}. */
  private static TransitionSource fixed(int value, Column... columns) {
    return new TransitionSource() {
      @Override
      public long size() {
        return 9;
      }

      @Override
      public Set<Column> columns() {
        return Set.of(columns);
      }

      @Override
      public String description() {
        return "rows of " + value;
      }

      @Override
      public Batch sample(int n, RandomGenerator rng) {
        int[] offsets = new int[n + 1];
        Arrays.setAll(offsets, i -> i);
        float[] obs = new float[3 * n];
        Arrays.fill(obs, value);
        Batch batch =
            new Batch(
                ReplayFeed.SIGNALS,
                offsets,
                obs,
                obs,
                new double[2 * n],
                new double[2 * n],
                new double[n],
                new boolean[n],
                new boolean[n],
                new int[n]);
        for (Column column : columns) {
          if (column.kind() == Column.Kind.INT) {
            int[] ints = new int[n];
            Arrays.fill(ints, value);
            batch.with(column, ints);
          } else {
            float[] floats = new float[n * batch.width(column)];
            Arrays.fill(floats, value);
            batch.with(column, floats);
          }
        }
        return batch;
      }
    };
  }

  /** Errors written at a mix end up at the rows of the sources they came from, and only there. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void errorsFindTheirWayBack(boolean union) {
    ReplayBuffer plain = filled(6, 1, false, false);
    ReplayBuffer prioritised = filled(6, 2, true, false);
    Set<String> known = contents(prioritised);
    List<TransitionSource> parts = List.of(plain, prioritised);
    TransitionSource mix =
        union ? new UnionSource(parts) : new MixedSource(parts, Vec.of(0.5, 0.5));
    Rng rng = new Rng(4);
    String chosen = known.iterator().next();
    int met = 0;
    for (int draw = 0; draw < 60; draw++) {
      Batch batch = mix.sample(12, rng);
      for (int i = 0; i < 12; i++) {
        String row = ReplayFeed.row(batch, i);
        met += row.equals(chosen) ? 1 : 0;
        assertThat(batch.column(Column.WEIGHT)[i]).isBetween(0f, 1f);
        batch.column(Column.TD_ERROR)[i] = row.equals(chosen) ? 1e6f : 0;
      }
      mix.learned(batch);
    }
    assertThat(met).isPositive();
    Batch batch = prioritised.sample(1000, rng);
    assertThat(from(Set.of(chosen), batch, 0, 1000))
        .as("rows that are the chosen")
        .isGreaterThan(990);
  }

  /**
   * Ten rows of priorities 10, 1, .., 1 beside ten plain ones at beta 1: (N P)^-1 is 0.19 and 1.9,
   * on average 1 over the draws, as much as a plain row counts. Divided by the batch's largest
   * before the merge they would count about half as much.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void prioritisedRowsCountTheirShare(boolean union) {
    ReplayOptions options =
        ReplayFeed.options(100, 1, Storage.HEAP)
            .withPriority(new ReplayOptions.Priority(1, 1, 1e-9));
    ReplayBuffer prioritised =
        new ReplayBuffer(
            ReplayFeed.SPEC, ReplayFeed.SIGNALS, 1, options, ReplayFeed.asked(false), 1000, 1);
    new ReplayFeed(1, 2).run(prioritised, 10, false);
    String first = prioritise(prioritised);
    ReplayBuffer plain = filled(10, 1, false, false);
    Set<String> ofPlain = contents(plain);
    List<TransitionSource> parts = List.of(plain, prioritised);
    TransitionSource mix =
        union ? new UnionSource(parts) : new MixedSource(parts, Vec.of(0.5, 0.5));
    Rng rng = new Rng(9);
    double others = 0;
    double plains = 0;
    for (int draw = 0; draw < 4000; draw++) {
      Batch batch = mix.sample(20, rng);
      for (int i = 0; i < 20; i++) {
        String row = ReplayFeed.row(batch, i);
        double weight = batch.column(Column.WEIGHT)[i] * mix.largestWeight();
        if (ofPlain.contains(row)) {
          assertThat(weight).isCloseTo(1, within(1e-6));
          plains += weight;
        } else {
          assertThat(weight).isCloseTo(row.equals(first) ? 0.19 : 1.9, within(1e-6));
          others += weight;
        }
      }
    }
    assertThat(others / plains).isCloseTo(1, within(0.02));
  }

  /** Gives one row an error of 10 and all others 1; returns which. */
  private static String prioritise(ReplayBuffer buffer) {
    Rng rng = new Rng(3);
    String first = ReplayFeed.row(buffer.sample(1, rng), 0);
    for (int draw = 0; draw < 20; draw++) {
      Batch batch = buffer.sample(50, rng);
      for (int i = 0; i < 50; i++) {
        batch.column(Column.TD_ERROR)[i] = ReplayFeed.row(batch, i).equals(first) ? 10 : 1;
      }
      buffer.learned(batch);
    }
    return first;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void mixingAllocatesNothing(boolean union) {
    List<TransitionSource> parts = List.of(filled(20, 1, true, false), filled(60, 2, false, false));
    TransitionSource mix =
        union ? new UnionSource(parts) : new MixedSource(parts, Vec.of(0.5, 0.5));
    Rng rng = new Rng(3);
    assertThat(
            ReplayBufferTest.allocated(
                () -> {
                  Batch batch = mix.sample(32, rng);
                  Arrays.fill(batch.column(Column.TD_ERROR), 1);
                  mix.learned(batch);
                }))
        .isLessThan(1000);
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    ReplayBuffer feed = filled(5, 1, false, false);
    EnvSpec wide =
        new EnvSpec(
            "test:wide",
            Box.of(4, -1, 1, Dtype.FLOAT64),
            ReplayFeed.SPEC.actionSpace(),
            ReplayFeed.SPEC.objectives(),
            ReplayFeed.SPEC.costs(),
            0,
            null,
            null,
            "test");
    assertThatThrownBy(() -> draw(feed, other(wide, ReplayFeed.SIGNALS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("features of an observation");
    Signals signals = Signals.of(ReplayFeed.SPEC, 0.9, 1);
    assertThatThrownBy(() -> draw(feed, other(ReplayFeed.SPEC, signals)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Source 1 of a mix has the signals [Signal[name=x")
        .hasMessageContaining("gamma=0.9");
    assertThatThrownBy(() -> new MixedSource(List.of(feed, feed), Vec.of(0.5, 0.6)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("shares is [0.5, 0.6] for 2 sources, but must be");
    assertThatThrownBy(() -> new MixedSource(List.of(feed, feed), Vec.of(1.5, -0.5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new UnionSource(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Batch draw(TransitionSource a, TransitionSource b) {
    return MixedSource.halfHalf(a, b).sample(4, new Rng(1));
  }

  private static ReplayBuffer other(EnvSpec spec, Signals signals) {
    ReplayBuffer buffer =
        new ReplayBuffer(
            spec, signals, 1, ReplayFeed.options(10, 1, Storage.HEAP), Set.of(), 1000, 1000);
    var step = org.morl4j.core.env.VectorStep.allocate(spec, 1);
    buffer.acted(step.obs(), new double[2], null);
    buffer.stepped(step);
    return buffer;
  }
}
