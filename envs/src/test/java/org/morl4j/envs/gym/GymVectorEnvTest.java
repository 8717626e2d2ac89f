package org.morl4j.envs.gym;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.state.State;

class GymVectorEnvTest {
  private static final GymOptions HOPPER =
      GymOptions.of("gymnasium:mo-hopper-2d-v4").withMaxEpisodeSteps(500).withWorkers(2);

  @Test
  void describesCartPole() {
    try (GymVectorEnv env = open(GymOptions.of("gymnasium:CartPole-v1").withWorkers(2), 3)) {
      assertThat(env.spec().observationSpace()).isInstanceOf(Box.class);
      assertThat(env.spec().actionSpace()).isEqualTo(new Discrete(2));
      assertThat(env.spec().objectives()).containsExactly("reward");
      assertThat(env.spec().costs()).isEmpty();
      assertThat(env.spec().horizon()).isEqualTo(500);
      assertThat(env.spec().simulator()).isEqualTo("gymnasium 1.4.0");
      assertThat(env.size()).isEqualTo(3);
      assertThat(env.workers()).isEqualTo(2);
      assertThat(env.versions()).containsKeys("python", "gymnasium", "mo-gymnasium", "numpy");
    }
  }

  @Test
  void describesHopper() {
    try (GymVectorEnv env = open(HOPPER, 2)) {
      assertThat(env.spec().objectives()).containsExactly("forward", "height");
      assertThat(env.spec().horizon()).isEqualTo(500);
      assertThat(env.spec().simulator()).isEqualTo("mujoco 4.0.0");
    }
  }

  @Test
  void sameSeedSameTrajectoriesWhateverTheWorkers() {
    for (String id : List.of("CartPole-v1", "deep-sea-treasure-v0", "minecart-v0")) {
      GymOptions options = GymOptions.of("gymnasium:" + id).withMaxEpisodeSteps(40);
      double[] first = trajectory(options.withWorkers(1), 4, 120);
      double[] second = trajectory(options.withWorkers(2), 4, 120);
      assertThat(second).as(id).containsExactly(first);
    }
  }

  @Test
  void restoredEnvironmentContinuesBitForBit() {
    for (GymOptions options :
        List.of(
            HOPPER,
            GymOptions.of("gymnasium:deep-sea-treasure-v0").withWorkers(2),
            GymOptions.of("gymnasium:minecart-v0").withWorkers(2).withMaxEpisodeSteps(70))) {
      int n = 5;
      State saved = new State();
      double[] expected;
      try (GymVectorEnv env = open(options, n)) {
        env.reset(seeds(n));
        Rng actions = new Rng(3);
        run(env, actions, 97);
        env.save(saved);
        expected = run(env, actions, 60);
      }
      try (GymVectorEnv env = open(options, n)) {
        env.reset(seeds(n));
        env.restore(saved);
        assertThat(env.exact()).isTrue();
        Rng actions = new Rng(3);
        for (int t = 0; t < 97; t++) {
          sample(env, actions);
        }
        assertThat(run(env, actions, 60)).as(options.id()).containsExactly(expected);
      }
    }
  }

  private static double[] trajectory(GymOptions options, int n, int steps) {
    try (GymVectorEnv env = open(options, n)) {
      double[] first = env.reset(seeds(n)).obs().clone();
      double[] rest = run(env, new Rng(5), steps);
      double[] all = java.util.Arrays.copyOf(first, first.length + rest.length);
      System.arraycopy(rest, 0, all, first.length, rest.length);
      return all;
    }
  }

  /** Everything that {@code steps} random steps give, in one array. */
  private static double[] run(VectorEnv env, Rng rng, int steps) {
    java.util.stream.DoubleStream.Builder all = java.util.stream.DoubleStream.builder();
    for (int t = 0; t < steps; t++) {
      VectorStep step = env.step(sample(env, rng));
      for (double x : step.obs()) {
        all.add(x);
      }
      for (double x : step.reward()) {
        all.add(x);
      }
      for (int i = 0; i < env.size(); i++) {
        all.add(step.terminated()[i] ? 1 : 0).add(step.truncated()[i] ? 1 : 0);
        for (int j = 0; step.ended(i) && j < env.spec().observationSpace().size(); j++) {
          all.add(step.finalObs()[i * env.spec().observationSpace().size() + j]);
        }
      }
    }
    return all.build().toArray();
  }

  private static double[] sample(VectorEnv env, Rng rng) {
    int size = env.spec().actionSpace().size();
    double[] act = new double[env.size() * size];
    for (int i = 0; i < env.size(); i++) {
      env.spec().actionSpace().sample(rng, act, i * size);
    }
    return act;
  }

  private static EpisodeSeeds seeds(int n) {
    return new EpisodeSeeds(new SeedTree(11), n);
  }

  private static GymVectorEnv open(GymOptions options, int n) {
    return GymVectorEnv.open(options, n);
  }

  @Test
  void kwargsReachTheConstructor() {
    GymOptions options =
        GymOptions.of("gymnasium:mo-hopper-v5").withKwargs(Map.of("cost_objective", false));
    try (GymVectorEnv env = open(options, 1)) {
      assertThat(env.spec().objectives()).hasSize(2);
    }
  }
}
