package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.MixedSource;
import org.morl4j.core.data.ReplayBuffer;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.ReplayOptions.Priority;
import org.morl4j.core.data.ReplayOptions.Storage;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionSource;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Schedule;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Safetensors;
import org.morl4j.core.state.State;
import org.morl4j.core.train.Plan;
import org.morl4j.core.train.Trainer;

/** The off-policy schedule of the training loop. */
class ReplayTrainerTest {
  private static final SeedTree SEEDS = new SeedTree(31);
  private static final Signals SIGNALS = Signals.of(new Corridor(6, 9).spec(), 0.9, 1);

  private static ReplayOptions options(int warmup, int trainEvery, int updates, int nStep) {
    return new ReplayOptions(1000, 5, warmup, trainEvery, updates, nStep, null, Storage.HEAP);
  }

  private static Trainer trainer(VectorEnv env, Learner<?> learner, SumOfObjectives criterion) {
    return new Trainer(env, learner, criterion, SIGNALS, 10_000, SEEDS);
  }

  /** Two rows, three steps an advance: 6, 12, 18 transitions; learning begins at 12. */
  @Test
  void updatesFollowTheWarmUp() {
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(6, 9), 2)) {
      Notes notes = new Notes(options(11, 3, 4, 1), false);
      Trainer trainer = trainer(env, notes, new SumOfObjectives(SIGNALS));
      assertThat(trainer.advance()).as("6 transitions").isNull();
      assertThat(notes.acted).as("random at first").isEmpty();
      assertThat(trainer.advance()).as("12 transitions").isEqualTo(new Notes.Count(4));
      assertThat(notes.acted).as("all 12 were taken before warmup had passed").isEmpty();
      assertThat(trainer.advance()).isEqualTo(new Notes.Count(8));
      assertThat(notes.acted).hasSize(3);
      assertThat(trainer.transitions()).isEqualTo(18);
      assertThat(notes.batches).allMatch(batch -> batch.rows() == 5);
    }
  }

  /** Episodes of 4 steps: the first two are over before the tenth step, the third after it. */
  @Test
  void whatRandomActionsBringIsNotTold() {
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(20, 4), 1)) {
      SumOfObjectives criterion = new SumOfObjectives(SIGNALS);
      Trainer trainer = trainer(env, new Notes(options(10, 1, 1, 1), false), criterion);
      while (trainer.transitions() < 11) {
        trainer.advance();
      }
      assertThat(trainer.returns()).as("measured").isNotNull();
      assertThat(criterion.ticks()).isZero();
      trainer.advance();
      assertThat(criterion.ticks()).isEqualTo(1);
    }
  }

  /** Without a warm-up but spans of 4 steps there is nothing to learn from before step 4. */
  @Test
  void nothingIsLearnedFromAnEmptyBuffer() {
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(20, 50), 1)) {
      Trainer trainer =
          trainer(env, new Notes(options(0, 1, 1, 4), false), new SumOfObjectives(SIGNALS));
      List<Record> losses = new ArrayList<>();
      for (int t = 0; t < 5; t++) {
        losses.add(trainer.advance());
      }
      assertThat(losses).containsExactly(null, null, null, new Notes.Count(1), new Notes.Count(2));
    }
  }

  /**
   * A budget's updates are as many as the trainer makes. E.g. 3 rows of 3 steps are 9 transitions a
   * bout: 5 bouts in 50, of which the first, at 9 of 10, only warms up; 4 bouts of 2 updates are 8.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 1, 50",
    "10, 1, 1, 1, 41",
    "10, 3, 2, 3, 8",
    "7, 4, 1, 2, 6",
    "8, 4, 1, 2, 6",
    "9, 4, 1, 2, 5",
    "900, 1, 1, 1, 0"
  })
  void updatesAreKnownBefore(int warmup, int trainEvery, int updates, int rows, long expected) {
    Notes notes = new Notes(options(warmup, trainEvery, updates, 1), false);
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(6, 9), rows)) {
      Trainer trainer = trainer(env, notes, new SumOfObjectives(SIGNALS));
      while (trainer.transitions() + (long) rows * trainEvery <= 50) {
        trainer.advance();
      }
    }
    assertThat(notes.batches).hasSize((int) expected);
    assertThat(notes.requirements().updates(50, rows)).isEqualTo(expected);
    assertThat(new Schedule.Rollout(7).updates(50, 3)).isEqualTo(2);
  }

  /** Each row's random actions are its own, whatever the number of rows, and both kinds occur. */
  @Test
  void warmUpActsUniformlyRowByRow() {
    float[] one = warmUpActions(1, 0);
    assertThat(warmUpActions(3, 0)).isEqualTo(one);
    assertThat(warmUpActions(3, 2)).isNotEqualTo(one);
    int ones = 0;
    for (float act : one) {
      ones += (int) act;
    }
    assertThat(ones).as("of 400, 4 deviations").isBetween(160, 240);
  }

  /** The actions of one row, in order, read from a corridor that is too long to leave. */
  private static float[] warmUpActions(int rows, int row) {
    List<Float> acts = new ArrayList<>();
    List<ReplayBuffer> own = new ArrayList<>();
    ReplayOptions options = new ReplayOptions(5000, 5, 100_000, 400, 1, 1, null, Storage.HEAP);
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(2000, 4000), rows)) {
      Trainer trainer =
          new Trainer(
              env,
              new Notes(options, false),
              new SumOfObjectives(SIGNALS),
              SIGNALS,
              Plan.online(
                  400L * rows,
                  source -> {
                    own.add((ReplayBuffer) source);
                    return source;
                  }),
              SEEDS);
      assertThat(trainer.advance()).isNull();
    }
    // Rows were stored step after step: a counter instead of draws reads them in order.
    int[] next = {0};
    RandomGenerator counter =
        new RandomGenerator() {
          @Override
          public int nextInt(int bound) {
            return next[0]++;
          }

          @Override
          public long nextLong() {
            throw new UnsupportedOperationException();
          }
        };
    Batch all = own.get(0).sample(400 * rows, counter);
    for (int i = row; i < all.rows(); i += rows) {
      acts.add((float) all.act()[i]);
    }
    float[] array = new float[acts.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = acts.get(i);
    }
    return array;
  }

  /** Going right takes 5 steps: every fifth advance an episode ends and the criterion is told. */
  @Test
  void theCriterionIsToldAsEpisodesEnd() {
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(6, 9), 1)) {
      SumOfObjectives criterion = new SumOfObjectives(SIGNALS);
      Trainer trainer = trainer(env, new Notes(options(0, 1, 1, 1), false), criterion);
      for (int t = 1; t <= 12; t++) {
        trainer.advance();
        assertThat(criterion.ticks()).as("after step %s", t).isEqualTo(t / 5);
      }
      assertThat(Objects.requireNonNull(trainer.returns()).length()).isEqualTo(5);
    }
  }

  /** One preference an episode, the same for the actor and in the buffer. */
  @Test
  void eachEpisodeRunsUnderItsPreference() {
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(6, 9), 2)) {
      Notes notes = new Notes(options(0, 1, 1, 1), true);
      Trainer trainer = trainer(env, notes, new SumOfObjectives(SIGNALS));
      for (int t = 0; t < 200; t++) {
        trainer.advance();
      }
      List<String> known = new ArrayList<>();
      for (int t = 0; t < 200; t++) {
        double[] now = notes.acted.get(t);
        assertThat(now).hasSize(4);
        assertThat(now[0] + now[1]).isCloseTo(1, offset(1e-12));
        assertThat(now[2] + now[3]).isCloseTo(1, offset(1e-12));
        assertThat(now[0]).isNotEqualTo(now[2]);
        if (t > 0) {
          boolean same = now[0] == notes.acted.get(t - 1)[0];
          assertThat(same).as("at step %s", t).isEqualTo(t % 5 != 0);
        }
        for (int i = 0; i < 2; i++) {
          known.add((t % 5) + " " + (float) now[2 * i] + " " + (float) now[2 * i + 1]);
        }
      }
      for (double[] stored : notes.preferences) {
        assertThat(known)
            .contains((int) stored[0] + " " + (float) stored[1] + " " + (float) stored[2]);
      }
    }
  }

  /** Of two objectives the first weight is uniform; 10 bins of 3,000 draws, 99.9 % is 27.9. */
  @Test
  void preferencesAreUniformOnTheSimplex() {
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(2, 9), 3)) { // every step ends an episode
      Notes notes = new Notes(options(0, 1, 1, 1), true);
      Trainer trainer = trainer(env, notes, new SumOfObjectives(SIGNALS));
      int[] bins = new int[10];
      for (int t = 0; t < 1000; t++) {
        trainer.advance();
        for (int i = 0; i < 3; i++) {
          bins[(int) (10 * notes.acted.get(t)[2 * i])]++;
        }
      }
      double chiSquare = 0;
      for (int count : bins) {
        chiSquare += (count - 300.0) * (count - 300.0) / 300;
      }
      assertThat(chiSquare).isLessThan(27.9);
    }
  }

  /**
   * Saved after any number of steps, in warm-up, within spans, before and after the buffer fills.
   */
  @ParameterizedTest
  @CsvSource({"true, HEAP", "false, HEAP", "true, MAPPED"})
  void resumedEqualsUninterrupted(boolean savable, Storage storage, @TempDir Path folder)
      throws IOException {
    Supplier<Environment> supplier =
        () -> savable ? new Corridor(6, 9, 0.2) : new Unsaved(new Corridor(6, 9, 0.2));
    Requirements requirements =
        OffPolicyCoin.requirements(
            new ReplayOptions(40, 8, 12, 1, 2, 3, Priority.DEFAULT, storage), true);
    int advances = 24;
    for (int k = 0; k < advances; k += 3) {
      try (VectorEnv wholeEnv = VectorEnv.of(supplier, 3);
          VectorEnv resumedEnv = VectorEnv.of(supplier, 3)) {
        Trainer a = coinTrainer(wholeEnv, requirements);
        Trainer b = coinTrainer(resumedEnv, requirements);
        for (int u = 0; u < k; u++) {
          a.advance();
        }
        State state = new State();
        a.save(state);
        Path file = folder.resolve("state");
        Safetensors.write(file, state, Map.of());
        b.restore(Safetensors.read(file));
        for (int u = k; u < advances; u++) {
          assertThat(b.advance()).as("losses of %s after %s", u, k).isEqualTo(a.advance());
          assertThat(b.returns()).isEqualTo(a.returns());
        }
        assertThat(entries(b)).isEqualTo(entries(a));
      }
    }
  }

  /** The learner's errors come back to the buffer, else all priorities would stay at 1. */
  @Test
  void errorsBecomePriorities() {
    Requirements requirements =
        OffPolicyCoin.requirements(
            new ReplayOptions(40, 8, 12, 1, 2, 1, Priority.DEFAULT, Storage.HEAP), false);
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(6, 9, 0.2), 1)) {
      Trainer trainer = coinTrainer(env, requirements);
      for (int t = 0; t < 20; t++) {
        trainer.advance();
      }
      State state = new State();
      trainer.save(state);
      double[] weights = state.doubles("replay.priorities.weights");
      assertThat(Arrays.stream(weights).distinct().count()).isGreaterThan(5);
    }
  }

  private static Trainer coinTrainer(VectorEnv env, Requirements requirements) {
    OffPolicyCoin learner =
        new OffPolicyCoin(
            OffPolicyCoin.Flaw.NONE, requirements, env.spec(), SEEDS.child("learner"));
    return trainer(env, learner, new SumOfObjectives(SIGNALS));
  }

  private static String entries(Trainer trainer) {
    State state = new State();
    trainer.save(state);
    StringBuilder text = new StringBuilder();
    state
        .entries()
        .forEach(
            (name, entry) -> {
              Object plain = entry instanceof java.nio.ByteBuffer ? state.bytes(name) : entry;
              text.append(name).append(Arrays.deepToString(new Object[] {plain}));
            });
    return text.toString();
  }

  /** An episode cut on resume: its pending steps must not be summed with the next one's. */
  @Test
  void aCutRowsSpansAreForgotten() {
    Signals signals = Signals.of(new Wild(5, 0).spec(), 1, 1);
    State state = new State();
    Notes notes = new Notes(options(0, 1, 1, 5), false);
    try (VectorEnv env = VectorEnv.of(() -> new Wild(5, 1), 2)) {
      Trainer trainer = new Trainer(env, notes, new SumOfObjectives(signals), signals, 1000, SEEDS);
      for (int t = 0; t < 3; t++) {
        trainer.advance();
      }
      trainer.save(state);
    }
    try (VectorEnv env = VectorEnv.of(() -> new Wild(5, 2), 2)) {
      Trainer trainer = new Trainer(env, notes, new SumOfObjectives(signals), signals, 1000, SEEDS);
      trainer.restore(state);
      assertThat(env.exact()).isFalse();
      for (int t = 0; t < 4; t++) {
        assertThat(trainer.advance()).as("after %s steps of the new episode", t + 1).isNull();
      }
      assertThat(trainer.advance()).isNotNull();
    }
  }

  /** Half of each batch from elsewhere, and no learning before both have something. */
  @Test
  void otherSourcesMixIn() {
    Notes notes = new Notes(options(0, 1, 1, 2), false);
    ReplayOptions options = new ReplayOptions(9, 4, 0, 1, 1, 1, null, Storage.HEAP);
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(6, 9), 1)) {
      ReplayBuffer data = new ReplayBuffer(env.spec(), SIGNALS, 1, options, Set.of(), 9, 1);
      VectorStep step = VectorStep.allocate(env.spec(), 1);
      data.acted(new double[] {77, 0}, new double[1], null);
      data.stepped(step);
      Trainer trainer =
          new Trainer(
              env,
              notes,
              new SumOfObjectives(SIGNALS),
              SIGNALS,
              Plan.online(100, own -> MixedSource.halfHalf(data, own)),
              SEEDS);
      assertThat(trainer.advance()).as("the trainer's own replay is empty").isNull();
      assertThat(trainer.advance()).isNotNull();
      int from77 = 0;
      for (int i = 0; i < 5; i++) {
        from77 += notes.batches.get(0).obs()[2 * i] == 77 ? 1 : 0;
      }
      assertThat(from77).as("of 5 rows").isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSourceWithoutPreferencesIsRefused(boolean conditioned) {
    TransitionSource bare =
        new TransitionSource() {
          @Override
          public long size() {
            return 1;
          }

          @Override
          public Set<Column> columns() {
            return EnumSet.of(Column.WEIGHT);
          }

          @Override
          public Batch sample(int n, RandomGenerator rng) {
            throw new UnsupportedOperationException();
          }
        };
    Notes notes = new Notes(options(0, 1, 1, 1), conditioned);
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(6, 9), 1)) {
      Supplier<Trainer> make =
          () ->
              new Trainer(
                  env,
                  notes,
                  new SumOfObjectives(SIGNALS),
                  SIGNALS,
                  Plan.online(100, own -> bare),
                  SEEDS);
      if (conditioned) {
        assertThatThrownBy(make::get)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "Notes needs the column PREFERENCE, but a source of its own gives only [WEIGHT]."
                    + " Maybe choose another agent or source.");
      } else {
        assertThat(make.get()).isNotNull();
      }
    }
  }
}
