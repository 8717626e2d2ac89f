package org.morl4j.core.train;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.learn.Actor;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.SeedTree;

/**
 * Measures a policy greedily over a fixed number of whole episodes. Episode e always has the same
 * seed, whatever n, and row e mod n, so short episodes are not favoured over long ones.
 */
public final class Evaluator {
  /** A greedy policy may walk in circles for ever where there is no time limit. */
  private static final int MAX_STEPS = 1_000_000;

  private final VectorEnv env;
  private final Signals signals;
  private final int episodes;
  private long transitions;

  /**
   * @param env at most {@code episodes} rows, else the surplus is stepped for nothing
   * @param signals with the discount to measure by
   */
  public Evaluator(VectorEnv env, Signals signals, int episodes) {
    if (episodes < 1) {
      throw new IllegalArgumentException("episodes is " + episodes + ", but must be at least 1.");
    }
    this.env = env;
    this.signals = signals;
    this.episodes = episodes;
  }

  /** Returns of {@code policy}, its episodes seeded from {@code seeds}. */
  public Returns evaluate(Policy policy, SeedTree seeds) {
    return evaluate(policy, null, seeds);
  }

  /**
   * Returns of {@code policy} under one preference in every row.
   *
   * @param preference weights of the objectives [m], or null for a policy that takes none
   */
  public Returns evaluate(Policy policy, @Nullable Vec preference, SeedTree seeds) {
    int n = env.size();
    double[] preferences = preference == null ? null : repeat(preference, n);
    Actor actor = policy.actor(n, Mode.EXPLOIT, seeds.child("actions").generators(n));
    double[] act = new double[n * env.spec().actionSpace().size()];
    int[] left = new int[n];
    for (int e = 0; e < episodes; e++) {
      left[e % n]++;
    }
    boolean[] counts = new boolean[n];
    EpisodeTally tally = new EpisodeTally(signals, n);
    boolean[] starts = new boolean[n];
    int sinceEnd = 0;
    Arrays.fill(starts, true);
    VectorStep step = env.reset(new EpisodeSeeds(seeds.child("episodes"), n));
    while (tally.episodes() < episodes) {
      for (int i = 0; i < n; i++) {
        counts[i] = left[i] > 0;
      }
      actor.begin(starts);
      actor.act(step.obs(), preferences, act, null);
      step = env.step(act);
      transitions += n;
      int before = tally.episodes();
      tally.add(step, counts);
      sinceEnd = tally.episodes() > before ? 0 : sinceEnd + 1;
      if (sinceEnd == MAX_STEPS) {
        throw new IllegalStateException(
            env.spec().id()
                + ": no evaluated episode ended within "
                + MAX_STEPS
                + " steps. Maybe set environment.timeLimit.");
      }
      for (int i = 0; i < n; i++) {
        starts[i] = step.ended(i);
        if (starts[i]) {
          left[i]--;
        }
      }
    }
    Returns returns = tally.drain();
    if (returns == null) {
      throw new IllegalStateException("No episode ended.");
    }
    return returns;
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
    double[] rows = new double[n * m];
    for (int j = 0; j < rows.length; j++) {
      rows[j] = preference.get(j % m);
    }
    return rows;
  }

  /** Environment steps taken for evaluations so far. */
  public long transitions() {
    return transitions;
  }
}
