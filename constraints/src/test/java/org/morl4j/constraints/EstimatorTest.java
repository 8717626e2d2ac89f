package org.morl4j.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.LimitReading.MultiplierReading;
import org.morl4j.core.constraint.Per;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.constraint.Statistic;
import org.morl4j.core.state.State;

class EstimatorTest {
  private static Estimator estimator(int least) {
    return new Estimator(
        Constraint.of(new Limit("c", 0, Sense.AT_MOST, 5, Per.EPISODE_SUM, new Statistic.Mean())),
        least);
  }

  private static Returns told(double... costs) {
    double[][] rows = new double[costs.length][];
    for (int e = 0; e < costs.length; e++) {
      rows[e] = new double[] {costs[e]};
    }
    return Measured.oneStep(rows);
  }

  private static double value(Estimator estimator) {
    return estimator.reading(MultiplierReading.NONE).value();
  }

  @Test
  void poolsTheNewestUntilThereAreEnough() {
    Estimator estimator = estimator(3);
    assertThat(estimator.ready()).isFalse();
    assertThat(estimator.violation(0)).isNaN();
    assertThat(estimator.reading(MultiplierReading.NONE).limit()).isEqualTo(5);
    estimator.add(told(1));
    assertThat(value(estimator)).isEqualTo(1);
    estimator.add(told(3));
    assertThat(value(estimator)).isEqualTo(2);
    estimator.add(told(8));
    assertThat(value(estimator)).isEqualTo(4);
    estimator.add(told(10));
    assertThat(value(estimator)).as("3, 8, 10: the first is no longer needed").isEqualTo(7);
    estimator.add(told(2, 4, 6, 8));
    assertThat(value(estimator)).as("what was told last, whole").isEqualTo(5);
    estimator.add(told(0, 0));
    assertThat(value(estimator)).as("2, 4, 6, 8 are still needed").isEqualTo(20.0 / 6);
  }

  @Test
  void aRelativeLimitIsFixedByTheFirstTelling() {
    Estimator estimator =
        new Estimator(Constraint.atLeast("g", 0, new Threshold.Relative(0.9, 1)), 1);
    assertThat(estimator.limit()).isEmpty();
    estimator.add(told(-100));
    estimator.add(told(-120));
    assertThat(estimator.limit().orElseThrow().value()).isCloseTo(-110, within(1e-12));
    assertThat(estimator.violation(0)).isCloseTo(10, within(1e-12));
    assertThat(estimator.violation(15)).isCloseTo(-5, within(1e-12));
    assertThat(estimator.slope()).isEqualTo(-1);
    assertThat(estimator.scale()).isCloseTo(10, within(1e-12));
  }

  /** T16: a change of the discounted return, in an episode's sum. */
  @Test
  void changesAreTakenToUnitsOfTheLimit() {
    Estimator estimator = estimator(1);
    estimator.add(Measured.alike(4, 1000, Vec.of(30), Vec.of(100)));
    assertThat(estimator.violation(0)).isEqualTo(25);
    assertThat(estimator.violation(-2)).as("2 discounted are 20").isEqualTo(5);
    assertThat(estimator.slope()).isEqualTo(10);
    assertThat(estimator.scale()).as("episodes are alike: the limit").isEqualTo(5);
  }

  @Test
  void restoredItGoesOnTheSame() {
    Estimator estimator = estimator(3);
    State empty = new State();
    estimator.save(empty);
    estimator.add(told(1));
    estimator.add(told(3, 5));
    State state = new State();
    estimator.save(state);
    Estimator other = estimator(3);
    other.add(told(99));
    other.restore(state);
    assertThat(value(other)).isEqualTo(value(estimator));
    estimator.add(told(9));
    other.add(told(9));
    assertThat(value(other)).isEqualTo(value(estimator)).isEqualTo(17.0 / 3);
    assertThat(other.scale()).isEqualTo(estimator.scale());
    other.restore(empty);
    assertThat(other.ready()).isFalse();
  }
}
