package org.morl4j.offline;

import java.io.IOException;
import java.util.Arrays;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Space;

/**
 * How many distinct pairs of state and action data has: the SACo of Schweighofer et al. 2021 (arXiv
 * 2111.04714) is that number over the number in a reference of the same size, such as the replay of
 * an online run. Numbers of a Box fall into equal bins between the least and the greatest of both
 * sets; others count as they are. Pairs are counted exactly but for equal 64-bit hashes.
 *
 * @param pairs distinct ones of the data
 * @param steps of the data
 * @param reference distinct pairs of as many steps of the reference; 0 without one
 * @param bins of each number
 */
public record StateActionCoverage(long pairs, long steps, long reference, int bins) {
  /**
   * Counts them.
   *
   * @param bins of each number of a Box, at least 1
   * @throws IOException if the file can't be opened
   */
  public static StateActionCoverage of(Recording data, int bins) throws IOException {
    Grid grid = new Grid(data.spec(), bins);
    grid.widen(data);
    return new StateActionCoverage(grid.count(data, data.steps()), data.steps(), 0, bins);
  }

  /**
   * Counts those of a reference too.
   *
   * @throws IllegalArgumentException if it is of other sizes or has fewer steps
   */
  public static StateActionCoverage of(Recording data, Recording reference, int bins)
      throws IOException {
    if (size(reference.spec()) != size(data.spec()) || reference.steps() < data.steps()) {
      throw new IllegalArgumentException(
          "The reference has %d numbers a step and %d steps, but the data %d and %d. Maybe slice the data to as many."
              .formatted(
                  size(reference.spec()), reference.steps(), size(data.spec()), data.steps()));
    }
    Grid grid = new Grid(data.spec(), bins);
    grid.widen(data);
    grid.widen(reference);
    long pairs = grid.count(data, data.steps());
    return new StateActionCoverage(pairs, data.steps(), grid.count(reference, data.steps()), bins);
  }

  private static int size(EnvSpec spec) {
    return spec.observationSpace().size() + spec.actionSpace().size();
  }

  /** Pairs over those of the reference; NaN without one. */
  public double saco() {
    return reference == 0 ? Double.NaN : (double) pairs / reference;
  }

  /** Bins of all numbers of a step. */
  private static final class Grid {
    private final int obsSize;
    private final int actSize;
    private final int bins;
    private final boolean[] binned;
    private final double[] low;
    private final double[] high;

    Grid(EnvSpec spec, int bins) {
      this.bins = bins;
      obsSize = spec.observationSpace().size();
      actSize = spec.actionSpace().size();
      binned = new boolean[obsSize + actSize];
      mark(spec.observationSpace(), 0);
      mark(spec.actionSpace(), obsSize);
      low = new double[binned.length];
      high = new double[binned.length];
      Arrays.fill(low, Double.POSITIVE_INFINITY);
      Arrays.fill(high, Double.NEGATIVE_INFINITY);
    }

    private void mark(Space space, int at) {
      for (SpaceLeaf leaf : SpaceLeaf.of(space)) {
        int from = at + leaf.offset();
        Arrays.fill(binned, from, from + leaf.space().size(), leaf.space() instanceof Box);
      }
    }

    void widen(Recording recording) throws IOException {
      try (EpisodeCursor cursor = recording.open()) {
        while (cursor.hasNext()) {
          Episode episode = cursor.next();
          widen(episode.obs(), obsSize, 0);
          widen(episode.act(), actSize, obsSize);
        }
      }
    }

    private void widen(double[] values, int width, int at) {
      for (int i = 0; i < values.length; i++) {
        int d = at + i % width;
        low[d] = Math.min(low[d], values[i]);
        high[d] = Math.max(high[d], values[i]);
      }
    }

    long count(Recording recording, long steps) throws IOException {
      LongSet seen = new LongSet();
      long left = steps;
      try (EpisodeCursor cursor = recording.open()) {
        while (cursor.hasNext() && left > 0) {
          Episode episode = cursor.next();
          int length = episode.steps(recording.spec());
          for (int t = 0; t < length && left > 0; t++, left--) {
            long hash = hash(0, episode.obs(), t * obsSize, obsSize, 0);
            seen.add(hash(hash, episode.act(), t * actSize, actSize, obsSize));
          }
        }
      }
      return seen.size();
    }

    private long hash(long start, double[] values, int from, int width, int at) {
      long hash = start;
      for (int i = 0; i < width; i++) {
        hash = LongSet.mix(hash * 31 + cell(at + i, values[from + i]));
      }
      return hash;
    }

    private long cell(int d, double value) {
      if (!binned[d]) {
        return (long) value;
      }
      double range = high[d] - low[d];
      return range > 0 ? Math.min(bins - 1, (long) (bins * ((value - low[d]) / range))) : 0;
    }
  }
}
