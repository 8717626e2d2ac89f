package org.morl4j.envs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

class NativeEnvsTest {
  static Iterable<String> names() {
    return NativeEnvs.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void observationsLieInTheSpaceAndIdsNameTheEnvironment(String name) {
    try (VectorEnv env = VectorEnv.of(() -> NativeEnvs.create(name), 3)) {
      EnvSpec spec = env.spec();
      assertThat(spec.id()).isEqualTo("native:" + name);
      VectorStep step = env.reset(new EpisodeSeeds(new SeedTree(4), 3));
      double[] act = new double[3 * spec.actionSpace().size()];
      Rng rng = new Rng(5);
      for (int t = 0; t < 600; t++) {
        for (int i = 0; i < 3; i++) {
          assertThat(
                  spec.observationSpace().contains(step.obs(), i * spec.observationSpace().size()))
              .as("observation %s", Arrays.toString(step.obs()))
              .isTrue();
          spec.actionSpace().sample(rng, act, i * spec.actionSpace().size());
        }
        step = env.step(act);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void drawsItsStateWhereItHasOne(String name) {
    try (Environment env = NativeEnvs.create(name)) {
      env.reset(3);
      Frame first = env.render();
      if (env.spec().id().startsWith("native:constrained-")) {
        assertThat(first).as("an episode of one step has nothing to show").isNull();
        return;
      }
      assertThat(Objects.requireNonNull(first).width()).isBetween(150, 520);
      assertThat(colours(first)).as("colours").isGreaterThan(2);
      assertThat(Objects.requireNonNull(env.render()).rgb()).isEqualTo(first.rgb());
      Rng rng = new Rng(5);
      double[] act = new double[env.spec().actionSpace().size()];
      boolean moved = false;
      for (int t = 0; t < 5; t++) {
        env.spec().actionSpace().sample(rng, act, 0);
        Step step = env.step(act);
        moved |= !Arrays.equals(Objects.requireNonNull(env.render()).rgb(), first.rgb());
        if (step.terminated()) {
          break;
        }
      }
      assertThat(moved).isTrue();
    }
  }

  private static long colours(Frame frame) {
    return IntStream.range(0, frame.width() * frame.height())
        .map(i -> Arrays.hashCode(Arrays.copyOfRange(frame.rgb(), 3 * i, 3 * i + 3)))
        .distinct()
        .count();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aRestoredEnvironmentGoesOnAsTheSavedOne(String name) {
    try (VectorEnv saved = VectorEnv.of(() -> NativeEnvs.create(name), 4);
        VectorEnv restored = VectorEnv.of(() -> NativeEnvs.create(name), 4)) {
      Rng rng = new Rng(5);
      saved.reset(new EpisodeSeeds(new SeedTree(4), 4));
      double[] act = new double[4 * saved.spec().actionSpace().size()];
      for (int t = 0; t < 77; t++) {
        saved.step(sample(saved, rng, act));
      }
      State state = new State();
      saved.save(state);
      restored.reset(new EpisodeSeeds(new SeedTree(4), 4));
      restored.restore(state);
      for (int t = 0; t < 300; t++) {
        sample(saved, rng, act);
        VectorStep expected = saved.step(act);
        VectorStep actual = restored.step(act);
        assertThat(actual.obs()).containsExactly(expected.obs());
        assertThat(actual.reward()).containsExactly(expected.reward());
        assertThat(actual.cost()).containsExactly(expected.cost());
        assertThat(actual.terminated()).containsExactly(expected.terminated());
        assertThat(actual.truncated()).containsExactly(expected.truncated());
      }
    }
  }

  private static double[] sample(VectorEnv env, Rng rng, double[] act) {
    int size = env.spec().actionSpace().size();
    for (int i = 0; i < env.size(); i++) {
      env.spec().actionSpace().sample(rng, act, i * size);
    }
    return act;
  }

  @ParameterizedTest
  @MethodSource("names")
  void stepsOutsideAnEpisodeAreRefused(String name) {
    try (Environment env = NativeEnvs.create(name)) {
      double[] act = new double[env.spec().actionSpace().size()];
      assertThatThrownBy(() -> env.step(act))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("Maybe");
    }
  }

  @Test
  void aWrongActionIsRefused() {
    try (Environment env = NativeEnvs.create("CartPole-v1")) {
      env.reset(0);
      assertThatThrownBy(() -> env.step(new double[] {2}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the action is 2.0");
      assertThatThrownBy(() -> env.step(new double[] {.5}))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> env.step(new double[] {Double.NaN}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anUnknownNameListsTheKnownOnesAndAGuess() {
    assertThatThrownBy(() -> NativeEnvs.create("deep-sea-tresure-v0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fruit-tree-v0")
        .hasMessageEndingWith("Maybe you meant deep-sea-treasure-v0.");
  }
}
