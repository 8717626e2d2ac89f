package org.morl4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.rng.SeedTree;

/**
 * Ends of rliable 1.2.0's intervals, mean of six seeds with 50,000 resamples each; their standard
 * deviation over seeds is at most 0.0006, so that 0.003 is five of them.
 */
class BootstrapTest {
  private static final double MONTE_CARLO = 0.003;

  /** Between two values that the probability of improvement of A over B can take. */
  private static final double STEP = 1.0 / 140 + 1e-9;

  private final Bootstrap bootstrap =
      new Bootstrap(Bootstrap.RESAMPLES, Bootstrap.CONFIDENCE, new SeedTree(5));

  @Test
  void intervalsAsRliable() {
    List<Interval> a = bootstrap.of("a", AggregateTest.A, List.of(Aggregate.values()));
    assertEnds(a.get(0), 0.45625, 0.555);
    assertEnds(a.get(1), 0.4678571428571429, 0.6045238095238096);
    assertEnds(a.get(2), 0.4678571428571429, 0.6045238095238096);
    assertEnds(a.get(3), 0.4153571428571429, 0.5321428571428571);
    List<Interval> b = bootstrap.of("b", AggregateTest.B, List.of(Aggregate.values()));
    assertEnds(b.get(0), 0.3516666666666666, 0.4616666666666667);
    assertEnds(b.get(1), 0.36716666666666664, 0.4575);
    assertEnds(b.get(3), 0.5425, 0.6328333333333334);
    List<Interval> c = bootstrap.of("c", AggregateTest.C, List.of(Aggregate.IQM));
    assertEnds(c.get(0), -7.833333333333333, 29.083333333333332);
    assertThat(c.get(0).value()).isCloseTo(3.9166666666666665, within(1e-15));
  }

  @Test
  void intervalOfImprovementAsRliable() {
    Interval ab = bootstrap.ofImprovement("ab", AggregateTest.A, AggregateTest.B);
    assertThat(ab.low()).isCloseTo(0.5785714285714285, within(STEP));
    assertThat(ab.high()).isCloseTo(0.9428571428571428, within(STEP));
  }

  /** Resampling over all tasks at once would mix the levels 0 and 100 and give a wide interval. */
  @Test
  void tasksAreStrata() {
    double[][] scores = {{0, 0, 0, 0}, {100, 100, 100, 100}};
    Interval mean = bootstrap.of("x", scores, List.of(Aggregate.MEAN)).get(0);
    assertThat(mean).isEqualTo(new Interval(50, 50, 50));
  }

  @Test
  void theSameNameGivesTheSameInterval() {
    Bootstrap few = new Bootstrap(500, 0.95, new SeedTree(5));
    List<Interval> first = few.of("a", AggregateTest.A, List.of(Aggregate.MEAN));
    assertThat(few.of("a", AggregateTest.A, List.of(Aggregate.MEAN))).isEqualTo(first);
    assertThat(few.of("b", AggregateTest.A, List.of(Aggregate.MEAN))).isNotEqualTo(first);
  }

  private static void assertEnds(Interval interval, double low, double high) {
    assertThat(interval.low()).isCloseTo(low, within(MONTE_CARLO));
    assertThat(interval.high()).isCloseTo(high, within(MONTE_CARLO));
  }
}
