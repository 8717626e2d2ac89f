package org.morl4j.cli;

import java.util.Arrays;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * How well estimates order what was measured.
 *
 * @param policies how many were compared
 * @param spearman correlation of the ranks, of ties the mean rank; NaN for fewer than three
 *     policies, and where one side has one value only
 * @param pearson of the values themselves; likewise
 */
record RankCorrelation(int policies, double spearman, double pearson) {
  /** Policies that tell an order from chance at all. */
  private static final int LEAST = 3;

  static RankCorrelation of(double[] estimated, double[] measured) {
    boolean known = estimated.length >= LEAST && varies(estimated) && varies(measured);
    return new RankCorrelation(
        estimated.length,
        known ? new SpearmansCorrelation().correlation(estimated, measured) : Double.NaN,
        known ? new PearsonsCorrelation().correlation(estimated, measured) : Double.NaN);
  }

  private static boolean varies(double[] values) {
    return Arrays.stream(values).distinct().count() > 1;
  }
}
