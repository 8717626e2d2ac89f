package org.morl4j.envs.numpy;

import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * NumPy's {@code PCG64}: a 128-bit linear congruential generator with the XSL-RR output (O'Neill
 * 2014), seeded through a {@link SeedSequence}. Not thread-safe.
 */
public final class Pcg64 implements Savable {
  private static final long MULTIPLIER_HIGH = 0x2360ed051fc65da4L;
  private static final long MULTIPLIER_LOW = 0x4385df649fccf645L;

  private final long[] words = new long[4];
  private long stateHigh;
  private long stateLow;
  private long incHigh;
  private long incLow;
  private boolean hasHalf;
  private int half;

  public Pcg64(SeedSequence seed) {
    reseed(seed);
  }

  /** Begins again from another seed, without allocating. */
  public void reseed(SeedSequence seed) {
    seed.generate(words);
    stateHigh = 0;
    stateLow = 0;
    incHigh = words[2] << 1 | words[3] >>> 63;
    incLow = words[3] << 1 | 1;
    advance();
    long low = stateLow + words[1];
    stateHigh += words[0] + (Long.compareUnsigned(low, stateLow) < 0 ? 1 : 0);
    stateLow = low;
    advance();
    hasHalf = false;
    half = 0;
  }

  /** The next 64 bits. */
  public long nextLong() {
    advance();
    return Long.rotateRight(stateHigh ^ stateLow, (int) (stateHigh >>> 58));
  }

  /** The next 32 bits: the low half of 64 new ones, then their high half. */
  public int nextInt() {
    if (hasHalf) {
      hasHalf = false;
      return half;
    }
    long bits = nextLong();
    hasHalf = true;
    half = (int) (bits >>> 32);
    return (int) bits;
  }

  /** A double in [0, 1) with 53 random bits. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  private void advance() {
    long low = stateLow * MULTIPLIER_LOW;
    long high =
        multiplyHighUnsigned(stateLow, MULTIPLIER_LOW)
            + stateHigh * MULTIPLIER_LOW
            + stateLow * MULTIPLIER_HIGH;
    stateLow = low + incLow;
    stateHigh = high + incHigh + (Long.compareUnsigned(stateLow, low) < 0 ? 1 : 0);
  }

  /** Upper 64 bits of the unsigned product; the JDK has it from version 18 on. */
  static long multiplyHighUnsigned(long a, long b) {
    return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
  }

  @Override
  public void save(State out) {
    out.put(
        "pcg64",
        new long[] {stateHigh, stateLow, incHigh, incLow, hasHalf ? 1 : 0, half & 0xffffffffL});
  }

  @Override
  public void restore(State in) {
    long[] s = in.longs("pcg64", 6);
    stateHigh = s[0];
    stateLow = s[1];
    incHigh = s[2];
    incLow = s[3];
    hasHalf = s[4] != 0;
    half = (int) s[5];
  }
}
