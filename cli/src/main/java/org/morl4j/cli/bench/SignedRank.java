package org.morl4j.cli.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;

/**
 * Wilcoxon's signed-rank test of two methods over data sets (Wilcoxon 1945; for comparing learners
 * Demsar 2006), two-sided, and Holm's correction for several pairs (Holm 1979). Data sets on which
 * both score alike say nothing and are left out.
 */
final class SignedRank {
  /** Up to here all 2^N signs are counted; beyond, ranks are near enough to a normal. */
  private static final int MOST_EXACT = 16;

  private SignedRank() {}

  /** The probability of differences as one-sided as these if neither is better; 1 of none. */
  static double p(double[] x, double[] y) {
    int[] apart = IntStream.range(0, x.length).filter(i -> x[i] != y[i]).toArray();
    if (apart.length == 0) {
      return 1;
    }
    double[] a = Arrays.stream(apart).mapToDouble(i -> x[i]).toArray();
    double[] b = Arrays.stream(apart).mapToDouble(i -> y[i]).toArray();
    boolean exact = apart.length <= MOST_EXACT;
    return Math.min(1, new WilcoxonSignedRankTest().wilcoxonSignedRankTest(a, b, exact));
  }

  /** The least that {@link #p} can be over so many data sets: all signs alike, 2 in 2^N. */
  static double leastP(int datasets) {
    return Math.min(1, StrictMath.pow(2, 1 - datasets));
  }

  /** Holm's p values: the i-th smallest times the pairs that are left, never falling. */
  static double[] holm(double[] p) {
    Integer[] order = IntStream.range(0, p.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
    double[] adjusted = new double[p.length];
    double most = 0;
    for (int i = 0; i < order.length; i++) {
      most = Math.max(most, Math.min(1, (p.length - i) * p[order[i]]));
      adjusted[order[i]] = most;
    }
    return adjusted;
  }
}
