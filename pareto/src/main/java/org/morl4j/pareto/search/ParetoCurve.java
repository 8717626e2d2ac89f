package org.morl4j.pareto.search;

import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Effort;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;

/**
 * Replays a round evaluation by evaluation, all its jobs side by side, to draw the indicator curves
 * independently of the threads' timing.
 */
final class ParetoCurve {
  private ParetoArchive<Boolean> archive;

  ParetoCurve(ParetoArchive<?> before) {
    archive = ParetoArchive.empty(before.reference(), before.capacity());
    for (Point<?> point : before.points()) {
      archive = archive.with(bare(point.returns(), point.measure().violation()));
    }
  }

  private static Point<Boolean> bare(Vec returns, double violation) {
    Measure measure = Measure.exact(returns, violation);
    Lineage lineage = new Lineage(0, 0, 0, null, null, null, Effort.NONE);
    return new Point<>("", measure, lineage, Boolean.TRUE);
  }

  /** The front after evaluation {@code e} of every job of the round that {@code job} belongs to. */
  FrontSnapshot advance(
      Job job, List<JobResult> results, int e, Effort effort, long evaluationTransitions) {
    Effort trained = effort;
    long evaluated = evaluationTransitions;
    for (JobResult result : results) {
      List<EvaluationResult> all = result.evaluated();
      if (e < all.size()) {
        offer(all.get(e));
      }
      EvaluationResult at = all.get(Math.min(e, all.size() - 1));
      trained = trained.plus(at.effort());
      evaluated += at.evaluationTransitions();
    }
    return new FrontSnapshot(job.stage(), job.round(), trained, evaluated, points());
  }

  /** Offers one evaluation to the front. */
  void offer(EvaluationResult evaluated) {
    Vec returns = evaluated.returns().mean().head(archive.reference().size());
    archive = archive.with(bare(returns, evaluated.violation()));
  }

  /** The front now. */
  List<Vec> points() {
    return archive.points().stream().map(Point::returns).toList();
  }
}
