package org.morl4j.core.env;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * Each row's episode so far: the seed it began with and the actions since. It is what brings back
 * environments that can't save their state.
 */
public final class EpisodeLog implements Savable {
  private final int actSize;
  private final long[] seed;
  private final int[] steps;
  private final double[][] actions;
  private @Nullable EpisodeSeeds seeds;

  /**
   * @param actSize doubles in one raw action, or 0 to keep seeds only
   */
  public EpisodeLog(int rows, int actSize) {
    this.actSize = actSize;
    this.seed = new long[rows];
    this.steps = new int[rows];
    this.actions = new double[rows][actSize == 0 ? 0 : 64 * actSize];
  }

  /** Seeds of this and later episodes come from there. */
  public void use(EpisodeSeeds newSeeds) {
    if (newSeeds.rows() != seed.length) {
      throw new IllegalArgumentException(
          "Seeds for " + newSeeds.rows() + " rows given to an environment of " + seed.length + ".");
    }
    seeds = newSeeds;
  }

  /** Row {@code i} begins an episode: its seed. */
  public long begin(int i) {
    if (seeds == null) {
      throw new IllegalStateException("reset(seeds) must come before the first step.");
    }
    seed[i] = seeds.next(i);
    steps[i] = 0;
    return seed[i];
  }

  /** The seed row {@code i}'s next episode will have. */
  public long peek(int i) {
    if (seeds == null) {
      throw new IllegalStateException("reset(seeds) must come before the first step.");
    }
    return seeds.peek(i);
  }

  /** Row {@code i} takes an action. */
  public void record(int i, double[] act) {
    if (actSize > 0) {
      recordFrom(i, act, 0);
    } else {
      steps[i]++;
    }
  }

  /** Row {@code i} takes the action at {@code act[offset..]}. */
  public void recordFrom(int i, double[] act, int offset) {
    int end = (steps[i] + 1) * actSize;
    if (end > actions[i].length) {
      actions[i] = Arrays.copyOf(actions[i], 2 * actions[i].length);
    }
    System.arraycopy(act, offset, actions[i], end - actSize, actSize);
    steps[i]++;
  }

  public long seed(int i) {
    return seed[i];
  }

  public int steps(int i) {
    return steps[i];
  }

  /** Copies row {@code i}'s action number {@code t}. */
  public void action(int i, int t, double[] out) {
    System.arraycopy(actions[i], t * actSize, out, 0, actSize);
  }

  @Override
  public void save(State out) {
    out.put("seed", seed);
    out.put("steps", steps);
    if (seeds != null) {
      out.put("seeds", seeds);
    }
    if (actSize > 0) {
      for (int i = 0; i < seed.length; i++) {
        out.put("actions." + i, Arrays.copyOf(actions[i], steps[i] * actSize));
      }
    }
  }

  /** Needs {@link #use} first, with seeds of the same tree. */
  @Override
  public void restore(State in) {
    System.arraycopy(in.longs("seed", seed.length), 0, seed, 0, seed.length);
    System.arraycopy(in.ints("steps", steps.length), 0, steps, 0, steps.length);
    if (seeds == null) {
      throw new IllegalStateException("reset(seeds) must come before restore.");
    }
    in.restore("seeds", seeds);
    for (int i = 0; i < seed.length && actSize > 0; i++) {
      double[] saved = in.doubles("actions." + i, steps[i] * actSize);
      actions[i] = Arrays.copyOf(saved, Math.max(saved.length, 64 * actSize));
    }
  }
}
