package org.morl4j.cli.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/** Which interval a statistic gets. */
public interface Intervals {
  /** With fewer runs of a task a bootstrap's interval is far too narrow (docs/compare.md). */
  int LEAST_RESAMPLED = 5;

  /** Whether there are any. */
  boolean areGiven();

  /**
   * Several aggregates of the same scores.
   *
   * @param name of the draws
   * @param scores [tasks][runs]
   */
  List<Interval> of(String name, double[][] scores, List<Aggregate> aggregates);

  /**
   * The probability of improvement.
   *
   * @param x [tasks][runs]
   * @param y [tasks][runs], the same tasks
   */
  Interval ofImprovement(String name, double[][] x, double[][] y);

  /**
   * The interquartile mean of runs at one time; of few runs the lowest and the highest are its
   * bounds, since a curve without a band hides how far runs lie apart.
   *
   * @param scores [runs]
   */
  Interval ofCurve(String name, double[] scores);

  static boolean areFew(double[][] scores) {
    return Arrays.stream(scores).anyMatch(ofTask -> ofTask.length < LEAST_RESAMPLED);
  }

  /** Numbers alone. */
  record None() implements Intervals {
    @Override
    public boolean areGiven() {
      return false;
    }

    @Override
    public List<Interval> of(String name, double[][] scores, List<Aggregate> aggregates) {
      return aggregates.stream().map(a -> Interval.none(a.of(scores))).toList();
    }

    @Override
    public Interval ofImprovement(String name, double[][] x, double[][] y) {
      return Interval.none(Improvement.probability(x, y));
    }

    @Override
    public Interval ofCurve(String name, double[] scores) {
      return Interval.none(Aggregate.IQM.of(new double[][] {scores}));
    }
  }

  /**
   * Student's t for means of runs, however few; the bootstrap for all else, from {@link
   * #LEAST_RESAMPLED} runs of each task on. An interval without width, of runs that don't differ,
   * is none: it claims a certainty that no number of runs gives.
   */
  record StudentOrBootstrap(Bootstrap bootstrap) implements Intervals {
    /** Points of a curve are drawn, not quoted: fewer resamples do. */
    private static final int CURVE_RESAMPLES = 5_000;

    @Override
    public boolean areGiven() {
      return true;
    }

    @Override
    public List<Interval> of(String name, double[][] scores, List<Aggregate> aggregates) {
      List<Aggregate> resampled = aggregates.stream().filter(a -> !a.isMeanOfRuns()).toList();
      List<Interval> drawn =
          areFew(scores)
              ? new None().of(name, scores, resampled)
              : bootstrap.of(name, scores, resampled);
      List<Interval> intervals = new ArrayList<>();
      for (Aggregate aggregate : aggregates) {
        Interval interval =
            aggregate.isMeanOfRuns()
                ? Student.interval(
                    aggregate.of(scores), aggregate.ofRuns(scores), bootstrap.confidence())
                : drawn.get(resampled.indexOf(aggregate));
        intervals.add(interval.orNoneWithoutWidth());
      }
      return intervals;
    }

    @Override
    public Interval ofImprovement(String name, double[][] x, double[][] y) {
      return areFew(x) || areFew(y)
          ? new None().ofImprovement(name, x, y)
          : bootstrap.ofImprovement(name, x, y).orNoneWithoutWidth();
    }

    @Override
    public Interval ofCurve(String name, double[] scores) {
      double[][] oneTask = {scores};
      if (areFew(oneTask)) {
        return new Interval(
            Aggregate.IQM.of(oneTask), StatUtils.min(scores), StatUtils.max(scores));
      }
      return bootstrap.withAtMost(CURVE_RESAMPLES).of(name, oneTask, List.of(Aggregate.IQM)).get(0);
    }
  }
}
