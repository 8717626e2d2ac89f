package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.train.Evaluator;
import org.morl4j.pareto.archive.Point;

/**
 * The policies of a finished search, measured anew with fresh seeds: selection favours lucky
 * evaluations (trap T10).
 *
 * @param returns of each policy, in order
 * @param transitions evaluation transitions taken
 */
record FinalEvaluation(List<Returns> returns, long transitions) {
  /**
   * Measures {@code points}, each in episodes of its own: a front must not owe its shape to one
   * choice of them.
   *
   * @throws JobRunner.StoppedException if {@code runner} was stopped
   */
  static FinalEvaluation of(List<Point<Snapshot>> points, SearchContext context, JobRunner runner) {
    SeedTree seeds = context.seeds().child("final");
    return of(points, context, runner, point -> seeds.child(point.id()));
  }

  /** Measures {@code points} in the same episodes, so that chance doesn't tell them apart. */
  static FinalEvaluation alike(
      List<Point<Snapshot>> points, SearchContext context, JobRunner runner) {
    SeedTree seeds = context.seeds().child("final");
    return of(points, context, runner, point -> seeds);
  }

  private static FinalEvaluation of(
      List<Point<Snapshot>> points,
      SearchContext context,
      JobRunner runner,
      Function<Point<Snapshot>, SeedTree> seeds) {
    Evaluation evaluation = context.evaluation();
    int episodes =
        evaluation.finalEpisodes() == 0 ? evaluation.episodes() : evaluation.finalEpisodes();
    int rows = Math.min(episodes, context.rows());
    List<Returns> measured = new ArrayList<>();
    try (VectorEnv env = context.environments().apply(rows)) {
      Evaluator evaluator = context.evaluator(env, episodes);
      for (Point<Snapshot> point : points) {
        runner.checkStopped();
        Returns returns =
            evaluator.evaluate(
                point.policy().policy(), context.preference(point), seeds.apply(point));
        returns.mean().checkFinite(point.id() + " finally evaluated returns");
        measured.add(returns);
      }
      return new FinalEvaluation(measured, evaluator.transitions());
    }
  }
}
