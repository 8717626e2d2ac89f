package org.morl4j.cli.compare;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;

/**
 * Stratified bootstrap: runs are drawn anew with replacement within each task, and the interval
 * lies between percentiles of the statistic over the resamples. rliable's defaults are 50,000
 * resamples and 95 %.
 *
 * @param resamples how often to draw
 * @param confidence coverage of the intervals, strictly between 0 and 1
 * @param seeds each interval takes the child of its name, so none depends on which others are asked
 */
public record Bootstrap(int resamples, double confidence, SeedTree seeds) {
  public static final int RESAMPLES = 50_000;
  public static final double CONFIDENCE = 0.95;

  /** The same with fewer resamples where it has more. */
  Bootstrap withAtMost(int most) {
    return new Bootstrap(Math.min(most, resamples), confidence, seeds);
  }

  /** Intervals of several aggregates of the same scores [tasks][runs], from the same resamples. */
  List<Interval> of(String name, double[][] scores, List<Aggregate> aggregates) {
    Rng rng = seeds.child(name).generator();
    double[][] drawn = like(scores);
    double[][] values = new double[aggregates.size()][resamples];
    for (int r = 0; r < resamples; r++) {
      draw(scores, drawn, rng);
      for (int a = 0; a < values.length; a++) {
        values[a][r] = aggregates.get(a).of(drawn);
      }
    }
    List<Interval> intervals = new ArrayList<>();
    for (int a = 0; a < values.length; a++) {
      intervals.add(interval(aggregates.get(a).of(scores), values[a]));
    }
    return intervals;
  }

  /** Interval of the probability of improvement; both sides are drawn independently. */
  Interval ofImprovement(String name, double[][] x, double[][] y) {
    Rng rng = seeds.child(name).generator();
    double[][] drawnX = like(x);
    double[][] drawnY = like(y);
    double[] values = new double[resamples];
    for (int r = 0; r < resamples; r++) {
      draw(x, drawnX, rng);
      draw(y, drawnY, rng);
      values[r] = Improvement.probability(drawnX, drawnY);
    }
    return interval(Improvement.probability(x, y), values);
  }

  private static double[][] like(double[][] scores) {
    double[][] same = new double[scores.length][];
    for (int t = 0; t < same.length; t++) {
      same[t] = new double[scores[t].length];
    }
    return same;
  }

  private static void draw(double[][] scores, double[][] drawn, Rng rng) {
    for (int t = 0; t < scores.length; t++) {
      double[] from = scores[t];
      double[] to = drawn[t];
      for (int i = 0; i < to.length; i++) {
        to[i] = from[rng.nextInt(from.length)];
      }
    }
  }

  /** R_7 interpolates between order statistics as NumPy's percentile does. */
  private Interval interval(double value, double[] resampled) {
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(resampled);
    double tail = 50 * (1 - confidence);
    return new Interval(value, percentile.evaluate(tail), percentile.evaluate(100 - tail));
  }
}
