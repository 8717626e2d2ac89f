package org.morl4j.envs.numpy;

import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * NumPy's older {@code RandomState} (Mersenne Twister, MT19937), which is also what {@code
 * numpy.random.seed} seeds: uniform doubles and normals by the polar method. Not thread-safe.
 */
public final class NumpyRandomState implements Savable {
  private static final int N = 624;
  private static final int M = 397;

  private final int[] key = new int[N];
  private long seed;
  private boolean seeded;
  private int next;
  private boolean hasNormal;
  private double normal;

  /**
   * @param seed 0 to 2^32 - 1
   */
  public NumpyRandomState(long seed) {
    this.seed = seed;
  }

  /** {@code numpy.random.seed(seed)}; the work, 624 words, waits for the first draw. */
  public void reseed(long newSeed) {
    seed = newSeed;
    seeded = false;
    hasNormal = false;
    normal = 0;
  }

  private void fill() {
    int word = (int) seed;
    for (int i = 0; i < N; i++) {
      key[i] = word;
      word = 1812433253 * (word ^ word >>> 30) + i + 1;
    }
    next = N;
    seeded = true;
  }

  /** {@code random_sample()}: uniform in [0, 1) with 53 random bits. */
  public double random() {
    int a = nextInt() >>> 5;
    int b = nextInt() >>> 6;
    return (a * 67108864.0 + b) / 9007199254740992.0;
  }

  /** {@code standard_normal()}, two at a time by Marsaglia's polar method. */
  public double standardNormal() {
    if (hasNormal) {
      hasNormal = false;
      return normal;
    }
    double x1;
    double x2;
    double r2;
    do {
      x1 = 2.0 * random() - 1.0;
      x2 = 2.0 * random() - 1.0;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1.0 || r2 == 0.0);
    double f = Math.sqrt(-2.0 * Math.log(r2) / r2);
    normal = f * x1;
    hasNormal = true;
    return f * x2;
  }

  private int nextInt() {
    if (!seeded) {
      fill();
    }
    if (next == N) {
      twist();
    }
    int y = key[next++];
    y ^= y >>> 11;
    y ^= y << 7 & 0x9d2c5680;
    y ^= y << 15 & 0xefc60000;
    return y ^ y >>> 18;
  }

  private void twist() {
    for (int i = 0; i < N; i++) {
      int y = (key[i] & 0x80000000) | (key[(i + 1) % N] & 0x7fffffff);
      key[i] = key[(i + M) % N] ^ (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
    }
    next = 0;
  }

  @Override
  public void save(State out) {
    out.put("seed", seed);
    out.put("next", seeded ? next : -1);
    if (seeded) {
      out.put("mt19937", key);
      out.put("normal", new double[] {hasNormal ? 1 : 0, normal});
    }
  }

  @Override
  public void restore(State in) {
    reseed(in.scalarLong("seed"));
    next = (int) in.scalarLong("next");
    seeded = next >= 0;
    if (seeded) {
      System.arraycopy(in.ints("mt19937", N), 0, key, 0, N);
      double[] saved = in.doubles("normal", 2);
      hasNormal = saved[0] != 0;
      normal = saved[1];
    }
  }
}
