package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signal.Kind;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.Step;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;
import org.morl4j.core.train.Evaluator;
import org.morl4j.core.train.Playback;

class EvaluatorTest {
  private static final int EPISODES = 7;
  private static final SeedTree SEEDS = new SeedTree(5);
  private static final Signals SIGNALS =
      new Signals(
          List.of(
              new Signal("goal", Kind.OBJECTIVE, 0.9, 1),
              new Signal("time", Kind.OBJECTIVE, 1, 1),
              new Signal("bump", Kind.COST, 0.5, 1)));

  /** Always the same action. */
  private static Policy always(double action) {
    return (n, mode, generators) -> {
      assertThat(mode).isEqualTo(Mode.EXPLOIT);
      return new Actor() {
        @Override
        public void act(
            double[] obs,
            double @Nullable [] preference,
            double[] act,
            double @Nullable [] logProb) {
          java.util.Arrays.fill(act, action);
        }

        @Override
        public void save(State out) {}

        @Override
        public void restore(State in) {}
      };
    };
  }

  private static Corridor corridor() {
    return new Corridor(12, 40, 0.25);
  }

  /** Episodes differ in length a lot; short ones must not crowd out long ones. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 9})
  void isTheMeanOfTheFirstEpisodesWhateverTheRows(int rows) {
    double[] mean = new double[3];
    double[] horizon = new double[3];
    double length = 0;
    EpisodeSeeds seeds = new EpisodeSeeds(SEEDS.child("episodes"), 1);
    for (int e = 0; e < EPISODES; e++) {
      Corridor env = corridor();
      env.reset(seeds.next(0));
      double[] weight = {1, 1, 1};
      boolean running = true;
      while (running) {
        Step step = env.step(new double[] {1});
        double[] values = {step.reward()[0], step.reward()[1], step.cost()[0]};
        for (int s = 0; s < 3; s++) {
          mean[s] += weight[s] * values[s] / EPISODES;
          horizon[s] += weight[s] / EPISODES;
          weight[s] *= SIGNALS.get(s).gamma();
        }
        length += 1.0 / EPISODES;
        running = !step.terminated() && !step.truncated();
      }
    }
    try (VectorEnv env = VectorEnv.of(EvaluatorTest::corridor, rows)) {
      Evaluator evaluator = new Evaluator(env, SIGNALS, EPISODES);
      Returns returns = evaluator.evaluate(always(1), SEEDS);
      assertThat(returns.episodes()).isEqualTo(EPISODES);
      assertThat(returns.mean().toArray()).containsExactly(mean, offset(1e-12));
      assertThat(returns.discountedLength().toArray()).containsExactly(horizon, offset(1e-12));
      assertThat(returns.length()).isCloseTo(length, offset(1e-12));
      if (rows == 1) {
        assertThat(evaluator.transitions()).isEqualTo(Math.round(length * EPISODES));
      }
      Returns again = evaluator.evaluate(always(1), SEEDS);
      assertThat(again).as("a second time").isEqualTo(returns);
      assertThat(evaluator.evaluate(always(1), SEEDS.child("other"))).isNotEqualTo(returns);
    }
  }

  /** Always left from the leftmost cell: 3 bumps, 1 + 0.5 + 0.25, until cut. */
  @Test
  void handWorkedEpisode() {
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(4, 3), 2)) {
      Evaluator evaluator = new Evaluator(env, SIGNALS, 3);
      Returns returns = evaluator.evaluate(always(0), SEEDS);
      assertThat(returns.mean().toArray()).containsExactly(0, -3, 1.75);
      assertThat(returns.standardError().toArray()).containsExactly(0, 0, 0);
      assertThat(evaluator.transitions()).as("two rows, two episodes of 3 each").isEqualTo(12);
    }
  }

  /** Every row acts by the one preference; none is handed by the short form. */
  @Test
  void thePreferenceIsHandedToEveryRow() {
    List<double[]> handed = new ArrayList<>();
    Policy noting =
        (n, mode, generators) -> {
          Actor right = always(1).actor(n, mode, generators);
          return new Actor() {
            @Override
            public void act(
                double[] obs,
                double @Nullable [] preference,
                double[] act,
                double @Nullable [] logProb) {
              handed.add(preference == null ? new double[0] : preference.clone());
              right.act(obs, preference, act, logProb);
            }

            @Override
            public void save(State out) {}

            @Override
            public void restore(State in) {}
          };
        };
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(4, 3), 2)) {
      Evaluator evaluator = new Evaluator(env, SIGNALS, 2);
      evaluator.evaluate(noting, Vec.of(0.25, 0.75), SEEDS);
      assertThat(handed).hasSize(3);
      assertThat(handed).allMatch(w -> Vec.of(w).equals(Vec.of(0.25, 0.75, 0.25, 0.75)));
      handed.clear();
      evaluator.evaluate(noting, SEEDS);
      assertThat(handed).hasSize(3).allMatch(w -> w.length == 0);
      assertThatThrownBy(() -> evaluator.evaluate(noting, Vec.of(1), SEEDS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("The preference [1.0] has 1 weights, but test:corridor has 2 objectives.");
    }
  }

  @Test
  void noEpisodesAreRefused() {
    try (VectorEnv env = VectorEnv.of(EvaluatorTest::corridor, 1)) {
      assertThatThrownBy(() -> new Evaluator(env, SIGNALS, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("episodes is 0, but must be at least 1.");
    }
  }

  /** A greedy policy that runs against a wall for ever. */
  @Test
  void anEpisodeThatNeverEndsIsAnError() {
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(4, Integer.MAX_VALUE), 1)) {
      Evaluator evaluator = new Evaluator(env, SIGNALS, 1);
      assertThatThrownBy(() -> evaluator.evaluate(always(0), SEEDS))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "test:corridor: no evaluated episode ended within 1000000 steps. Maybe set"
                  + " environment.timeLimit.");
    }
  }

  @Test
  void playbackShowsTheEpisodesThatAreMeasured() {
    Signals undiscounted =
        new Signals(
            List.of(
                new Signal("goal", Kind.OBJECTIVE, 1, 1),
                new Signal("time", Kind.OBJECTIVE, 1, 1),
                new Signal("bump", Kind.COST, 1, 1)));
    double[] sums = new double[3];
    List<Playback.Moment> seen = new ArrayList<>();
    try (VectorEnv env = VectorEnv.of(EvaluatorTest::corridor, 1);
        VectorEnv measured = VectorEnv.of(EvaluatorTest::corridor, 3)) {
      Playback.run(env, EPISODES, always(1), null, Mode.EXPLOIT, SEEDS, seen::add);
      for (Playback.Moment moment : seen) {
        sums[0] += moment.reward()[0];
        sums[1] += moment.reward()[1];
        sums[2] += moment.cost()[0];
      }
      Returns returns = new Evaluator(measured, undiscounted, EPISODES).evaluate(always(1), SEEDS);
      for (int s = 0; s < 3; s++) {
        assertThat(sums[s] / EPISODES).isCloseTo(returns.mean().get(s), within(1e-12));
      }
    }
    assertThat(seen.get(0).step()).isZero();
    assertThat(seen.get(1).obs()).as("what came of the first step").isNotEqualTo(seen.get(0).obs());
    assertThat(seen.get(seen.size() - 1).episode()).isEqualTo(EPISODES - 1);
    assertThat(seen.stream().filter(Playback.Moment::ended).count()).isEqualTo(EPISODES);
  }

  @Test
  void playbackTakesOneRow() {
    try (VectorEnv env = VectorEnv.of(EvaluatorTest::corridor, 2)) {
      assertThatThrownBy(
              () -> Playback.run(env, 1, always(1), null, Mode.EXPLOIT, SEEDS, moment -> {}))
          .hasMessage("Playback takes an environment of 1 row, but it has 2.");
    }
  }
}
