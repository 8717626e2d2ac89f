package org.morl4j.core.rng;

import java.util.random.RandomGenerator;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;

/**
 * xoshiro256++ (Blackman, Vigna 2019) with a state that can be saved, which the JDK's generators
 * withhold and exact resume needs. Seeded by SplitMix64. Not thread-safe.
 */
public final class Rng implements RandomGenerator, Savable {
  private long s0;
  private long s1;
  private long s2;
  private long s3;

  public Rng(long seed) {
    long z = seed;
    s0 = SeedTree.mix(z += 0x9e3779b97f4a7c15L);
    s1 = SeedTree.mix(z += 0x9e3779b97f4a7c15L);
    s2 = SeedTree.mix(z += 0x9e3779b97f4a7c15L);
    s3 = SeedTree.mix(z + 0x9e3779b97f4a7c15L);
  }

  @Override
  public long nextLong() {
    long result = Long.rotateLeft(s0 + s3, 23) + s0;
    long t = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  /** Shuffles the first {@code n} entries (Fisher-Yates). */
  public void shuffle(int[] values, int n) {
    for (int i = n - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
  }

  @Override
  public void save(State out) {
    out.put("xoshiro256pp", new long[] {s0, s1, s2, s3});
  }

  @Override
  public void restore(State in) {
    long[] s = in.longs("xoshiro256pp", 4);
    if ((s[0] | s[1] | s[2] | s[3]) == 0) {
      throw new StateException("A saved generator is all zeros, from which only zeros follow.");
    }
    s0 = s[0];
    s1 = s[1];
    s2 = s[2];
    s3 = s[3];
  }
}
