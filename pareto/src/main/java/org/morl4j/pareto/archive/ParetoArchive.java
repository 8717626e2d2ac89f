package org.morl4j.pareto.archive;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.pareto.indicator.Crowding;

/**
 * Non-dominated points, immutable: {@link #with} gives the archive that results. What is within the
 * run's limits dominates what is not ({@link Measure#dominates}). A point enters if it is no worse
 * than the reference in any objective and no member dominates or equals it; the members it
 * dominates leave. Beyond the capacity the most crowded member leaves (NSGA-II crowding distance;
 * of equals the newest), so the result depends on the order of offers, which is fixed by job
 * numbers.
 *
 * @param reference points below it in any objective are refused [m]
 * @param capacity most members, C-MORL's 200 by default
 * @param points members in the order they entered
 */
public record ParetoArchive<P>(Vec reference, int capacity, List<Point<P>> points) {
  public ParetoArchive {
    Check.atLeast("archive capacity", capacity, 1);
    points = List.copyOf(points);
  }

  /** An empty archive. */
  public static <P> ParetoArchive<P> empty(Vec reference, int capacity) {
    return new ParetoArchive<>(reference, capacity, List.of());
  }

  /** This archive after {@code point} was offered to it. */
  public ParetoArchive<P> with(Point<P> point) {
    for (int j = 0; j < reference.size(); j++) {
      if (!(point.returns().get(j) >= reference.get(j))) {
        return this;
      }
    }
    List<Point<P>> kept = new ArrayList<>();
    for (Point<P> member : points) {
      if (member.dominates(point) || member.sameAs(point)) {
        return this;
      }
      if (!point.dominates(member)) {
        kept.add(member);
      }
    }
    kept.add(point);
    if (kept.size() > capacity) {
      kept.remove(mostCrowded(kept));
    }
    return new ParetoArchive<>(reference, capacity, kept);
  }

  /** This archive after all {@code offered} points, in order. */
  public ParetoArchive<P> withAll(List<Point<P>> offered) {
    ParetoArchive<P> archive = this;
    for (Point<P> point : offered) {
      archive = archive.with(point);
    }
    return archive;
  }

  private static <P> int mostCrowded(List<Point<P>> points) {
    double[] distance = Crowding.distances(returns(points));
    int worst = 0;
    for (int i = 1; i < distance.length; i++) {
      if (distance[i] <= distance[worst]) {
        worst = i;
      }
    }
    return worst;
  }

  /** Return vectors of the members, in order [n][m]. */
  public double[][] returns() {
    return returns(points);
  }

  private static <P> double[][] returns(List<Point<P>> points) {
    return points.stream().map(point -> point.returns().toArray()).toArray(double[][]::new);
  }
}
