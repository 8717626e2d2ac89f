package org.morl4j.envs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.envs.gym.GymOptions;
import org.morl4j.envs.gym.GymVectorEnv;

/**
 * Steps native environments and, through the bridge, the originals side by side with the same seeds
 * and actions: 20 rows, 1,000 steps, no row may differ.
 *
 * <p>Two need a word. {@code minecart-v0} draws its ore from numpy's global generator, which the
 * bridge seeds with every episode, but which rows of one process share: it is compared with one row
 * a process, and two rows only because a process takes a second to start; {@code
 * minecart-deterministic-v0} has the same dynamics. {@code Pendulum-v1}'s rewards are compared as
 * float32 (see its class).
 */
class NativeParityTest {
  /**
   * How many rows of how many steps differ in an observation, a final observation, a reward or a
   * flag.
   *
   * @param repeat longest run of one action, so that cars get somewhere
   * @param float32Rewards rounds rewards before they are compared
   */
  static long mismatches(
      VectorEnv ours, VectorEnv theirs, int steps, long seed, int repeat, boolean float32Rewards) {
    int n = ours.size();
    SeedTree seeds = new SeedTree(seed);
    Rng rng = seeds.child("actions").generator();
    VectorStep a = ours.reset(new EpisodeSeeds(seeds.child("episodes"), n));
    VectorStep b = theirs.reset(new EpisodeSeeds(seeds.child("episodes"), n));
    int actSize = ours.spec().actionSpace().size();
    double[] act = new double[n * actSize];
    int[] left = new int[n];
    long mismatches = 0;
    for (int i = 0; i < n; i++) {
      mismatches += same(a.obs(), b.obs(), i, a.obs().length / n, false) ? 0 : 1;
    }
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < n; i++) {
        if (left[i]-- == 0) {
          ours.spec().actionSpace().sample(rng, act, i * actSize);
          left[i] = rng.nextInt(repeat);
        }
      }
      a = ours.step(act);
      b = theirs.step(act);
      for (int i = 0; i < n; i++) {
        mismatches += sameRow(a, b, i, n, float32Rewards) ? 0 : 1;
      }
    }
    return mismatches;
  }

  private static boolean sameRow(VectorStep a, VectorStep b, int i, int n, boolean float32Rewards) {
    int obsSize = a.obs().length / n;
    return a.terminated()[i] == b.terminated()[i]
        && a.truncated()[i] == b.truncated()[i]
        && same(a.obs(), b.obs(), i, obsSize, false)
        && same(a.reward(), b.reward(), i, a.reward().length / n, float32Rewards)
        && (!a.ended(i) || same(a.finalObs(), b.finalObs(), i, obsSize, false));
  }

  private static boolean same(double[] a, double[] b, int i, int size, boolean float32) {
    for (int j = i * size; j < (i + 1) * size; j++) {
      if (float32 ? (float) a[j] != (float) b[j] : a[j] != b[j]) {
        return false;
      }
    }
    return a.length == b.length;
  }

  @ParameterizedTest
  @MethodSource("names")
  void nothingDiffersFromTheOriginal(String name) {
    int rows = name.equals("minecart-v0") ? 2 : 20;
    GymOptions options =
        name.startsWith("fruit-tree-d")
            ? GymOptions.of("gymnasium:fruit-tree-v0")
                .withKwargs(Map.of("depth", Integer.parseInt(name.substring(12, 13))))
            : GymOptions.of("gymnasium:" + name);
    int repeat = name.contains("mountaincar") ? 40 : name.contains("minecart") ? 12 : 3;
    boolean float32Rewards = name.equals("Pendulum-v1");
    try (VectorEnv ours = VectorEnv.of(() -> NativeEnvs.create(name), rows);
        VectorEnv theirs =
            GymVectorEnv.open(options.withWorkers(name.equals("minecart-v0") ? 2 : 1), rows)) {
      EnvSpec spec = theirs.spec();
      assertThat(ours.spec().objectives()).isEqualTo(spec.objectives());
      assertThat(ours.spec().actionSpace()).isEqualTo(spec.actionSpace());
      assertThat(ours.spec().observationSpace()).isEqualTo(spec.observationSpace());
      assertThat(ours.spec().horizon()).isEqualTo(spec.horizon());
      assertThat(mismatches(ours, theirs, 1000, 11, repeat, float32Rewards)).isZero();
    }
  }

  static List<String> names() {
    return NativeEnvs.ports();
  }

  @Test
  void theCountIsZeroForEqualsAndSeesADifference() {
    try (VectorEnv a = VectorEnv.of(() -> NativeEnvs.create("mo-mountaincar-timemove-v0"), 20);
        VectorEnv b = VectorEnv.of(() -> NativeEnvs.create("mo-mountaincar-timemove-v0"), 20);
        VectorEnv c = VectorEnv.of(() -> NativeEnvs.create("mo-mountaincar-timespeed-v0"), 20)) {
      assertThat(mismatches(a, b, 1000, 7, 40, false)).isZero();
      assertThat(mismatches(a, c, 1000, 7, 40, false)).isBetween(19_000L, 20_000L);
    }
  }
}
