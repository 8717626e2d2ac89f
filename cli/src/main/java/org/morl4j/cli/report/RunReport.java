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
 * @param training how learners did
 * @param setting what the run was asked to do, and how it ended
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
    Training training,
    Setting setting,
    List<Episode> episodes,
    @Nullable String config,
    List<String> remarks) {
  RunReport {
    objectives = List.copyOf(objectives);
    policies = List.copyOf(policies);
    curve = List.copyOf(curve);
    episodes = List.copyOf(episodes);
    remarks = List.copyOf(remarks);
  }

  /** Whether one policy was trained and no front was searched. */
  boolean single() {
    return setting.single();
  }

  /** The policies on the front, in the archive's order. */
  List<ArchivePoint> front() {
    return policies.stream().filter(ArchivePoint::onFront).toList();
  }

  /** Names of the costs that every policy was measured by. */
  List<String> measuredCosts() {
    boolean measured = policies.stream().allMatch(p -> p.costs().means().length > 0);
    return summary == null || !measured ? List.of() : summary.costs();
  }

  /**
   * How learners did.
   *
   * @param bias of evaluations.csv, by signal, in its order; empty where critics weren't looked at
   * @param limits of metrics.csv, one a limit and job; empty without limits
   * @param learning of a single run: what each evaluation measured, one a signal
   * @param metrics of a single run: what its learner logged
   */
  record Training(
      List<CriticCurve> bias,
      List<LimitCurve> limits,
      List<LearningCurve> learning,
      List<MetricCurve> metrics) {
    Training {
      bias = List.copyOf(bias);
      limits = List.copyOf(limits);
      learning = List.copyOf(learning);
      metrics = List.copyOf(metrics);
    }
  }

  /**
   * What the run was asked to do, and how it ended.
   *
   * @param folder as a command names it
   * @param single whether it trains one policy and searches no front
   * @param limits that policies are to keep
   * @param end null before the run came to its end
   */
  record Setting(String folder, boolean single, List<LimitText> limits, @Nullable End end) {
    Setting {
      limits = List.copyOf(limits);
    }
  }

  /**
   * A limit of the run.
   *
   * @param atMost whether it is an upper one
   * @param per what it counts, e.g. {@code episode}
   */
  record LimitText(String name, String signal, boolean atMost, double value, String per) {}

  /**
   * How a search ended.
   *
   * @param early whether it found nothing more to do
   * @param done transitions, and updates on data
   * @param budget of these
   */
  record End(boolean early, long done, long budget) {}

  /**
   * What evaluations measured of one signal.
   *
   * @param objective whether more of it is better; else it is a cost
   * @param unit what x counts
   * @param error standard error, NaN where unknown
   */
  record LearningCurve(
      String signal, boolean objective, String unit, double[] x, double[] mean, double[] error) {}

  /**
   * A metric of the learner over training, thinned.
   *
   * @param unit what x counts
   */
  record MetricCurve(String name, String unit, double[] x, double[] value) {}

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
   * @param unit of {@code x}
   * @param x transitions of training, or updates where nobody acted
   * @param value estimated on the training episodes, or by critics on data
   * @param multiplier NaN where it has none
   */
  record LimitCurve(
      String name,
      String job,
      double limit,
      String unit,
      double[] x,
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
