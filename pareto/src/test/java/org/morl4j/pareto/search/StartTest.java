package org.morl4j.pareto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.constraints.Threshold;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.LimitReading;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Effort;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.Point;
import org.morl4j.testkit.Lifetime;

/**
 * What an extension's bounds are relative to, on episodes of very different lengths: those that end
 * within a first rollout are the short ones, and must not fix anything.
 */
class StartTest {
  /** Of a start whose bounds are fixed by them. */
  private static final int EPISODES = 40;

  @TempDir Path temp;

  private Searches searches(Lifetime env, int rollout) {
    Searches searches = new Searches();
    searches.env = () -> env == COIN ? Lifetime.coin(50, 500) : Lifetime.hazard(500, 0.004, 0.05);
    searches.learners = new IdleLearner.Factory(rollout);
    searches.gamma = 1;
    searches.reference = Vec.of(0, -500);
    searches.evaluation = new Evaluation(4, 1, 0);
    return searches;
  }

  private static final Lifetime COIN = Lifetime.coin(50, 500);
  private static final Lifetime HAZARD = Lifetime.hazard(500, 0.004, 0.05);

  /** Readings of an extension's two bounds at each of its updates. */
  private List<List<LimitReading>> readings(Searches searches, int rollout, int updates, int job)
      throws IOException {
    Point<org.morl4j.core.learn.Snapshot> from =
        new Point<>(
            "p",
            Measure.exact(Vec.of(1, -1), 0),
            new Lineage(1, 0, 0, null, null, null, Effort.NONE),
            IdleLearner.snapshot(0));
    Threshold bound = new Threshold.Relative(0.9, 0);
    Task task =
        new Task.Extension(
            from, 0, List.of(new Task.Bound(0, bound), new Task.Bound(1, bound)), 20, EPISODES);
    long transitions = (long) updates * rollout * Searches.ROWS;
    Job all = new Job(new JobId(2, 1, job), task, Budget.transitions(transitions), transitions);
    SearchContext context = searches.context(temp.resolve("r" + rollout + "j" + job));
    try (JobRunner runner = new LocalJobs(context)) {
      JobResult result = runner.run(List.of(all)).get(0);
      assertThat(result.evaluationTransitions())
          .as("the start counts as evaluation")
          .isGreaterThan(EPISODES * 50);
    }
    return ((IdleLearner.Factory) searches.learners).readings;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void boundsDontDependOnTheRollout(boolean coin) throws IOException {
    Lifetime env = coin ? COIN : HAZARD;
    // 50 or 500 steps: sd 225. Hazard 0.4 % cut at 500: sd 173.
    double error = 0.9 * (coin ? 225 : 173) / Math.sqrt(EPISODES);
    double right = env.expectedReturn(0, 1);
    double[] first = null;
    for (int rollout : new int[] {64, 256, 512, 1024, 4096}) {
      List<LimitReading> at = readings(searches(env, rollout), rollout, 1, 0).get(0);
      double[] bounds = {at.get(0).limit(), at.get(1).limit()};
      assertThat(bounds[0]).isCloseTo(0.9 * right, within(3 * error));
      assertThat(bounds[1]).isCloseTo(-1.1 * right, within(3 * error * 1.1 / 0.9));
      assertThat(bounds).isEqualTo(first == null ? bounds : first);
      first = bounds;
    }
  }

  @Test
  void theMeanBoundIsRightAndLaterEstimatesPoolAsManyEpisodes() throws IOException {
    double right = COIN.expectedReturn(0, 1);
    double bounds = 0;
    double worst = 0;
    int jobs = 8;
    for (int job = 0; job < jobs; job++) {
      List<List<LimitReading>> all = readings(searches(COIN, 256), 256, 40, job);
      bounds += all.get(0).get(0).limit() / jobs;
      for (List<LimitReading> at : all) {
        worst = Math.max(worst, Math.abs(at.get(0).value() - right));
      }
    }
    double error = 225 / Math.sqrt(EPISODES);
    assertThat(bounds).isCloseTo(0.9 * right, within(3 * 0.9 * error / Math.sqrt(jobs)));
    // A single rollout has two to four ended episodes, which are off by up to 225.
    assertThat(worst).isLessThan(4 * error);
  }
}
