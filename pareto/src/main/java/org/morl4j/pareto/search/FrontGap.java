package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.morl4j.core.check.Vec;

/**
 * What lies between two neighbours of a front of two objectives: where MAPEX (Thakar, Dixit and
 * Tumer 2026, arXiv 2603.02628) looks for a policy, more often the wider it is.
 *
 * @param low returns of the one that is worse in the first objective [2]
 * @param high those of its neighbour [2]
 */
record FrontGap(Vec low, Vec high) {
  /** All of a front. */
  static List<FrontGap> of(List<Vec> front) {
    List<Vec> sorted =
        front.stream().sorted(Comparator.comparingDouble(point -> point.get(0))).toList();
    List<FrontGap> gaps = new ArrayList<>();
    for (int i = 1; i < sorted.size(); i++) {
      gaps.add(new FrontGap(sorted.get(i - 1), sorted.get(i)));
    }
    return gaps;
  }

  /** |high - low|. */
  double length() {
    return Math.hypot(high.get(0) - low.get(0), high.get(1) - low.get(1));
  }

  /** What each has a chance of to be drawn first: proportional to its length. */
  static double[] probabilities(List<FrontGap> gaps) {
    double sum = gaps.stream().mapToDouble(FrontGap::length).sum();
    return gaps.stream().mapToDouble(gap -> gap.length() / sum).toArray();
  }

  /** So many of them, at most all, one after the other by {@link #probabilities} of the rest. */
  static List<FrontGap> draw(List<FrontGap> gaps, int count, RandomGenerator rng) {
    List<FrontGap> left = new ArrayList<>(gaps);
    List<FrontGap> drawn = new ArrayList<>();
    while (drawn.size() < count && !left.isEmpty()) {
      double[] probabilities = probabilities(left);
      double rest = rng.nextDouble();
      int i = 0;
      while (i + 1 < probabilities.length && rest >= probabilities[i]) {
        rest -= probabilities[i++];
      }
      drawn.add(left.remove(i));
    }
    return drawn;
  }

  /**
   * The weights that a policy inside it is to be best under: a place in it as shares of the front's
   * ranges, over their sum.
   *
   * @param place from 0 at {@code low} to 1 at {@code high}; MAPEX takes the middle
   * @param least return of each objective on the front [2]
   * @param range of each objective on the front [2], positive
   */
  Vec target(double place, Vec least, Vec range) {
    double[] share = new double[2];
    for (int j = 0; j < share.length; j++) {
      double there = (1 - place) * low.get(j) + place * high.get(j);
      share[j] = (there - least.get(j)) / range.get(j);
    }
    double sum = share[0] + share[1];
    return Vec.of(share[0] / sum, share[1] / sum);
  }

  /** What it is known by while its neighbours stay. */
  String key() {
    return low + " " + high;
  }
}
