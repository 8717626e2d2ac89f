package org.morl4j.core.data;

import java.util.Arrays;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * What all transitions of an episode share, for n environments: its number, which no other episode
 * of theirs has, and its first observation.
 */
final class EpisodeStarts implements Savable {
  private final Space observationSpace;
  private final int features;
  private final boolean[] begins; // [n] whether the coming step is an episode's first
  private final int[] episode; // [n]
  private final float[] obs; // [n, F] encoded

  EpisodeStarts(Space observationSpace, int n) {
    this.observationSpace = observationSpace;
    features = observationSpace.features();
    begins = new boolean[n];
    Arrays.fill(begins, true);
    episode = new int[n];
    for (int i = 0; i < n; i++) {
      episode[i] = i - n; // the first episodes are 0 to n - 1
    }
    obs = new float[Math.multiplyExact(n, features)];
  }

  /** Environment {@code i} is about to step from an observation, which begins at {@code at}. */
  void acted(int i, double[] rawObs, int at) {
    if (begins[i]) {
      begins[i] = false;
      episode[i] += episode.length;
      observationSpace.encode(rawObs, at, obs, i * features);
    }
  }

  /** Environment {@code i}'s episode is over. */
  void ended(int i) {
    begins[i] = true;
  }

  /** Number of environment {@code i}'s episode. */
  int episode(int i) {
    return episode[i];
  }

  /** Encoded first observations [n, F]. */
  float[] obs() {
    return obs;
  }

  @Override
  public void save(State out) {
    out.put("begins", begins);
    out.put("episode", episode);
    out.put("obs", obs);
  }

  @Override
  public void restore(State in) {
    System.arraycopy(in.booleans("begins", begins.length), 0, begins, 0, begins.length);
    System.arraycopy(in.ints("episode", episode.length), 0, episode, 0, episode.length);
    System.arraycopy(in.floats("obs", obs.length), 0, obs, 0, obs.length);
  }
}
