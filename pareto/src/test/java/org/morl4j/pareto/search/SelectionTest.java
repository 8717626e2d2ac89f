package org.morl4j.pareto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.morl4j.constraints.Threshold;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.state.State;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;
import org.morl4j.pareto.search.Task.Bound;

class SelectionTest {
  private static final int ALL = 1000;

  private static Findings archive(double[][] returns, double... reference) {
    return discounted(returns, 1, reference);
  }

  /** Whose returns under the training's discount are {@code share} of the evaluated ones. */
  private static Findings discounted(double[][] returns, double share, double... reference) {
    ParetoArchive<Snapshot> archive = ParetoArchive.empty(Vec.of(reference), 100);
    for (int i = 0; i < returns.length; i++) {
      Vec point = Vec.of(returns[i]);
      Snapshot snapshot =
          new Snapshot(
              (n, mode, generators) -> {
                throw new AssertionError("nobody acts here");
              },
              new State());
      Lineage lineage = new Lineage(1, 0, i, null, null, null, Effort.NONE);
      Returns evaluated = returns(point);
      Returns trained = returns(Vec.of(Arrays.stream(returns[i]).map(g -> g * share).toArray()));
      Measure measure = new Measure(reference.length, evaluated, trained, 0);
      archive = archive.with(new Point<>("p" + i, measure, lineage, snapshot));
    }
    return new Findings(archive, List.of());
  }

  private static Returns returns(Vec mean) {
    Vec one = Vec.filled(mean.size(), 1);
    return new Returns(mean, one, one, 4, 1);
  }

  private static List<String> starts(List<Task.Extension> tasks) {
    return tasks.stream().map(task -> task.from().id() + ">" + task.objective()).toList();
  }

  private static final CrowdingSelection CROWDING = new CrowdingSelection(0.9, 20, 40);
  private static final GapSelection GAP = new GapSelection(0.9, 20, 40);

  @Test
  void crowdingExtendsTheLeastCrowdedInEveryObjective() {
    // p0, p3 are extreme; crowding of p1: 2/10 + 3/10, of p2: 9/10 + 9/10
    var archive = archive(new double[][] {{0, 10}, {1, 9}, {2, 7}, {10, 0}}, -1, -1);
    Set<String> tried = new HashSet<>();
    assertThat(starts(CROWDING.next(archive, tried, 3, ALL)))
        .containsExactlyInAnyOrder("p0>0", "p0>1", "p3>0", "p3>1", "p2>0", "p2>1");
    assertThat(starts(CROWDING.next(archive, tried, 3, ALL))).containsExactly("p1>0", "p1>1");
    assertThat(CROWDING.next(archive, tried, 3, ALL)).isEmpty();
  }

  @Test
  void amongInfinitelyDistantOnesTheLargerVolumeGoesFirst() {
    // Trap T8: all are extreme in some objective; exclusive volumes, ref 0: p1 is far the largest.
    var archive = archive(new double[][] {{1, 1, 9}, {1, 90, 1}, {9, 1, 1}, {2, 2, 2}}, 0, 0, 0);
    assertThat(starts(CROWDING.next(archive, new HashSet<>(), 1, ALL)))
        .containsExactly("p1>0", "p1>1", "p1>2");
  }

  @Test
  void returnsThatWereChosenOnceAreNotChosenAgainInALaterArchive() {
    Set<String> tried = new HashSet<>();
    CROWDING.next(archive(new double[][] {{0, 10}, {10, 0}}, -1, -1), tried, 5, ALL);
    var later = archive(new double[][] {{0, 10}, {10, 0}, {5, 5}}, -1, -1);
    assertThat(starts(CROWDING.next(later, tried, 5, ALL))).containsExactly("p2>0", "p2>1");
  }

  /** The bound that an extension of {@code point} keeps on {@code signal}, it being at its mean. */
  private static double bound(Selection selection, Findings found, String point, int signal) {
    for (Task task : selection.next(found, new HashSet<>(), 3, ALL)) {
      Task.Extension extension = (Task.Extension) task;
      Bound bound = extension.bounds().get(0);
      if (extension.from().id().equals(point) && bound.signal() == signal) {
        double start = extension.from().measure().trained().mean().get(signal);
        return bound.threshold().value(start);
      }
    }
    throw new AssertionError("no task from " + point);
  }

  @Test
  void boundsAreUnderTheTrainingsDiscount() {
    double[][] returns = {{3000, 100}, {2000, 1000}, {200, 2500}};
    var undiscounted = archive(returns, -1, -1);
    var discounted = discounted(returns, 0.1, -1, -1);
    assertThat(bound(GAP, undiscounted, "p1", 0)).isCloseTo(1100, within(1e-9));
    assertThat(bound(GAP, discounted, "p1", 0)).isCloseTo(110, within(1e-9));
    assertThat(bound(GAP, discounted, "p0", 0)).isCloseTo(250, within(1e-9));
    assertThat(bound(CROWDING, undiscounted, "p2", 0)).isCloseTo(172, within(1e-9));
    assertThat(bound(CROWDING, discounted, "p2", 0)).isCloseTo(17.2, within(1e-9));
    assertThat(bound(CROWDING, discounted, "p0", 1)).isCloseTo(7.6, within(1e-9));
    assertThat(bound(CROWDING, discounted, "p1", 1)).isCloseTo(90, within(1e-9));
    // Nothing depends on an absolute length.
    var tiny = discounted(returns, 1e-7, -1, -1);
    assertThat(bound(CROWDING, tiny, "p1", 1)).isCloseTo(9e-5, within(1e-15));
  }

  @Test
  void aGapThatTheTrainingsDiscountTurnsRoundIsLeft() {
    var turned = discounted(new double[][] {{0, 8}, {8, 0}}, -1, -1, -1);
    assertThat(GAP.next(turned, new HashSet<>(), 2, ALL)).isEmpty();
  }

  @Test
  void crowdingBoundsLoosenForNegativeReturnsToo() {
    // Trap T3: 0.9 of -20 would demand -18.
    var archive = archive(new double[][] {{5, -20}}, -50, -50);
    List<Task.Extension> tasks = CROWDING.next(archive, new HashSet<>(), 1, ALL);
    assertThat(tasks.get(0).objective()).isZero();
    assertThat(tasks.get(0).bounds()).hasSize(1);
    Bound bound = tasks.get(0).bounds().get(0);
    assertThat(bound.signal()).isEqualTo(1);
    assertThat(bound.threshold().value(-20)).isCloseTo(-22, within(1e-12));
    assertThat(tasks.get(1).bounds().get(0).threshold().value(5)).isCloseTo(4.5, within(1e-12));
  }

  @Test
  void zeroRangeAndOneObjectiveAreFine() {
    assertThat(CROWDING.next(archive(new double[][] {}, 0, 0), new HashSet<>(), 3, ALL)).isEmpty();
    assertThat(GAP.next(archive(new double[][] {}, 0, 0), new HashSet<>(), 3, ALL)).isEmpty();
    // The third objective never differs: its range is 0.
    var flat = archive(new double[][] {{1, 3, 7}, {2, 2, 7}, {3, 1, 7}}, 0, 0, 0);
    assertThat(CROWDING.next(flat, new HashSet<>(), 3, ALL)).hasSize(9);
    assertThat(starts(GAP.next(flat, new HashSet<>(), 1, ALL)))
        .allMatch(task -> !task.endsWith(">2"));
    var one = archive(new double[][] {{4}}, 0);
    assertThat(starts(CROWDING.next(one, new HashSet<>(), 3, ALL))).containsExactly("p0>0");
    assertThat(GAP.next(one, new HashSet<>(), 3, ALL)).isEmpty();
  }

  @Test
  void whatTheBudgetDoesNotAffordStaysForLater() {
    var archive = archive(new double[][] {{0, 10}, {4, 5}, {10, 0}}, -1, -1);
    Set<String> tried = new HashSet<>();
    assertThat(CROWDING.next(archive, tried, 3, 3)).hasSize(2);
    assertThat(CROWDING.next(archive, tried, 3, ALL)).hasSize(4);
    assertThat(CROWDING.next(archive, new HashSet<>(), 3, 1)).hasSize(1);
    assertThat(GAP.next(archive, new HashSet<>(), 3, 1)).hasSize(1);
    assertThat(GAP.next(archive, new HashSet<>(), 3, 4)).hasSize(4);
    assertThat(GAP.next(archive, new HashSet<>(), 1, ALL)).hasSize(2);
  }

  /** Where the threshold of a task's gap bound lies, the start being at its evaluated return. */
  private static double threshold(Task.Extension task) {
    Bound bound = task.bounds().get(0);
    return bound.threshold().value(task.from().returns().get(bound.signal()));
  }

  @Test
  void gapThresholdsHalveTheLargestGapFromBothSides() {
    var archive = archive(new double[][] {{0, 10}, {1, 9}, {10, 0}}, -1, -1);
    List<Task.Extension> tasks = GAP.next(archive, new HashSet<>(), 1, ALL);
    // From (10, 0) towards treasure 2 while treasure 1 stays over 5.5, and the other way round.
    assertThat(starts(tasks)).containsExactly("p2>1", "p1>0");
    assertThat(tasks.get(0).bounds().get(0).signal()).isZero();
    assertThat(threshold(tasks.get(0))).isCloseTo(5.5, within(1e-12));
    assertThat(tasks.get(1).bounds().get(0).signal()).isEqualTo(1);
    assertThat(threshold(tasks.get(1))).isCloseTo(4.5, within(1e-12));
  }

  @Test
  void repeatedVisitsOfAGapGetOtherThresholds() {
    var archive = archive(new double[][] {{0, 8}, {8, 0}}, -1, -1);
    Set<String> tried = new HashSet<>();
    List<Double> thresholds = new ArrayList<>();
    List<Task.Extension> tasks = GAP.next(archive, tried, 2, ALL);
    while (!tasks.isEmpty()) {
      assertThat(tasks).hasSizeLessThanOrEqualTo(4);
      for (Task.Extension task : tasks) {
        if (task.bounds().get(0).signal() == 0) {
          thresholds.add(threshold(task));
        }
      }
      tasks = GAP.next(archive, tried, 2, ALL);
    }
    assertThat(thresholds).containsExactly(4.0, 2.0, 6.0, 1.0, 5.0, 3.0, 7.0, 0.5);
  }

  @Test
  void withThreeObjectivesTheRestIsHeldByRelativeBounds() {
    var archive = archive(new double[][] {{0, 10, 5}, {10, 0, 4}}, -1, -1, -1);
    for (Task.Extension task : GAP.next(archive, new HashSet<>(), 3, ALL)) {
      Bound gap = task.bounds().get(0);
      int l = task.objective();
      int j = gap.signal();
      assertThat(task.bounds()).hasSize(2);
      assertThat(j).isNotEqualTo(l);
      double low =
          task.from().id().equals("p0")
              ? archive.archive().returns()[1][j]
              : archive.archive().returns()[0][j];
      assertThat(threshold(task)).isStrictlyBetween(low, task.from().returns().get(j));
      Bound rest = task.bounds().get(1);
      assertThat(rest.threshold()).isInstanceOf(Threshold.Relative.class);
      assertThat(rest.signal()).isEqualTo(3 - l - j);
    }
  }

  @Test
  void vanDerCorput() {
    double[] first = new double[7];
    for (int n = 1; n <= 7; n++) {
      first[n - 1] = GapSelection.vanDerCorput(n);
    }
    assertThat(first).containsExactly(0.5, 0.25, 0.75, 0.125, 0.625, 0.375, 0.875);
  }
}
