package org.morl4j.core.env;

import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * The seeds with which the rows of a {@link VectorEnv} begin their episodes: episode e of row i of
 * n always has the same seed, number e n + i of the tree's, whichever way rows end. So the first E
 * episodes, row by row in turn, are the same for every n.
 */
public final class EpisodeSeeds implements Savable {
  private final SeedTree seeds;
  private final long[] episodes;

  public EpisodeSeeds(SeedTree seeds, int rows) {
    this.seeds = seeds;
    this.episodes = new long[rows];
  }

  public int rows() {
    return episodes.length;
  }

  /** The seed of row {@code i}'s next episode, 0 to 2^31 - 1 as NumPy's older generators need. */
  public long next(int i) {
    long seed = peek(i);
    episodes[i]++;
    return seed;
  }

  /** The seed that {@link #next} will give. */
  public long peek(int i) {
    return seeds.child(episodes[i] * episodes.length + i).seed() >>> 33;
  }

  @Override
  public void save(State out) {
    out.put("episodes", episodes);
  }

  @Override
  public void restore(State in) {
    long[] saved = in.longs("episodes", episodes.length);
    System.arraycopy(saved, 0, episodes, 0, saved.length);
  }
}
