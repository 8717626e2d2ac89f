package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;

/** The policies a job holds on to, out of all it measured. */
public sealed interface RetentionRule {
  /** Takes a measured policy into account. */
  void offer(Point<Snapshot> point);

  /** Those kept so far. */
  List<Point<Snapshot>> points();

  /** Goes on from what {@link #points} gave. */
  void restore(List<Point<Snapshot>> points);

  /** All that none dominates. */
  final class NonDominated implements RetentionRule {
    private final List<Point<Snapshot>> front = new ArrayList<>();

    @Override
    public void offer(Point<Snapshot> point) {
      JobResult.offer(front, point);
    }

    @Override
    public List<Point<Snapshot>> points() {
      return List.copyOf(front);
    }

    @Override
    public void restore(List<Point<Snapshot>> points) {
      front.clear();
      front.addAll(points);
    }
  }

  /** What an archive would hold. */
  final class Archived implements RetentionRule {
    private ParetoArchive<Snapshot> archive;

    Archived(ParetoArchive<Snapshot> empty) {
      archive = empty;
    }

    @Override
    public void offer(Point<Snapshot> point) {
      archive = archive.with(point);
    }

    @Override
    public List<Point<Snapshot>> points() {
      return archive.points();
    }

    @Override
    public void restore(List<Point<Snapshot>> points) {
      archive = new ParetoArchive<>(archive.reference(), archive.capacity(), points);
    }
  }

  /**
   * Of those within the run's limits the one of the highest weighted return, of equals the
   * earliest, or if there is none the one that violates them least, named {@code best}; and the
   * last one, named {@code last}.
   */
  final class BestAndLast implements RetentionRule {
    static final String BEST = "best";
    static final String LAST = "last";

    private final Vec weights;
    private @Nullable Point<Snapshot> best;
    private @Nullable Point<Snapshot> last;

    BestAndLast(Vec weights) {
      this.weights = weights;
    }

    @Override
    public void offer(Point<Snapshot> point) {
      if (best == null || isBetter(point, best)) {
        best = named(BEST, point);
      }
      last = named(LAST, point);
    }

    /** The smaller violation of limits counts first. */
    private boolean isBetter(Point<Snapshot> point, Point<Snapshot> than) {
      double violation = point.measure().violation();
      return violation != than.measure().violation()
          ? violation < than.measure().violation()
          : weights.dot(point.returns()) > weights.dot(than.returns());
    }

    private static Point<Snapshot> named(String id, Point<Snapshot> point) {
      return new Point<>(id, point.measure(), point.lineage(), point.policy());
    }

    @Override
    public List<Point<Snapshot>> points() {
      return best == null || last == null ? List.of() : List.of(best, last);
    }

    @Override
    public void restore(List<Point<Snapshot>> points) {
      best = points.isEmpty() ? null : points.get(0);
      last = points.isEmpty() ? null : points.get(1);
    }
  }
}
