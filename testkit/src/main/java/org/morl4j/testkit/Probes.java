package org.morl4j.testkit;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;

/**
 * What policies are asked to tell them apart: always the same observations and preferences.
 *
 * @param conditioned whether policies take a preference
 */
record Probes(EnvSpec spec, Supplier<VectorEnv> envs, boolean conditioned, SeedTree seeds) {
  /** Greedy actions. */
  double[] greedy(Policy policy) {
    return act(policy, Mode.EXPLOIT);
  }

  /** Drawn actions and their log-probabilities. */
  double[] drawn(Policy policy) {
    return act(policy, Mode.EXPLORE);
  }

  /** Actions and, where they are drawn, their log-probabilities, which tell the finest change. */
  private double[] act(Policy policy, Mode mode) {
    int n = 5;
    double[] act = new double[n * spec.actionSpace().size()];
    double[] logProb = new double[n];
    Actor actor = policy.actor(n, mode, seeds.child("acting").generators(n));
    actor.act(observations(n), preferences(n), act, mode == Mode.EXPLORE ? logProb : null);
    double[] both = Arrays.copyOf(act, act.length + n);
    System.arraycopy(logProb, 0, both, act.length, n);
    return both;
  }

  /** Preferences for n rows, all different; null for a policy that takes none. */
  double @Nullable [] preferences(int n) {
    if (!conditioned) {
      return null;
    }
    int m = spec.objectives().size();
    double[] preferences = new double[n * m];
    Rng rng = seeds.child("preferences").generator();
    for (int i = 0; i < n; i++) {
      double rest = 1;
      for (int j = 0; j < m - 1; j++) {
        preferences[i * m + j] = rest * rng.nextDouble();
        rest -= preferences[i * m + j];
      }
      preferences[i * m + m - 1] = rest;
    }
    return preferences;
  }

  /** Row {@code i} of n. */
  @SuppressWarnings("NullAway") // null in, null out
  static double[] part(double @Nullable [] rows, int i, int n) {
    return rows == null
        ? null
        : Arrays.copyOfRange(rows, i * (rows.length / n), (i + 1) * (rows.length / n));
  }

  /** {@code n} observations of an environment driven at random. */
  double[] observations(int n) {
    try (VectorEnv env = envs.get()) {
      int rows = env.size();
      int width = spec.observationSpace().size();
      int actSize = spec.actionSpace().size();
      Rng rng = seeds.child("probe").generator();
      double[] obs = new double[n * width];
      double[] act = new double[rows * actSize];
      VectorStep step = env.reset(new EpisodeSeeds(seeds.child("probe"), rows));
      for (int i = 0; i < n; i++) {
        System.arraycopy(step.obs(), 0, obs, i * width, width);
        for (int row = 0; row < rows; row++) {
          spec.actionSpace().sample(rng, act, row * actSize);
        }
        step = env.step(act);
      }
      return obs;
    }
  }
}
