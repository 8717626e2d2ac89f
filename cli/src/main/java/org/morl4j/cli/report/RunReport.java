package org.morl4j.cli.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as its folder tells it; parts that aren't there yet are null or empty.
 *
 * @param title the run's name, or the folder's where the run has none
 * @param objectives their names, at least one
 * @param summary of run.json
 * @param policies of archive.json, in its order
 * @param archived whether there was an archive.json
 * @param curve of fronts.jsonl, in its order
 * @param bias of evaluations.csv, by signal, in its order; empty where critics weren't looked at
 * @param limits of metrics.csv, one a limit and job; empty without limits
 * @param episodes animated pictures of policies
 * @param config config.json, indented
 * @param remarks sentences for the reader about what is missing or odd
 */
@SuppressWarnings("ArrayRecordComponent") // values of one page, compared by nobody
record RunReport(
    String title,
    List<String> objectives,
    @Nullable Summary summary,
    List<ArchivePoint> policies,
    boolean archived,
    List<CurvePoint> curve,
    List<CriticCurve> bias,
    List<LimitCurve> limits,
    List<Episode> episodes,
    @Nullable String config,
    List<String> remarks) {
  RunReport {
    objectives = List.copyOf(objectives);
    policies = List.copyOf(policies);
    curve = List.copyOf(curve);
    bias = List.copyOf(bias);
    limits = List.copyOf(limits);
    episodes = List.copyOf(episodes);
    remarks = List.copyOf(remarks);
  }

  /**
   * An episode of a policy.
   *
   * @param gif an animated GIF, in base 64
   */
  record Episode(String policy, String gif) {}

  /**
   * What run.json holds.
   *
   * @param status running, done, stopped or failed
   * @param seconds wall time, NaN where unknown
   * @param feasible false where a limit's multiplier stood at its cap for long
   * @param exact false where a resumed environment did not reproduce its episode
   * @param environment its id
   * @param horizon longest episode in steps, or null
   * @param reference reference point of the hypervolume, or null
   * @param knownFront its points, or null where none is known
   * @param json the whole file, indented
   */
  record Summary(
      String status,
      @Nullable String seed,
      @Nullable String started,
      @Nullable String finished,
      double seconds,
      @Nullable Long trainingTransitions,
      @Nullable Long evaluationTransitions,
      boolean feasible,
      boolean exact,
      String environment,
      @Nullable String simulator,
      List<String> costs,
      @Nullable Long horizon,
      double evaluationGamma,
      double @Nullable [] reference,
      @Nullable List<double[]> knownFront,
      String json) {}

  /**
   * A policy of archive.json.
   *
   * @param returns of the final evaluation, one an objective
   * @param standardError of the returns
   * @param archivedReturns those the archive selected by
   * @param costs of the final evaluation, and what they mean for limits
   * @param onFront whether no other one that keeps the limits dominates it by these returns, and it
   *     keeps them; true in runs that look for no front
   */
  record ArchivePoint(
      String policy,
      long stage,
      long round,
      @Nullable Long job,
      @Nullable String parent,
      @Nullable String objective,
      double @Nullable [] preference,
      @Nullable Long transitions,
      double[] returns,
      double[] standardError,
      double[] archivedReturns,
      @Nullable Long episodes,
      Costs costs,
      boolean onFront) {
    ArchivePoint on(boolean front) {
      return new ArchivePoint(
          policy,
          stage,
          round,
          job,
          parent,
          objective,
          preference,
          transitions,
          returns,
          standardError,
          archivedReturns,
          episodes,
          costs,
          front);
    }
  }

  /**
   * Costs of a policy.
   *
   * @param means one a cost
   * @param standardError of the means
   * @param withinLimits whether the policy keeps the run's limits; null without limits
   */
  record Costs(double[] means, double[] standardError, @Nullable Boolean withinLimits) {}

  /**
   * How a limit stood while a job trained, one entry a log line.
   *
   * @param limit itself
   * @param value estimated on the training episodes
   * @param multiplier NaN where it has none
   */
  record LimitCurve(
      String name,
      String job,
      double limit,
      double[] transitions,
      double[] value,
      double[] multiplier) {}

  /**
   * What a critic predicted of one signal and what came, one entry an evaluation.
   *
   * @param deviation standard deviation of their difference
   */
  record CriticCurve(
      String signal,
      double[] transitions,
      double[] predicted,
      double[] measured,
      double[] bias,
      double[] deviation,
      double[] samples) {}

  /**
   * A line of fronts.jsonl.
   *
   * @param points the front at that time
   */
  record CurvePoint(
      long stage,
      long round,
      long trainingTransitions,
      long evaluationTransitions,
      double hypervolume,
      double expectedUtility,
      double sparsity,
      double cardinality,
      List<double[]> points) {}
}
