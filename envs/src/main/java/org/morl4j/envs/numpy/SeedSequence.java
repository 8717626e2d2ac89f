package org.morl4j.envs.numpy;

import java.math.BigInteger;

/**
 * NumPy's {@code SeedSequence(entropy)} without spawn keys: a seed of any width, mixed into a pool
 * of four 32-bit words, from which generators take their state (O'Neill's seed_seq_fe; NumPy 2.4,
 * {@code bit_generator.pyx}).
 */
public final class SeedSequence {
  private static final int POOL = 4;
  private static final int INIT_A = 0x43b0d7e5;
  private static final int MULT_A = 0x931e8875;
  private static final int INIT_B = 0x8b51f9dd;
  private static final int MULT_B = 0x58f38ded;
  private static final int MIX_L = 0xca01f9dd;
  private static final int MIX_R = 0x4973f715;

  private final int[] pool = new int[POOL];
  private final int[] narrow = new int[2];
  private int hash;

  /**
   * @param seed read as unsigned, 0 to 2^64 - 1
   */
  public SeedSequence(long seed) {
    reseed(seed);
  }

  /**
   * @throws IllegalArgumentException if the seed is negative
   */
  public SeedSequence(BigInteger seed) {
    if (seed.signum() < 0) {
      throw new IllegalArgumentException("A seed is " + seed + ", but must be at least 0.");
    }
    int[] words = new int[Math.max(1, (seed.bitLength() + 31) / 32)];
    for (int i = 0; i < words.length; i++) {
      words[i] = seed.shiftRight(32 * i).intValue();
    }
    mix(words, words.length);
  }

  /** Begins again from another seed, without allocating. */
  public void reseed(long seed) {
    narrow[0] = (int) seed;
    narrow[1] = (int) (seed >>> 32);
    mix(narrow, narrow[1] == 0 ? 1 : 2);
  }

  /** NumPy's {@code generate_state(words.length, uint32)}. */
  public void generate(int[] words) {
    hash = INIT_B;
    for (int i = 0; i < words.length; i++) {
      words[i] = output(i);
    }
  }

  /** NumPy's {@code generate_state(words.length, uint64)}. */
  public void generate(long[] words) {
    hash = INIT_B;
    for (int i = 0; i < words.length; i++) {
      long low = output(2 * i) & 0xffffffffL;
      words[i] = low | (long) output(2 * i + 1) << 32;
    }
  }

  private int output(int i) {
    int value = pool[i % POOL] ^ hash;
    hash *= MULT_B;
    value *= hash;
    return value ^ (value >>> 16);
  }

  private void mix(int[] entropy, int n) {
    hash = INIT_A;
    for (int i = 0; i < POOL; i++) {
      pool[i] = hashed(i < n ? entropy[i] : 0);
    }
    for (int from = 0; from < POOL; from++) {
      for (int to = 0; to < POOL; to++) {
        if (from != to) {
          pool[to] = mixed(pool[to], hashed(pool[from]));
        }
      }
    }
    for (int from = POOL; from < n; from++) {
      for (int to = 0; to < POOL; to++) {
        pool[to] = mixed(pool[to], hashed(entropy[from]));
      }
    }
  }

  private int hashed(int word) {
    int value = word ^ hash;
    hash *= MULT_A;
    value *= hash;
    return value ^ (value >>> 16);
  }

  private static int mixed(int x, int y) {
    int value = MIX_L * x - MIX_R * y;
    return value ^ (value >>> 16);
  }
}
