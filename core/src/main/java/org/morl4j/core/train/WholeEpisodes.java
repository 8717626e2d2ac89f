package org.morl4j.core.train;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.SeedTree;

/**
 * The loop of every measurement: a fixed number of whole episodes of a policy. Episode e always has
 * the same seed, whatever n, and row e mod n, so short episodes are not favoured over long ones.
 */
final class WholeEpisodes {
  /** A greedy policy may walk in circles for ever where there is no time limit. */
  private static final int MAX_STEPS = 1_000_000;

  private final VectorEnv env;
  private final int episodes;
  private long transitions;

  /** Sees what happens; arrays are live, valid during the call. */
  interface Watcher {
    /**
     * Before a step.
     *
     * @param obs raw observations [n, obsSize]
     * @param act raw actions [n, actSize]
     */
    default void acted(double[] obs, double[] act) {}

    /**
     * After it.
     *
     * @param counts [n], false in rows that have run their share of episodes
     */
    void stepped(VectorStep step, boolean[] counts);
  }

  /**
   * @param env at most {@code episodes} rows, else the surplus is stepped for nothing
   */
  WholeEpisodes(VectorEnv env, int episodes) {
    if (episodes < 1) {
      throw new IllegalArgumentException("episodes is " + episodes + ", but must be at least 1.");
    }
    this.env = env;
    this.episodes = episodes;
  }

  /**
   * Runs the episodes.
   *
   * @param preference weights of the objectives [m] in every row, or null for a policy that takes
   *     none
   */
  void run(Policy policy, @Nullable Vec preference, Mode mode, SeedTree seeds, Watcher watcher) {
    int n = env.size();
    double[] preferences = preference == null ? null : repeat(preference, n);
    Actor actor = policy.actor(n, mode, seeds.child("actions").generators(n));
    double[] act = new double[n * env.spec().actionSpace().size()];
    int[] left = new int[n];
    for (int e = 0; e < episodes; e++) {
      left[e % n]++;
    }
    boolean[] counts = new boolean[n];
    boolean[] starts = new boolean[n];
    int finished = 0;
    int sinceEnd = 0;
    Arrays.fill(starts, true);
    VectorStep step = env.reset(new EpisodeSeeds(seeds.child("episodes"), n));
    while (finished < episodes) {
      for (int i = 0; i < n; i++) {
        counts[i] = left[i] > 0;
      }
      actor.begin(starts);
      actor.act(step.obs(), preferences, act, null);
      watcher.acted(step.obs(), act);
      step = env.step(act);
      transitions += n;
      watcher.stepped(step, counts);
      sinceEnd++;
      for (int i = 0; i < n; i++) {
        starts[i] = step.ended(i);
        if (starts[i] && left[i]-- > 0) {
          finished++;
          sinceEnd = 0;
        }
      }
      if (sinceEnd == MAX_STEPS) {
        throw new IllegalStateException(
            env.spec().id()
                + ": no evaluated episode ended within "
                + MAX_STEPS
                + " steps. Maybe set environment.timeLimit.");
      }
    }
  }

  private double[] repeat(Vec preference, int n) {
    int m = env.spec().objectives().size();
    if (preference.size() != m) {
      throw new IllegalArgumentException(
          "The preference "
              + preference
              + " has "
              + preference.size()
              + " weights, but "
              + env.spec().id()
              + " has "
              + m
              + " objectives.");
    }
    return preference.repeated(n);
  }

  /** Environment steps taken so far, surplus rows included. */
  long transitions() {
    return transitions;
  }
}
