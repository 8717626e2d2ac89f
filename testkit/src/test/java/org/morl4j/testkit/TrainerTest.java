package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Episode;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signal.Kind;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;
import org.morl4j.core.train.Trainer;

class TrainerTest {
  private static final SeedTree SEEDS = new SeedTree(31);
  private static final Signals GAMMAS =
      new Signals(
          List.of(
              new Signal("goal", Kind.OBJECTIVE, 0.5, 1),
              new Signal("time", Kind.OBJECTIVE, 1, 1),
              new Signal("bump", Kind.COST, 0.9, 1)));

  /** Row 0 goes right, all others left; notes which rows were said to begin an episode. */
  private static final class Walkers implements Learner<Walkers.Nothing>, Policy {
    /** No losses. */
    record Nothing() {}

    private final int rolloutLength;
    final List<boolean[]> begun = new ArrayList<>();
    int updates;

    Walkers(int rolloutLength) {
      this.rolloutLength = rolloutLength;
    }

    @Override
    public Requirements requirements() {
      return Requirements.rollout(rolloutLength);
    }

    @Override
    public Nothing update(Batch batch, Criterion criterion) {
      updates++;
      return new Nothing();
    }

    @Override
    public Policy policy() {
      return this;
    }

    @Override
    public Snapshot snapshot() {
      return new Snapshot(this, new State());
    }

    @Override
    public void start(Snapshot snapshot) {}

    @Override
    public void save(State out) {}

    @Override
    public void restore(State in) {}

    @Override
    public Actor actor(int n, Mode mode, Rng[] generators) {
      return new Actor() {
        @Override
        public void begin(boolean[] starts) {
          begun.add(starts.clone());
        }

        @Override
        public void act(
            double[] obs,
            double @Nullable [] preference,
            double[] act,
            double @Nullable [] logProb) {
          for (int i = 0; i < n; i++) {
            act[i] = i == 0 ? 1 : 0;
          }
        }

        @Override
        public void save(State out) {}

        @Override
        public void restore(State in) {}
      };
    }
  }

  /**
   * Row 0 arrives after 3 steps (goal 0, 0, 1; time -1 each), row 1 bumps 3 times until it is cut.
   *
   * <pre>
   *   goal, gamma 0.5:  0.5^2 = 0.25 and 0;        H = 1 + 0.5 + 0.25 = 1.75
   *   time, gamma 1:    -3 and -3;                 H = 3
   *   bump, gamma 0.9:  0 and 1 + 0.9 + 0.81 = 2.71; H = 2.71
   *   standard error of (a, 0): |a| / 2
   * </pre>
   */
  @Test
  void returnsAreThoseOfTheEpisodesThatEnded() {
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(4, 3), 2)) {
      Walkers walkers = new Walkers(2);
      SumOfObjectives criterion = new SumOfObjectives(GAMMAS);
      Trainer trainer = new Trainer(env, walkers, criterion, GAMMAS, 1_000_000, SEEDS);
      trainer.advance();
      assertThat(trainer.returns()).as("no episode ended in two steps").isNull();
      assertThat(criterion.ticks()).isZero();
      assertThat(trainer.transitions()).isEqualTo(4);

      trainer.advance();
      Returns returns = measured(trainer);
      assertThat(criterion.ticks()).isEqualTo(1);
      assertThat(returns.episodes()).isEqualTo(2);
      assertThat(returns.length()).isEqualTo(3);
      close(returns.mean().toArray(), 0.125, -3, 1.355);
      close(returns.standardError().toArray(), 0.125, 0, 1.355);
      close(returns.discountedLength().toArray(), 1.75, 3, 2.71);
      assertThat(returns.each()).hasSize(2).allMatch(episode -> episode.length() == 3);
      Episode bumped =
          returns.each().stream().filter(e -> e.sum().get(2) > 0).findFirst().orElseThrow();
      close(bumped.sum().toArray(), 0, -3, 3);
      close(bumped.discounted().toArray(), 0, -3, 2.71);

      trainer.advance(); // steps 5 and 6: both rows' second episodes end
      close(measured(trainer).mean().toArray(), 0.125, -3, 1.355);
      assertThat(criterion.ticks()).isEqualTo(2);
      assertThat(walkers.updates).isEqualTo(3);
    }
  }

  /** Trains in a corridor twice as long as the task's. */
  @Test
  void trainsInTheEnvironmentThatTheCriterionMakes() {
    Criterion criterion =
        new Criterion() {
          @Override
          public Set<Hook> hooks() {
            return EnumSet.of(Hook.ENVIRONMENT, Hook.WEIGHTS);
          }

          @Override
          public VectorEnv wrap(VectorEnv env) {
            return VectorEnv.of(() -> new Corridor(7, 9), env.size());
          }

          @Override
          public void mix(float[] values, float @Nullable [] preference, int rows, float[] out) {}

          @Override
          public void mixGradient(
              float[] values, float @Nullable [] preference, int rows, float[] dValues) {}

          @Override
          public void save(State out) {}

          @Override
          public void restore(State in) {}
        };
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(4, 9), 1)) {
      Trainer trainer = new Trainer(env, new Walkers(6), criterion, GAMMAS, 1_000_000, SEEDS);
      trainer.advance();
      assertThat(measured(trainer).length()).as("6 steps to the right, not 3").isEqualTo(6);
    }
  }

  /** Sees 1e300 in the second step, which is no fault of learner or rewards. */
  private record FarAway(Corridor inner) implements Environment {
    @Override
    public EnvSpec spec() {
      return inner.spec();
    }

    @Override
    public double[] reset(long seed) {
      return inner.reset(seed);
    }

    @Override
    public Step step(double[] act) {
      Step step = inner.step(act);
      double[] obs = step.obs().clone();
      Arrays.fill(obs, 1e300);
      return new Step(obs, step.reward(), step.cost(), step.terminated(), step.truncated());
    }
  }

  @Test
  void anObservationBeyondFloatsIsBlamedOnTheEnvironment() {
    try (VectorEnv env = VectorEnv.of(() -> new FarAway(new Corridor(9, 9)), 1)) {
      Trainer trainer =
          new Trainer(env, new Walkers(3), new SumOfObjectives(GAMMAS), GAMMAS, 1_000_000, SEEDS);
      assertThatThrownBy(trainer::advance)
          .isInstanceOf(EnvException.class)
          .hasMessageContaining("row 0: observation[0] is 1.0E300, but must be a number within")
          .hasMessageContaining("Maybe scale or clip the observation in the environment.");
    }
  }

  @Test
  void aSingleEpisodeHasNoStandardError() {
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(4, 3), 1)) {
      Trainer trainer =
          new Trainer(env, new Walkers(3), new SumOfObjectives(GAMMAS), GAMMAS, 1_000_000, SEEDS);
      trainer.advance();
      close(measured(trainer).mean().toArray(), 0.25, -3, 0);
      close(measured(trainer).standardError().toArray(), 0, 0, 0);
    }
  }

  @Test
  void actorsAreToldWhereEpisodesBegin() {
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(3, 3), 2)) {
      Walkers walkers = new Walkers(2);
      Trainer trainer =
          new Trainer(env, walkers, new SumOfObjectives(GAMMAS), GAMMAS, 1_000_000, SEEDS);
      trainer.advance();
      trainer.advance();
      boolean[][] expected = {{true, true}, {false, false}, {true, false}, {false, true}};
      assertThat(walkers.begun).hasSize(4);
      for (int t = 0; t < 4; t++) {
        assertThat(walkers.begun.get(t)).as("before step %s", t).isEqualTo(expected[t]);
      }

      State state = new State();
      trainer.save(state);
      Walkers others = new Walkers(2);
      try (VectorEnv fresh = VectorEnv.of(() -> new Corridor(3, 3), 2)) {
        Trainer resumed =
            new Trainer(fresh, others, new SumOfObjectives(GAMMAS), GAMMAS, 1_000_000, SEEDS);
        resumed.restore(state);
        resumed.advance();
        assertThat(others.begun.get(0)).as("after restore").containsExactly(true, false);
      }
    }
  }

  /** An episode that was cut on resume must not lend its rewards to the next one. */
  @Test
  void aCutRowsRewardsAreForgotten() {
    Signals signals = Signals.of(new Wild(5, 0).spec(), 1, 1);
    State state = new State();
    try (VectorEnv env = VectorEnv.of(() -> new Wild(5, 1), 2)) {
      Trainer trainer =
          new Trainer(env, new Walkers(3), new SumOfObjectives(signals), signals, 1_000_000, SEEDS);
      trainer.advance();
      trainer.save(state);
    }
    try (VectorEnv env = VectorEnv.of(() -> new Wild(5, 2), 2)) {
      Walkers walkers = new Walkers(5);
      Trainer trainer =
          new Trainer(env, walkers, new SumOfObjectives(signals), signals, 1_000_000, SEEDS);
      trainer.restore(state);
      assertThat(env.exact()).isFalse();
      trainer.advance();
      assertThat(walkers.begun.get(0)).as("both rows begin").containsExactly(true, true);
      assertThat(measured(trainer).mean().toArray()).as("5 steps, not 3 + 5").containsExactly(5);
      assertThat(measured(trainer).length()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void resumedEqualsUninterrupted(boolean savable) {
    Supplier<Environment> supplier =
        () -> savable ? new Corridor(6, 9, 0.2) : new Unsaved(new Corridor(6, 9, 0.2));
    int updates = 6;
    Signals signals = Signals.of(new Corridor(6, 9).spec(), 0.99, 0.95);
    for (int k = 0; k < updates; k++) {
      try (VectorEnv wholeEnv = VectorEnv.of(supplier, 3);
          VectorEnv resumedEnv = VectorEnv.of(supplier, 3)) {
        CoinLearner whole =
            new CoinLearner(CoinLearner.Flaw.NONE, 7, signals, updates, SEEDS.child("learner"));
        CoinLearner resumed =
            new CoinLearner(CoinLearner.Flaw.NONE, 7, signals, updates, SEEDS.child("learner"));
        Trainer a =
            new Trainer(wholeEnv, whole, new SumOfObjectives(signals), signals, 1_000_000, SEEDS);
        Trainer b =
            new Trainer(
                resumedEnv, resumed, new SumOfObjectives(signals), signals, 1_000_000, SEEDS);
        for (int u = 0; u < k; u++) {
          a.advance();
        }
        State state = new State();
        a.save(state);
        b.restore(state);
        assertThat(b.returns()).as("rollout returns after %s", k).isEqualTo(a.returns());
        for (int u = k; u < updates; u++) {
          assertThat(b.advance()).as("losses of update %s after %s", u, k).isEqualTo(a.advance());
          CoinLearner.Seen expected = whole.seen.get(u);
          CoinLearner.Seen actual = resumed.seen.get(u - k);
          assertThat(actual.obs()).isEqualTo(expected.obs());
          assertThat(actual.nextObs()).isEqualTo(expected.nextObs());
          assertThat(actual.act()).isEqualTo(expected.act());
          assertThat(actual.reward()).isEqualTo(expected.reward());
          assertThat(actual.segments()).isEqualTo(expected.segments());
          assertThat(b.returns()).isEqualTo(a.returns());
        }
        assertThat(b.transitions()).isEqualTo(a.transitions()).isEqualTo(3L * 7 * updates);
      }
    }
  }

  /** A trainer that has already worked goes back to a state from before its first step. */
  @Test
  void restoringTheBeginningBeginsAgain() {
    Signals signals = Signals.of(new Corridor(6, 9).spec(), 0.99, 0.95);
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(6, 9, 0.2), 2)) {
      CoinLearner learner =
          new CoinLearner(CoinLearner.Flaw.NONE, 7, signals, 9, SEEDS.child("learner"));
      Trainer trainer =
          new Trainer(env, learner, new SumOfObjectives(signals), signals, 1_000_000, SEEDS);
      State state = new State();
      trainer.save(state);
      List<Record> first = List.of(trainer.advance(), trainer.advance());
      trainer.restore(state);
      assertThat(List.of(trainer.advance(), trainer.advance())).isEqualTo(first);
    }
  }

  @Test
  void placesTheLearnerDoesNotServeAreRefused() {
    Criterion criterion =
        new Criterion() {
          @Override
          public Set<Hook> hooks() {
            return EnumSet.of(Hook.WEIGHTS, Hook.LOSS);
          }

          @Override
          public void mix(float[] values, float @Nullable [] preference, int rows, float[] out) {}

          @Override
          public void mixGradient(
              float[] values, float @Nullable [] preference, int rows, float[] dValues) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void tick(Clock clock, Returns returns) {}

          @Override
          public void save(State out) {}

          @Override
          public void restore(State in) {}
        };
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(4, 3), 1)) {
      assertThatThrownBy(
              () -> new Trainer(env, new Walkers(3), criterion, GAMMAS, 1_000_000, SEEDS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The criterion acts at [LOSS, WEIGHTS], but Walkers serves only [ENVIRONMENT, WEIGHTS].");
    }
  }

  private static Returns measured(Trainer trainer) {
    return Objects.requireNonNull(trainer.returns());
  }

  private static void close(double[] actual, double... expected) {
    assertThat(actual).containsExactly(expected, offset(1e-12));
  }
}
