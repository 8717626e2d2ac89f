package org.morl4j.pareto.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Effort;

class ParetoArchiveTest {
  private static final Lineage LINEAGE = new Lineage(1, 0, 0, null, null, null, Effort.NONE);

  private static Point<String> point(String id, double... returns) {
    return within(id, 0, returns);
  }

  private static Point<String> within(String id, double violation, double... returns) {
    Measure measure = Measure.exact(Vec.of(returns), violation);
    return new Point<>(id, measure, LINEAGE, id);
  }

  private static ParetoArchive<String> archive(int capacity, Point<?>... points) {
    ParetoArchive<String> archive = ParetoArchive.empty(Vec.of(0, 0), capacity);
    for (Point<?> p : points) {
      archive = archive.with(new Point<>(p.id(), p.measure(), LINEAGE, p.id()));
    }
    return archive;
  }

  private static List<String> ids(ParetoArchive<?> archive) {
    return archive.points().stream().map(Point::id).toList();
  }

  @Test
  void keepsTheNonDominatedInTheOrderTheyCame() {
    assertThat(ids(archive(9, point("a", 1, 5), point("b", 4, 2), point("c", 2, 4))))
        .containsExactly("a", "b", "c");
  }

  @Test
  void dominatedOnesNeverEnterAndLeaveWhenDominated() {
    ParetoArchive<String> archive = archive(9, point("a", 2, 2), point("b", 1, 3));
    assertThat(archive.with(point("worse", 2, 1))).isSameAs(archive);
    assertThat(ids(archive.with(point("better", 2, 3)))).containsExactly("better");
    assertThat(ids(archive.with(point("c", 3, 2)))).containsExactly("b", "c");
  }

  @Test
  void ofEqualReturnsTheFirstStays() {
    ParetoArchive<String> archive = archive(9, point("a", 2, 2));
    assertThat(archive.with(point("twin", 2, 2))).isSameAs(archive);
  }

  @Test
  void refusesWhatIsBelowTheReferenceOrNotANumber() {
    ParetoArchive<String> archive = archive(9);
    assertThat(archive.with(point("below", 5, -0.001))).isSameAs(archive);
    assertThat(archive.with(point("nan", Double.NaN, 1))).isSameAs(archive);
    assertThat(ids(archive.with(point("on it", 0, 7)))).containsExactly("on it");
  }

  @Test
  void overCapacityTheMostCrowdedLeaves() {
    // The first objective sorted: a 0, b 1, e 2, c 5, d 9; second falls: 9, 8, 7, 5, 0
    // Crowding: a, d infinite; b (2 - 0)/9 + (9 - 7)/9 = 4/9; e 4/9 + 3/9; c 7/9 + 7/9.
    Point<?>[] points = {
      point("a", 0, 9), point("b", 1, 8), point("c", 5, 5), point("d", 9, 0), point("e", 2, 7)
    };
    assertThat(ids(archive(4, points))).containsExactly("a", "c", "d", "e");
  }

  @Test
  void theExtremesStayAndOfEquallyCrowdedTheNewestLeaves() {
    Point<?>[] points = {point("a", 0, 4), point("b", 1, 3), point("c", 4, 0), point("d", 3, 1)};
    assertThat(ids(archive(3, points))).containsExactly("a", "b", "c");
    assertThat(ids(archive(1, points))).containsExactly("a");
  }

  /** Constrained dominance: within limits first, then the smaller violation. */
  @Test
  void whatIsWithinLimitsDisplacesWhatIsNot() {
    ParetoArchive<String> archive =
        archive(9, within("a", 2, 9, 9), within("b", 2, 10, 1), within("c", 1, 3, 3));
    assertThat(ids(archive)).as("the smaller violation").containsExactly("c");
    archive = archive.with(within("d", 1, 2, 8));
    assertThat(ids(archive)).as("of the same violation both").containsExactly("c", "d");
    archive = archive.with(within("e", 0, 1, 1)).with(within("f", 0.1, 50, 50));
    assertThat(ids(archive)).containsExactly("e");
    archive = archive.with(within("g", 0, 0.5, 4)).with(within("h", 0, 1, 1));
    assertThat(ids(archive)).containsExactly("e", "g");
  }

  @Test
  void isAValue() {
    ParetoArchive<String> before = archive(9, point("a", 1, 5));
    ParetoArchive<String> after = before.with(point("b", 4, 2));
    assertThat(ids(before)).containsExactly("a");
    assertThat(ids(after)).containsExactly("a", "b");
    assertThatThrownBy(() -> after.points().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    after.returns()[0][0] = 99;
    assertThat(after.returns()[0]).containsExactly(1, 5);
  }

  @Test
  void oneObjectiveKeepsTheBest() {
    ParetoArchive<String> archive = ParetoArchive.empty(Vec.of(0), 9);
    archive = archive.withAll(List.of(point("a", 1), point("b", 3), point("c", 2)));
    assertThat(ids(archive)).containsExactly("b");
  }

  @Test
  void capacityMustBePositive() {
    assertThatThrownBy(() -> archive(0)).hasMessageContaining("archive capacity is 0");
  }
}
