package org.morl4j.core.space;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Named parts, in the order listed (Gymnasium sorts the keys).
 *
 * @param entries the parts
 */
public record DictSpace(List<Entry> entries) implements Space {
  /** One named part. */
  public record Entry(String key, Space space) {}

  public DictSpace {
    entries = List.copyOf(entries);
    Set<String> keys = new HashSet<>();
    for (Entry entry : entries) {
      if (!keys.add(entry.key)) {
        throw new IllegalArgumentException(
            "Two parts of a Dict are named " + entry.key + ", but keys must be unique.");
      }
    }
  }

  @Override
  public int size() {
    int sum = 0;
    for (Entry entry : entries) {
      sum += entry.space.size();
    }
    return sum;
  }

  @Override
  public int features() {
    int sum = 0;
    for (Entry entry : entries) {
      sum += entry.space.features();
    }
    return sum;
  }

  @Override
  public boolean contains(double[] values, int offset) {
    int o = offset;
    for (Entry entry : entries) {
      if (!entry.space.contains(values, o)) {
        return false;
      }
      o += entry.space.size();
    }
    return true;
  }

  @Override
  public void sample(RandomGenerator rng, double[] out, int offset) {
    int o = offset;
    for (Entry entry : entries) {
      entry.space.sample(rng, out, o);
      o += entry.space.size();
    }
  }

  @Override
  public void encode(double[] values, int offset, float[] out, int outOffset) {
    int i = offset;
    int o = outOffset;
    for (Entry entry : entries) {
      entry.space.encode(values, i, out, o);
      i += entry.space.size();
      o += entry.space.features();
    }
  }

  @Override
  public void decode(float[] features, int offset, double[] out, int outOffset) {
    int i = offset;
    int o = outOffset;
    for (Entry entry : entries) {
      entry.space.decode(features, i, out, o);
      i += entry.space.features();
      o += entry.space.size();
    }
  }
}
