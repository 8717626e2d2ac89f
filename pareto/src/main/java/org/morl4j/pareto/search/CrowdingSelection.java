package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Set;
import org.morl4j.constraints.Threshold;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;
import org.morl4j.pareto.indicator.Crowding;
import org.morl4j.pareto.indicator.Hypervolume;
import org.morl4j.pareto.search.Task.Bound;

/**
 * C-MORL's selection (arXiv 2410.02236, section 4): the least crowded policies, each extended in
 * every objective under bounds relative to its own returns. No policy is chosen twice. With many
 * objectives most members are extreme in one and infinitely distant (trap T8); ties go to the
 * larger exclusive hypervolume, beyond six objectives to the larger box between point and
 * reference.
 *
 * @param beta bound as a share of the starting return, see {@link Threshold.Relative}
 * @param barrier t of the log barrier
 * @param episodes see {@link Task.Extension}
 */
record CrowdingSelection(double beta, double barrier, int episodes) implements Selection {
  /** Share of an objective's range in the archive below which returns count as near 0. */
  private static final double FLOOR = 0.1;

  /** More objectives than this make exclusive hypervolumes of 200 points too slow. */
  private static final int MAX_EXACT = 6;

  @Override
  public List<Task.Extension> next(Findings found, Set<String> tried, int select, int most) {
    ParetoArchive<Snapshot> archive = found.archive();
    double[][] returns = archive.returns();
    if (returns.length == 0) {
      return List.of();
    }
    double[] crowding = Crowding.distances(returns);
    double[] exclusive = exclusive(returns, archive.reference().toArray());
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < returns.length; i++) {
      order.add(i);
    }
    order.sort(
        Comparator.<Integer>comparingDouble(i -> -crowding[i])
            .thenComparingDouble(i -> -exclusive[i])
            .thenComparingInt(i -> i));
    List<Task.Extension> tasks = new ArrayList<>();
    int m = archive.reference().size();
    for (int i : order) {
      boolean fits = tasks.size() + m <= Math.min(most, (long) select * m);
      Point<Snapshot> point = archive.points().get(i);
      if ((fits || tasks.isEmpty()) && tried.add("point " + point.id())) {
        for (int l = 0; l < Math.min(m, most); l++) {
          tasks.add(new Task.Extension(point, l, bounds(archive, l), barrier, episodes));
        }
      }
    }
    return tasks;
  }

  /** What each point adds to the hypervolume; its own box where that would take minutes (T11). */
  private static double[] exclusive(double[][] returns, double[] reference) {
    if (reference.length <= MAX_EXACT) {
      return Hypervolume.contributions(returns, reference);
    }
    double[] boxes = new double[returns.length];
    for (int i = 0; i < boxes.length; i++) {
      boxes[i] = 1;
      for (int j = 0; j < reference.length; j++) {
        boxes[i] *= returns[i][j] - reference[j];
      }
    }
    return boxes;
  }

  private List<Bound> bounds(ParetoArchive<Snapshot> archive, int maximised) {
    List<Bound> bounds = new ArrayList<>();
    for (int j = 0; j < archive.reference().size(); j++) {
      if (j != maximised) {
        bounds.add(new Bound(j, new Threshold.Relative(beta, floor(archive, j))));
      }
    }
    return bounds;
  }

  /**
   * What a return of objective {@code j} counts for at least when slack is a share of it, under the
   * training's discount, as bounds are.
   */
  static double floor(ParetoArchive<Snapshot> archive, int j) {
    DoubleSummaryStatistics range =
        archive.points().stream()
            .mapToDouble(point -> point.measure().trained().mean().get(j))
            .summaryStatistics();
    return FLOOR * (range.getMax() - range.getMin());
  }
}
