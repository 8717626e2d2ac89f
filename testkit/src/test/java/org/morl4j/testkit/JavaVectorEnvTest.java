package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.env.EnvException;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.Frame;
import org.morl4j.core.env.Step;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

class JavaVectorEnvTest {
  private static final SeedTree SEEDS = new SeedTree(7);

  /** Row 0 walks right and arrives, row 1 walks left and is cut by the time limit, both at 3. */
  @Test
  void endedRowsBeginAnewInTheSameStep() {
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(4, 3), 2)) {
      VectorStep step = env.reset(new EpisodeSeeds(SEEDS, 2));
      assertThat(step.obs()).containsExactly(0, 0, 0, 0);
      double[] act = {1, 0};
      env.step(act);
      assertThat(step.obs()).containsExactly(1, 1, 0, 1);
      assertThat(step.reward()).containsExactly(0, -1, 0, -1);
      assertThat(step.cost()).containsExactly(0, 1);
      assertThat(step.ended(0) || step.ended(1)).isFalse();
      env.step(act);
      env.step(act);
      assertThat(step.terminated()).containsExactly(true, false);
      assertThat(step.truncated()).containsExactly(false, true);
      assertThat(step.finalObs()).containsExactly(3, 3, 0, 3);
      assertThat(step.obs()).as("the next episodes' first").containsExactly(0, 0, 0, 0);
      assertThat(step.reward()).containsExactly(1, -1, 0, -1);
      env.step(act);
      assertThat(step.terminated()).containsExactly(false, false);
      assertThat(step.truncated()).containsExactly(false, false);
      assertThat(step.obs()).containsExactly(1, 1, 0, 1);
    }
  }

  /** Draws one pixel, as red as the steps of its episode. */
  private static final class Pixel implements Environment {
    private final Corridor inner = new Corridor(4, 3);
    private byte steps;

    @Override
    public EnvSpec spec() {
      return inner.spec();
    }

    @Override
    public double[] reset(long seed) {
      steps = 0;
      return inner.reset(seed);
    }

    @Override
    public Step step(double[] act) {
      steps++;
      return inner.step(act);
    }

    @Override
    public Frame render() {
      return new Frame(1, 1, new byte[] {steps, 0, 0});
    }
  }

  @Test
  void aPictureAfterAnEndIsOfTheEnd() {
    try (VectorEnv env = VectorEnv.of(Pixel::new, 2)) {
      env.reset(new EpisodeSeeds(SEEDS, 2));
      List<Integer> red = new ArrayList<>();
      for (int t = 0; t < 5; t++) {
        red.add(red(env, 0));
        env.step(new double[] {1, 1});
      }
      assertThat(red).containsExactly(0, 1, 2, 3, 1);
      assertThat(red(env, 1)).as("not looked at before").isEqualTo(2);
      env.step(new double[] {1, 1});
      assertThat(red(env, 1)).isEqualTo(3);
      env.reset(new EpisodeSeeds(SEEDS, 2));
      assertThat(red(env, 1)).isZero();
    }
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(4, 3), 1)) {
      env.reset(new EpisodeSeeds(SEEDS, 1));
      assertThat(env.render(0)).isNull();
    }
  }

  private static int red(VectorEnv env, int row) {
    return Objects.requireNonNull(env.render(row)).rgb()[0];
  }

  /** Keeps the seeds it is reset with. */
  private static final class SeedRecorder implements Environment {
    private final List<Long> seeds;
    private final Corridor inner = new Corridor(9, 2);

    SeedRecorder(List<Long> seeds) {
      this.seeds = seeds;
    }

    @Override
    public EnvSpec spec() {
      return inner.spec();
    }

    @Override
    public double[] reset(long seed) {
      seeds.add(seed);
      return inner.reset(seed);
    }

    @Override
    public Step step(double[] act) {
      return inner.step(act);
    }
  }

  @Test
  void everyEpisodeHasTheSeedOfItsRowAndNumber() {
    List<List<Long>> rows = List.of(new ArrayList<>(), new ArrayList<>());
    List<List<Long>> waiting = new ArrayList<>(rows);
    try (VectorEnv env = VectorEnv.of(() -> new SeedRecorder(waiting.remove(0)), 2)) {
      env.reset(new EpisodeSeeds(SEEDS, 2));
      for (int t = 0; t < 4; t++) {
        env.step(new double[] {1, 1});
      }
    }
    EpisodeSeeds seeds = new EpisodeSeeds(SEEDS, 2);
    assertThat(rows.get(1)).containsExactly(seeds.next(1), seeds.next(1), seeds.next(1));
    assertThat(rows.get(0)).containsExactly(seeds.next(0), seeds.next(0), seeds.next(0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void restoredItGoesOnTheSame(boolean savable) {
    Supplier<Environment> supplier =
        () -> {
          Corridor corridor = new Corridor(6, 9, 0.3);
          return savable ? corridor : new Unsaved(corridor);
        };
    for (int before = 0; before < 25; before++) {
      try (VectorEnv env = VectorEnv.of(supplier, 3);
          VectorEnv other = VectorEnv.of(supplier, 3)) {
        env.reset(new EpisodeSeeds(SEEDS, 3));
        Rng rng = new Rng(before);
        for (int t = 0; t < before; t++) {
          env.step(actions(rng, 3));
        }
        State state = new State();
        env.save(state);
        // An environment that is somewhere else already.
        VectorStep restored = other.reset(new EpisodeSeeds(new SeedTree(99), 3));
        other.step(actions(new Rng(1), 3));
        restored = other.reset(new EpisodeSeeds(SEEDS, 3));
        other.restore(state);
        assertThat(other.exact()).isTrue();
        assertThat(restored.truncated()).containsOnly(false);
        for (int t = 0; t < 30; t++) {
          double[] act = actions(rng, 3);
          VectorStep expected = env.step(act);
          VectorStep actual = other.step(act);
          assertThat(actual.obs()).as("obs %s steps after %s", t, before).isEqualTo(expected.obs());
          assertThat(actual.reward()).isEqualTo(expected.reward());
          assertThat(actual.terminated()).isEqualTo(expected.terminated());
          assertThat(actual.truncated()).isEqualTo(expected.truncated());
        }
      }
    }
  }

  @Test
  void whatDoesNotReproduceIsCutAndNamed() {
    State state = new State();
    try (VectorEnv env = VectorEnv.of(() -> new Wild(50, 1), 2)) {
      env.reset(new EpisodeSeeds(SEEDS, 2));
      env.step(new double[2]);
      env.save(state);
      assertThat(env.exact()).isTrue();
    }
    try (VectorEnv env = VectorEnv.of(() -> new Wild(50, 2), 2)) {
      VectorStep step = env.reset(new EpisodeSeeds(SEEDS, 2));
      env.restore(state);
      assertThat(env.exact()).isFalse();
      assertThat(step.truncated()).containsExactly(true, true);
      assertThat(step.obs()).as("not the saved ones").isNotEqualTo(state.doubles("obs"));
      for (int t = 0; t < 49; t++) {
        env.step(new double[2]);
      }
      assertThat(step.truncated()).as("a new episode, whole").containsOnly(false);
      env.step(new double[2]);
      assertThat(step.truncated()).containsOnly(true);
    }
  }

  /** The replayed episode may end before the saved one did. */
  @Test
  void aReplayThatEndsEarlyIsCut() {
    State state = new State();
    try (VectorEnv env = VectorEnv.of(() -> new Unsaved(new Corridor(9, 8)), 1)) {
      env.reset(new EpisodeSeeds(SEEDS, 1));
      for (int t = 0; t < 6; t++) {
        env.step(new double[] {1});
      }
      env.save(state);
    }
    try (VectorEnv env = VectorEnv.of(() -> new Unsaved(new Corridor(9, 4)), 1)) {
      VectorStep step = env.reset(new EpisodeSeeds(SEEDS, 1));
      env.restore(state);
      assertThat(env.exact()).isFalse();
      assertThat(step.obs()).containsExactly(0, 0);
    }
  }

  @Test
  void errorsNameTheRow() {
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(4, 3), 2)) {
      assertThatThrownBy(() -> env.step(new double[2]))
          .isInstanceOf(EnvException.class)
          .hasMessageContaining("Maybe call reset first.");
      env.reset(new EpisodeSeeds(SEEDS, 2));
      assertThatThrownBy(() -> env.step(new double[] {1, 5}))
          .isInstanceOf(EnvException.class)
          .hasMessage("test:corridor row 1: act is 5.0, but must be 0 or 1.")
          .hasCauseInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> env.restore(new State())).isInstanceOf(StateException.class);
      assertThatThrownBy(() -> env.reset(new EpisodeSeeds(SEEDS, 3)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> VectorEnv.of(() -> new Corridor(4, 3), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A VectorEnv of 0 rows must have at least 1.");
  }

  @Test
  void valuesThatAreNotFiniteStopTheRun() {
    Corridor corridor = new Corridor(4, 3);
    Environment broken =
        new Environment() {
          @Override
          public EnvSpec spec() {
            return corridor.spec();
          }

          @Override
          public double[] reset(long seed) {
            return corridor.reset(seed);
          }

          @Override
          public Step step(double[] act) {
            Step step = corridor.step(act);
            double[] reward = {0, Double.NaN};
            return new Step(step.obs(), reward, step.cost(), step.terminated(), step.truncated());
          }
        };
    try (VectorEnv env = VectorEnv.of(() -> broken, 1)) {
      env.reset(new EpisodeSeeds(SEEDS, 1));
      assertThatThrownBy(() -> env.step(new double[] {1}))
          .isInstanceOf(EnvException.class)
          .hasMessageStartingWith(
              "test:corridor row 0 gave reward[1] = NaN, but it must be finite.");
    }
  }

  private static double[] actions(Rng rng, int n) {
    double[] act = new double[n];
    for (int i = 0; i < n; i++) {
      act[i] = rng.nextInt(2);
    }
    return act;
  }
}
