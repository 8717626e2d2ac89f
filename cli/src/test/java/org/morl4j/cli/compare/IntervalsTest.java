package org.morl4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.cli.compare.Intervals.StudentOrBootstrap;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;

class IntervalsTest {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(400, 0.95, new SeedTree(3));
  private static final double[][] LOW = {{1, 2, 3}};
  private static final double[][] HIGH = {{4, 5, 6}};

  private final Intervals intervals = new StudentOrBootstrap(BOOTSTRAP);

  @Test
  void ofFewRunsOnlyMeansHaveIntervals() {
    List<Interval> few = intervals.of("x", LOW, List.of(Aggregate.values()));
    assertThat(few).extracting(Interval::value).containsExactly(2.0, 2.0, 2.0, 0.0);
    assertThat(few).extracting(Interval::isGiven).containsExactly(false, true, false, false);
    double[][] five = {{1, 2, 3, 4, 5}};
    assertThat(intervals.of("x", five, List.of(Aggregate.IQM, Aggregate.MEAN, Aggregate.MEDIAN)))
        .allMatch(Interval::isGiven);
    assertThat(intervals.of("x", new double[][] {{1, 2, 3, 4, 5}, {1, 2, 3}}, RESAMPLED))
        .noneMatch(Interval::isGiven);
  }

  /** The optimality gap is the mean of 1 - min(score, 1): 0.5, 0.25, 0. */
  @Test
  void theGapsIntervalIsThatOfItsMean() {
    double[][] scores = {{0.5, 0.75, 2}};
    Interval gap = intervals.of("x", scores, List.of(Aggregate.OPTIMALITY_GAP)).get(0);
    assertThat(gap.value()).isEqualTo(0.25);
    // s = 0.25
    assertThat(gap.high() - gap.value())
        .isCloseTo(4.302652729749803 * 0.25 / Math.sqrt(3), within(1e-9));
  }

  @Test
  void intervalsWithoutWidthAreNone() {
    double[][] same = {{500, 500, 500, 500, 500}};
    assertThat(intervals.of("x", same, List.of(Aggregate.IQM, Aggregate.MEAN, Aggregate.MEDIAN)))
        .allMatch(interval -> interval.value() == 500 && !interval.isGiven());
    double[][] better = {{501, 502, 503, 504, 505}};
    assertThat(intervals.ofImprovement("x", better, same)).isEqualTo(Interval.none(1));
  }

  @Test
  void theProbabilityOfImprovementNeedsFiveRunsAgainstFive() {
    assertThat(intervals.ofImprovement("x", LOW, HIGH)).isEqualTo(Interval.none(0));
    assertThat(intervals.ofImprovement("x", HIGH, LOW)).isEqualTo(Interval.none(1));
    double[][] some = {{0, 2, 4, 6, 8}};
    assertThat(intervals.ofImprovement("x", LOW, some).isGiven()).isFalse();
    assertThat(intervals.ofImprovement("x", some, new double[][] {{1, 3, 5, 7, 9}}).isGiven())
        .isTrue();
  }

  @Test
  void curvesOfFewRunsSpanThem() {
    assertThat(intervals.ofCurve("x", new double[] {3, 1, 8})).isEqualTo(new Interval(4, 1, 8));
    Interval resampled = intervals.ofCurve("x", new double[] {0, 1, 2, 3, 100});
    assertThat(resampled.value()).isEqualTo(2);
    assertThat(resampled.high()).isLessThan(100);
  }

  /**
   * How often 95 % intervals hold the truth, 0, for normally distributed runs: what docs/compare.md
   * says. Five standard errors of 2,000 draws are 0.024 at 0.95 and 0.048 at 0.76.
   */
  @Test
  void coverageOfWhatIsPrintedAndOfWhatIsNot() {
    assertThat(coverage(3, Aggregate.MEAN, intervals)).isCloseTo(0.95, within(0.025));
    assertThat(coverage(5, Aggregate.MEAN, intervals)).isCloseTo(0.95, within(0.025));
    assertThat(coverage(5, Aggregate.IQM, intervals)).isCloseTo(0.90, within(0.035));
    Intervals bootstrap = new BootstrapAlways();
    assertThat(coverage(3, Aggregate.IQM, bootstrap)).isCloseTo(0.76, within(0.048));
    assertThat(coverage(4, Aggregate.IQM, bootstrap)).isCloseTo(0.88, within(0.036));
    assertThat(coverage(5, Aggregate.MEAN, bootstrap)).isCloseTo(0.83, within(0.042));
  }

  private static final List<Aggregate> RESAMPLED = List.of(Aggregate.IQM, Aggregate.MEDIAN);

  private static double coverage(int runs, Aggregate aggregate, Intervals intervals) {
    Rng rng = new SeedTree(runs).generator();
    int draws = 2000;
    int held = 0;
    for (int d = 0; d < draws; d++) {
      double[][] scores = new double[1][runs];
      for (int i = 0; i < runs; i++) {
        scores[0][i] = rng.nextGaussian();
      }
      Interval interval = intervals.of("draw " + d, scores, List.of(aggregate)).get(0);
      held += interval.low() <= 0 && interval.high() >= 0 ? 1 : 0;
    }
    return held / (double) draws;
  }

  /** rliable's intervals, however few the runs. */
  private static final class BootstrapAlways implements Intervals {
    @Override
    public boolean areGiven() {
      return true;
    }

    @Override
    public List<Interval> of(String name, double[][] scores, List<Aggregate> aggregates) {
      return BOOTSTRAP.of(name, scores, aggregates);
    }

    @Override
    public Interval ofImprovement(String name, double[][] x, double[][] y) {
      return BOOTSTRAP.ofImprovement(name, x, y);
    }

    @Override
    public Interval ofCurve(String name, double[] scores) {
      return of(name, new double[][] {scores}, List.of(Aggregate.IQM)).get(0);
    }
  }
}
