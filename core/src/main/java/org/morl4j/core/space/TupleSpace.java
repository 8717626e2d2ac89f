package org.morl4j.core.space;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Parts in order.
 *
 * @param spaces the parts
 */
public record TupleSpace(List<Space> spaces) implements Space {
  public TupleSpace {
    spaces = List.copyOf(spaces);
  }

  @Override
  public int size() {
    int sum = 0;
    for (Space space : spaces) {
      sum += space.size();
    }
    return sum;
  }

  @Override
  public int features() {
    int sum = 0;
    for (Space space : spaces) {
      sum += space.features();
    }
    return sum;
  }

  @Override
  public boolean contains(double[] values, int offset) {
    int o = offset;
    for (Space space : spaces) {
      if (!space.contains(values, o)) {
        return false;
      }
      o += space.size();
    }
    return true;
  }

  @Override
  public void sample(RandomGenerator rng, double[] out, int offset) {
    int o = offset;
    for (Space space : spaces) {
      space.sample(rng, out, o);
      o += space.size();
    }
  }

  @Override
  public void encode(double[] values, int offset, float[] out, int outOffset) {
    int i = offset;
    int o = outOffset;
    for (Space space : spaces) {
      space.encode(values, i, out, o);
      i += space.size();
      o += space.features();
    }
  }

  @Override
  public void decode(float[] features, int offset, double[] out, int outOffset) {
    int i = offset;
    int o = outOffset;
    for (Space space : spaces) {
      space.decode(features, i, out, o);
      i += space.features();
      o += space.size();
    }
  }
}
