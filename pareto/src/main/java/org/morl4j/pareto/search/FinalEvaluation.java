package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Snapshot;
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
   * Measures {@code points}.
   *
   * @throws JobRunner.StoppedException if {@code runner} was stopped
   */
  static FinalEvaluation of(List<Point<Snapshot>> points, SearchContext context, JobRunner runner) {
    Evaluation evaluation = context.evaluation();
    int episodes =
        evaluation.finalEpisodes() == 0 ? evaluation.episodes() : evaluation.finalEpisodes();
    int rows = Math.min(episodes, context.rows());
    List<Returns> measured = new ArrayList<>();
    try (VectorEnv env = context.environments().apply(rows)) {
      Evaluator evaluator = new Evaluator(env, context.evaluationSignals(), episodes);
      for (Point<Snapshot> point : points) {
        runner.checkStopped();
        Returns returns =
            evaluator.evaluate(
                point.policy().policy(),
                context.preference(point),
                context.seeds().child("final").child(point.id()));
        returns.mean().checkFinite(point.id() + " finally evaluated returns");
        measured.add(returns);
      }
      return new FinalEvaluation(measured, evaluator.transitions());
    }
  }
}
