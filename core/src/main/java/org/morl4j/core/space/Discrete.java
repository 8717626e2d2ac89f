package org.morl4j.core.space;

import java.util.random.RandomGenerator;

/**
 * The numbers {@code start} to {@code start + n - 1}.
 *
 * @param n how many
 * @param start the first
 */
public record Discrete(int n, int start) implements Space {
  public Discrete {
    if (n < 1) {
      throw new IllegalArgumentException("Discrete n is " + n + ", but must be at least 1.");
    }
  }

  public Discrete(int n) {
    this(n, 0);
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public int features() {
    return n;
  }

  @Override
  public boolean contains(double[] values, int offset) {
    double value = values[offset];
    return value >= start && value < (double) start + n && value == Math.rint(value);
  }

  @Override
  public void sample(RandomGenerator rng, double[] out, int offset) {
    out[offset] = (double) start + rng.nextInt(n);
  }

  @Override
  public void encode(double[] values, int offset, float[] out, int outOffset) {
    int hot = (int) values[offset] - start;
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = i == hot ? 1 : 0;
    }
  }

  @Override
  public void decode(float[] features, int offset, double[] out, int outOffset) {
    out[outOffset] = (double) start + OneHot.largest(features, offset, n);
  }
}
