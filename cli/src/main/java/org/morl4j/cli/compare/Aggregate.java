package org.morl4j.cli.compare;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;

/**
 * One number for all runs of an algorithm, as rliable 1.2.0 defines it ({@code metrics.py}). Scores
 * have the shape [tasks][runs]; rliable wants the same number of runs for each task, here they may
 * differ: means weigh tasks alike, the interquartile mean weighs runs alike.
 */
public enum Aggregate {
  /**
   * Mean of the middle half of all runs of all tasks, {@code scipy.stats.trim_mean(scores, 0.25)}:
   * a quarter of the runs, rounded down, is cut off at either end.
   */
  IQM("IQM") {
    @Override
    double of(double[][] scores) {
      double[] all = pooled(scores);
      Arrays.sort(all);
      int cut = all.length / 4;
      return StatUtils.mean(all, cut, all.length - 2 * cut);
    }
  },
  /** Mean over tasks of the mean over runs. */
  MEAN("mean") {
    @Override
    boolean isMeanOfRuns() {
      return true;
    }

    @Override
    double of(double[][] scores) {
      return StatUtils.mean(taskMeans(scores));
    }
  },
  /** Median over tasks of the mean over runs; of a single task, the median over its runs. */
  MEDIAN("median") {
    @Override
    double of(double[][] scores) {
      return StatUtils.percentile(scores.length == 1 ? scores[0] : taskMeans(scores), 50);
    }
  },
  /**
   * How far runs fall short of a score of 1 on average, gamma - mean(min(score, gamma)) with gamma
   * = 1: for normalised scores only.
   */
  OPTIMALITY_GAP("optimality gap") {
    @Override
    boolean isMeanOfRuns() {
      return true;
    }

    @Override
    double ofRun(double score) {
      return GAMMA - Math.min(score, GAMMA);
    }

    @Override
    double of(double[][] scores) {
      double sum = 0;
      for (double[] task : scores) {
        double ofTask = 0;
        for (double score : task) {
          ofTask += Math.min(score, GAMMA);
        }
        sum += ofTask / task.length;
      }
      return GAMMA - sum / scores.length;
    }
  };

  private static final double GAMMA = 1;

  private final String told;

  Aggregate(String told) {
    this.told = told;
  }

  /**
   * @param scores [tasks][runs], neither empty
   */
  abstract double of(double[][] scores);

  /** Whether it is the mean over tasks of the mean over runs of {@link #ofRun}. */
  boolean isMeanOfRuns() {
    return false;
  }

  /** What of a run's score it is the mean of. */
  double ofRun(double score) {
    return score;
  }

  /** {@link #ofRun} of all scores [tasks][runs]. */
  double[][] ofRuns(double[][] scores) {
    return Arrays.stream(scores)
        .map(ofTask -> Arrays.stream(ofTask).map(this::ofRun).toArray())
        .toArray(double[][]::new);
  }

  /** Its name in tables. */
  public String told() {
    return told;
  }

  private static double[] pooled(double[][] scores) {
    return scores.length == 1
        ? scores[0].clone()
        : Arrays.stream(scores).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[] taskMeans(double[][] scores) {
    double[] means = new double[scores.length];
    for (int t = 0; t < means.length; t++) {
      means[t] = StatUtils.mean(scores[t]);
    }
    return means;
  }
}
