package org.morl4j.core.space;

import java.util.random.RandomGenerator;

/**
 * Independent bits, each 0 or 1.
 *
 * @param n how many
 */
public record MultiBinary(int n) implements Space {
  public MultiBinary {
    if (n < 1) {
      throw new IllegalArgumentException("MultiBinary n is " + n + ", but must be at least 1.");
    }
  }

  @Override
  public int size() {
    return n;
  }

  @Override
  public int features() {
    return n;
  }

  @Override
  public boolean contains(double[] values, int offset) {
    for (int i = 0; i < n; i++) {
      double value = values[offset + i];
      if (value != 0 && value != 1) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void sample(RandomGenerator rng, double[] out, int offset) {
    for (int i = 0; i < n; i++) {
      out[offset + i] = rng.nextInt(2);
    }
  }

  @Override
  public void encode(double[] values, int offset, float[] out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = (float) values[offset + i];
    }
  }

  @Override
  public void decode(float[] features, int offset, double[] out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = features[offset + i];
    }
  }
}
