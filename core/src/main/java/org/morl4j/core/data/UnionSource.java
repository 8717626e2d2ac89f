package org.morl4j.core.data;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Several sources as one: each row comes from a source with probability proportional to its present
 * size, as if all lay in one buffer. How many rows a source gives differs from batch to batch, so
 * each is asked for n and the surplus is dropped.
 */
public final class UnionSource implements TransitionSource {
  private final BatchMerger merger;

  public UnionSource(List<TransitionSource> sources) {
    merger = new BatchMerger(sources);
  }

  @Override
  public long size() {
    long sum = 0;
    for (int p = 0; p < merger.parts().size(); p++) {
      sum += merger.parts().get(p).size();
    }
    return sum;
  }

  @Override
  public Set<Column> columns() {
    return merger.columns();
  }

  @Override
  public String description() {
    return merger.description();
  }

  @Override
  public Batch sample(int n, RandomGenerator rng) {
    long size = size();
    if (size == 0) {
      throw new IllegalStateException("All sources are empty: there is nothing to draw from.");
    }
    int[] asked = merger.asked();
    Arrays.fill(asked, 0);
    int[] part = merger.part(n);
    for (int i = 0; i < n; i++) {
      long at = rng.nextLong(size);
      int p = 0;
      while (at >= merger.parts().get(p).size()) {
        at -= merger.parts().get(p++).size();
      }
      part[i] = p;
      asked[p] = n;
    }
    return merger.draw(rng);
  }

  @Override
  public double largestWeight() {
    return merger.largestWeight();
  }

  @Override
  public void learned(Batch batch) {
    merger.learned(batch);
  }
}
