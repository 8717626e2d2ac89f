package org.morl4j.envs.numpy;

import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * The draws of NumPy's {@code Generator(PCG64(seed))} that environments use as {@code
 * self.np_random}, bit for bit (NumPy 2.4). Not thread-safe.
 */
public final class NumpyGenerator implements Savable {
  private final SeedSequence sequence;
  private final Pcg64 pcg;
  private long pending;
  private boolean seeded;

  /**
   * @param seed read as unsigned
   */
  public NumpyGenerator(long seed) {
    sequence = new SeedSequence(seed);
    pcg = new Pcg64(sequence);
    seeded = true;
  }

  /** Begins again from another seed, without allocating; the work waits for the first draw. */
  public void reseed(long seed) {
    pending = seed;
    seeded = false;
  }

  private Pcg64 bits() {
    if (!seeded) {
      sequence.reseed(pending);
      pcg.reseed(sequence);
      seeded = true;
    }
    return pcg;
  }

  /** {@code random()}: uniform in [0, 1). */
  public double random() {
    return bits().nextDouble();
  }

  /** {@code uniform(low, high)}. */
  public double uniform(double low, double high) {
    return low + (high - low) * bits().nextDouble();
  }

  /**
   * {@code integers(low, high)} with the default dtype, int64: uniform from {@code low} to {@code
   * high - 1} by Lemire's method, on 32 bits where the range allows it.
   *
   * @throws IllegalArgumentException if {@code low >= high}
   */
  public long integers(long low, long high) {
    if (low >= high) {
      throw new IllegalArgumentException("integers: low is " + low + ", high is " + high + ".");
    }
    long last = high - 1 - low;
    if (last == 0) {
      return low;
    }
    if (last == -1) {
      return low + bits().nextLong();
    }
    return low + (last >>> 32 == 0 ? bounded32(last) : bounded64(last));
  }

  /** {@code choice(n)} of one item with equal chances. */
  public int choice(int n) {
    return (int) integers(0, n);
  }

  private long bounded32(long last) {
    Pcg64 bits = bits();
    if (last == 0xffffffffL) {
      return bits.nextInt() & 0xffffffffL;
    }
    long n = last + 1;
    long product = (bits.nextInt() & 0xffffffffL) * n;
    if ((product & 0xffffffffL) < n) {
      long threshold = (0xffffffffL - last) % n;
      while ((product & 0xffffffffL) < threshold) {
        product = (bits.nextInt() & 0xffffffffL) * n;
      }
    }
    return product >>> 32;
  }

  private long bounded64(long last) {
    Pcg64 bits = bits();
    long n = last + 1;
    long x = bits.nextLong();
    long left = x * n;
    if (Long.compareUnsigned(left, n) < 0) {
      long threshold = Long.remainderUnsigned(-1L - last, n);
      while (Long.compareUnsigned(left, threshold) < 0) {
        x = bits.nextLong();
        left = x * n;
      }
    }
    return Pcg64.multiplyHighUnsigned(x, n);
  }

  @Override
  public void save(State out) {
    bits().save(out);
  }

  @Override
  public void restore(State in) {
    pcg.restore(in);
    seeded = true;
  }
}
