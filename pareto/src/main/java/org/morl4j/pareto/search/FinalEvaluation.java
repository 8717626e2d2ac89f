package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.train.ReturnEstimator;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.Point;

/**
 * The policies of a finished search, measured anew with fresh seeds: selection favours lucky
 * evaluations (trap T10).
 *
 * @param measured each policy, in order, acting as the run's evaluations have it act
 * @param otherwise the same, acting the other way, where there are limits; else empty
 * @param transitions evaluation transitions taken
 */
record FinalEvaluation(List<Measure> measured, List<Measure> otherwise, long transitions) {
  /** A tenth of the noise's variance is left of what selection favoured. */
  private static final int MORE = 10;

  /**
   * Measures {@code points}, each in episodes of its own: a front must not owe its shape to one
   * choice of them. Where the run leaves their number open, policies whose returns vary get {@link
   * #MORE} times the episodes of an evaluation.
   *
   * @throws JobRunner.StoppedException if {@code runner} was stopped
   */
  static FinalEvaluation of(List<Point<Snapshot>> points, SearchContext context, JobRunner runner) {
    SeedTree seeds = context.seeds().child("final");
    return of(
        points,
        context,
        runner,
        point -> seeds.child(point.id()),
        point -> varies(point) ? MORE : 1);
  }

  /** Whether it is not known that all episodes of the policy return the same. */
  private static boolean varies(Point<Snapshot> point) {
    Measure measure = point.measure();
    return measure.episodes() < 2
        || Arrays.stream(measure.evaluated().standardError().toArray()).anyMatch(e -> e > 0);
  }

  /** Measures {@code points} in the same episodes, so that chance doesn't tell them apart. */
  static FinalEvaluation alike(
      List<Point<Snapshot>> points, SearchContext context, JobRunner runner) {
    SeedTree seeds = context.seeds().child("final");
    return of(points, context, runner, point -> seeds, point -> 1);
  }

  private static FinalEvaluation of(
      List<Point<Snapshot>> points,
      SearchContext context,
      JobRunner runner,
      Function<Point<Snapshot>, SeedTree> seeds,
      ToIntFunction<Point<Snapshot>> times) {
    int asked = context.evaluation().finalEpisodes();
    int usual = asked == 0 ? context.evaluation().episodes() : asked;
    int rows = Math.min(usual, context.rows());
    long transitions = 0;
    List<Measure> measured = new ArrayList<>();
    List<Measure> otherwise = new ArrayList<>();
    try (VectorEnv env = context.open(rows)) {
      for (Point<Snapshot> point : points) {
        runner.checkStopped();
        int episodes = asked == 0 ? usual * times.applyAsInt(point) : asked;
        ReturnEstimator evaluator = context.evaluator(env, episodes);
        Policy policy = point.policy().policy();
        Vec preference = context.preference(point);
        SeedTree own = seeds.apply(point);
        Mode mode = context.mode();
        measured.add(finite(point, context.measure(evaluator, policy, preference, mode, own)));
        if (!context.criteria().limits().isEmpty()) {
          Mode other = mode == Mode.EXPLOIT ? Mode.EXPLORE : Mode.EXPLOIT;
          otherwise.add(finite(point, context.measure(evaluator, policy, preference, other, own)));
        }
        transitions += evaluator.transitions();
      }
      return new FinalEvaluation(measured, otherwise, transitions);
    }
  }

  private static Measure finite(Point<Snapshot> point, Measure measure) {
    measure.evaluated().mean().checkFinite(point.id() + " finally evaluated returns");
    return measure;
  }
}
