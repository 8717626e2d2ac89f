package org.morl4j.core.space;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Several independent choices, each a number from 0.
 *
 * @param n how many values each choice has
 */
public record MultiDiscrete(List<Integer> n) implements Space {
  public MultiDiscrete {
    n = List.copyOf(n);
    for (int i = 0; i < n.size(); i++) {
      if (n.get(i) < 1) {
        throw new IllegalArgumentException(
            "MultiDiscrete n[" + i + "] is " + n.get(i) + ", but must be at least 1.");
      }
    }
  }

  @Override
  public int size() {
    return n.size();
  }

  @Override
  public int features() {
    int sum = 0;
    for (int k : n) {
      sum += k;
    }
    return sum;
  }

  @Override
  public boolean contains(double[] values, int offset) {
    for (int i = 0; i < n.size(); i++) {
      double value = values[offset + i];
      if (!(value >= 0 && value < n.get(i) && value == Math.rint(value))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void sample(RandomGenerator rng, double[] out, int offset) {
    for (int i = 0; i < n.size(); i++) {
      out[offset + i] = rng.nextInt(n.get(i));
    }
  }

  @Override
  public void encode(double[] values, int offset, float[] out, int outOffset) {
    int o = outOffset;
    for (int i = 0; i < n.size(); i++) {
      int hot = (int) values[offset + i];
      for (int k = 0; k < n.get(i); k++) {
        out[o++] = k == hot ? 1 : 0;
      }
    }
  }

  @Override
  public void decode(float[] features, int offset, double[] out, int outOffset) {
    int at = offset;
    for (int i = 0; i < n.size(); i++) {
      out[outOffset + i] = OneHot.largest(features, at, n.get(i));
      at += n.get(i);
    }
  }
}
