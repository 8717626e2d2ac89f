package org.morl4j.core.space;

import java.util.List;
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
  }

  private TupleSpace parts() {
    return new TupleSpace(entries.stream().map(Entry::space).toList());
  }

  @Override
  public int size() {
    return parts().size();
  }

  @Override
  public int features() {
    return parts().features();
  }

  @Override
  public boolean contains(double[] values, int offset) {
    return parts().contains(values, offset);
  }

  @Override
  public void sample(RandomGenerator rng, double[] out, int offset) {
    parts().sample(rng, out, offset);
  }

  @Override
  public void encode(double[] values, int offset, float[] out, int outOffset) {
    parts().encode(values, offset, out, outOffset);
  }
}
