package org.morl4j.core.data;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.morl4j.core.check.Vec;

/**
 * Draws a fixed share of every batch from each of several sources, whatever their sizes, in random
 * order: half from a dataset and half from replay is the symmetric sampling of RLPD (Ball et al.
 * 2023, arXiv 2302.02948, section 4.1).
 */
public final class MixedSource implements TransitionSource {
  private final BatchMerger merger;
  private final double[] shares;
  private final int[] left; // [parts] rows still to place

  /**
   * A mix.
   *
   * @param shares one positive number a source, summing to 1; of a batch of n a source gives its
   *     share of n, rounded so that the counts add up to n (largest remainders first, earlier
   *     sources where equal)
   */
  public MixedSource(List<TransitionSource> sources, Vec shares) {
    merger = new BatchMerger(sources);
    this.shares = shares.toArray();
    left = new int[sources.size()];
    double sum = 0;
    for (double share : this.shares) {
      sum += share > 0 ? share : Double.NaN;
    }
    if (shares.size() != sources.size() || !(Math.abs(sum - 1) < 1e-9)) {
      throw new IllegalArgumentException(
          "shares is "
              + shares
              + " for "
              + sources.size()
              + " sources, but must be one positive number for each, summing to 1.");
    }
  }

  /** Half of each batch from either. */
  public static MixedSource halfHalf(TransitionSource a, TransitionSource b) {
    return new MixedSource(List.of(a, b), Vec.of(0.5, 0.5));
  }

  /** Transitions of all sources; 0 as long as one of them has none. */
  @Override
  public long size() {
    long sum = 0;
    for (TransitionSource source : merger.parts()) {
      long size = source.size();
      if (size == 0) {
        return 0;
      }
      sum += size;
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
    int[] counts = merger.asked();
    count(n, counts);
    System.arraycopy(counts, 0, left, 0, left.length);
    int[] part = merger.part(n);
    for (int i = 0; i < n; i++) {
      // Placing rows at random keeps any part of the batch a fair sample of the whole.
      int at = rng.nextInt(n - i);
      int p = 0;
      while (at >= left[p]) {
        at -= left[p++];
      }
      left[p]--;
      part[i] = p;
    }
    return merger.draw(rng);
  }

  private void count(int n, int[] counts) {
    int missing = n;
    for (int p = 0; p < counts.length; p++) {
      counts[p] = (int) (shares[p] * n);
      missing -= counts[p];
    }
    for (; missing > 0; missing--) {
      int most = 0;
      for (int p = 1; p < counts.length; p++) {
        if (shares[p] * n - counts[p] > shares[most] * n - counts[most]) {
          most = p;
        }
      }
      counts[most]++;
    }
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
