package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.train.ReturnEstimator;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;

/**
 * Takes policies up into an archive whose places must not hang on lucky evaluations. Of many noisy
 * measurements the best are the luckiest, and an archive of them promises what its policies don't
 * keep. So whatever would be in the archive and is not known well is measured again, those of the
 * fewest episodes first, as many episodes again as each had, all of a policy's episodes pooled:
 * until the standard errors of all are small beside the archive's extent, or the episodes are
 * spent. What others dominate comes back if those turn out worse.
 *
 * <p>Episodes are counted as evaluation. Policies that always return the same have a standard error
 * of 0 and are taken up as they are; so are those of a single episode, whose noise nobody knows.
 */
final class ArchiveRace implements AutoCloseable {
  /** A standard error is small up to this share of how far the archive goes from its reference. */
  private static final double PRECISION = 0.003;

  private final SearchContext context;
  private final JobRunner runner;
  private final SeedTree seeds;
  private @Nullable VectorEnv env; // opened when it is needed
  private long transitions;

  /** For one run; {@code runner} is asked whether to stop. */
  ArchiveRace(SearchContext context, JobRunner runner) {
    this.context = context;
    this.runner = runner;
    seeds = context.seeds().child("race");
  }

  /**
   * The archive after all {@code offered} policies, in order.
   *
   * @param evaluated episodes that evaluations took to find them: how many more may be spent
   *     depends on these
   * @throws JobRunner.StoppedException if the runner was stopped
   */
  ParetoArchive<Snapshot> take(
      ParetoArchive<Snapshot> archive, List<Point<Snapshot>> offered, long evaluated) {
    ParetoArchive<Snapshot> empty = ParetoArchive.empty(archive.reference(), archive.capacity());
    List<Point<Snapshot>> field = new ArrayList<>(archive.points());
    field.addAll(offered);
    long left = (long) (context.evaluation().race() * evaluated);
    while (true) {
      ParetoArchive<Snapshot> now = empty.withAll(field);
      List<Point<Snapshot>> least = leastKnown(now);
      int each = least.isEmpty() ? 0 : least.get(0).measure().episodes();
      if (each == 0 || each > left) {
        return now;
      }
      Map<String, Point<Snapshot>> better = new HashMap<>();
      for (Point<Snapshot> point : least) {
        if (each <= left) {
          better.put(point.id(), again(point));
          left -= each;
        }
      }
      field.replaceAll(point -> better.getOrDefault(point.id(), point));
    }
  }

  /** Of the members that are not known well, those with the fewest episodes. */
  private static List<Point<Snapshot>> leastKnown(ParetoArchive<Snapshot> archive) {
    double[] extent = extent(archive);
    List<Point<Snapshot>> least = new ArrayList<>();
    for (Point<Snapshot> point : archive.points()) {
      if (isVague(point, extent)) {
        int difference =
            least.isEmpty() ? 0 : point.measure().episodes() - least.get(0).measure().episodes();
        if (difference < 0) {
          least.clear();
        }
        if (difference <= 0) {
          least.add(point);
        }
      }
    }
    return least;
  }

  private static boolean isVague(Point<Snapshot> point, double[] extent) {
    Vec error = point.measure().standardError();
    for (int j = 0; j < extent.length; j++) {
      if (error.get(j) > PRECISION * extent[j]) {
        return true;
      }
    }
    return false;
  }

  /** How far the archive goes from its reference, per objective [m]. */
  private static double[] extent(ParetoArchive<Snapshot> archive) {
    double[] extent = new double[archive.reference().size()];
    for (double[] returns : archive.returns()) {
      for (int j = 0; j < extent.length; j++) {
        extent[j] = Math.max(extent[j], returns[j] - archive.reference().get(j));
      }
    }
    return extent;
  }

  private Point<Snapshot> again(Point<Snapshot> point) {
    runner.checkStopped();
    int episodes = point.measure().episodes();
    if (env == null) {
      env = context.open(Math.min(context.evaluation().episodes(), context.rows()));
    }
    ReturnEstimator evaluator = context.evaluator(env, episodes);
    Measure more =
        context.measure(
            evaluator,
            point.policy().policy(),
            context.preference(point),
            context.mode(),
            seeds.child(point.id()).child(episodes));
    more.evaluated().mean().checkFinite(point.id() + " returns, measured again");
    transitions += evaluator.transitions();
    Measure pooled = context.pooled(point.measure(), more);
    return new Point<>(point.id(), pooled, point.lineage(), point.policy());
  }

  /** Environment steps taken so far. */
  long transitions() {
    return transitions;
  }

  @Override
  public void close() {
    if (env != null) {
      env.close();
    }
  }
}
