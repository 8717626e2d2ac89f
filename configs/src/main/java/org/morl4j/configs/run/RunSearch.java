package org.morl4j.configs.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.configs.EnvironmentOpener;
import org.morl4j.configs.RunConfig;
import org.morl4j.constraints.CriterionFactory;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.metrics.CsvMetrics;
import org.morl4j.core.metrics.MetricsSink;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.core.train.ReturnEstimator;
import org.morl4j.pareto.indicator.MeasuredFront;
import org.morl4j.pareto.search.FrontSnapshot;
import org.morl4j.pareto.search.JobRunner;
import org.morl4j.pareto.search.JobStates;
import org.morl4j.pareto.search.LocalJobs;
import org.morl4j.pareto.search.RunPlan;
import org.morl4j.pareto.search.RunServices;
import org.morl4j.pareto.search.Search;
import org.morl4j.pareto.search.SearchContext;
import org.morl4j.pareto.search.SearchListener;
import org.morl4j.pareto.search.SearchOptions;
import org.morl4j.pareto.search.SearchResult;

/** A run's search at work: wires it to the folder's files, and can be stopped from outside. */
final class RunSearch {
  private final RunConfig config;
  private final EnvironmentOpener opener;
  private final RunFolder folder;
  private volatile @Nullable JobRunner runner;
  private volatile boolean stopped;
  private final Reach reach = new Reach();
  private @Nullable MeasuredFront claim;

  RunSearch(RunConfig config, EnvironmentOpener opener, RunFolder folder) {
    this.config = config;
    this.opener = opener;
    this.folder = folder;
  }

  /** Makes {@link #run}, also one yet to come, save itself and throw. */
  void stop() {
    stopped = true;
    JobRunner current = runner;
    if (current != null) {
      current.stop();
    }
  }

  /**
   * What a search works with.
   *
   * @param data rows for the learners, or null where the config names none
   * @param estimators what says how policies return
   */
  record Inputs(
      EnvSpec spec,
      @Nullable Vec reference,
      @Nullable DataView data,
      ReturnEstimator.Factory estimators) {}

  /**
   * Searches to the end, from the checkpoints where there are any.
   *
   * @param wasDone whether the run came to its end before: then what it wrote on the way stays as
   *     it is until this search has come to its end too
   * @throws JobRunner.StoppedException after {@link #stop}
   */
  SearchResult run(Inputs inputs, Checkpoints checkpoints, boolean wasDone, RunListener listener)
      throws IOException {
    EnvSpec spec = inputs.spec;
    Vec reference = inputs.reference;
    SearchOptions options = config.search();
    Signals signals = config.agent().signals(spec);
    CriterionFactory criteria = ConstraintFit.check(config, spec);
    LiveFront live = new LiveFront(listener, options.budget(), options.front() ? reference : null);
    SearchLog log = new SearchLog(config, spec);
    log.started(Files.exists(folder.file("metrics.csv")));
    try (EvaluationsCsv evaluations =
            new EvaluationsCsv(
                folder.file("evaluations.csv"),
                spec,
                criteria.limits(),
                new EvaluationsCsv.Columns(
                    config.evaluation().bias(), config.environment().recorded()),
                wasDone);
        FrontBoard board = wasDone ? null : new FrontBoard(folder);
        MetricsSink metrics = metrics(checkpoints, board)) {
      SearchContext context =
          new SearchContext(
              plan(signals, reference),
              new RunServices(
                  spec,
                  rows -> opener.open(config.environment(), rows),
                  StartPolicy.learners(folder, config),
                  criteria,
                  inputs.data,
                  inputs.estimators,
                  new RunServices.Local(
                      config.execution().threads(),
                      checkpoints,
                      states(),
                      metrics,
                      SearchListener.all(live, evaluations, reach, log))));
      try (JobRunner jobs = new LocalJobs(context)) {
        runner = jobs;
        if (stopped) {
          jobs.stop(); // it came before there was a runner to tell
        }
        Search search = options.create(context, jobs);
        SearchResult result =
            search.run(
                lines -> {
                  if (board != null) {
                    writeFronts(lines, reference, board);
                  }
                });
        evaluations.complete();
        claim = result.front() && reference != null ? result.claim(reference) : null;
        live.done(result.end(), claim);
        log.done(result);
        return result;
      } finally {
        runner = null;
      }
    }
  }

  /**
   * Where learners log.
   *
   * @param board null where the run was done before, so that nothing is added
   */
  private MetricsSink metrics(Checkpoints checkpoints, @Nullable FrontBoard board)
      throws IOException {
    if (board == null) {
      CsvMetrics.mend(folder.file("metrics.csv"));
      return MetricsSink.NONE;
    }
    return MetricsSink.all(
        CsvMetrics.open(folder.file("metrics.csv"), job -> resumesFrom(checkpoints, job)),
        board.metrics());
  }

  private RunPlan plan(Signals signals, @Nullable Vec reference) {
    RunConfig.Execution execution = config.execution();
    return new RunPlan(
        new RunPlan.Training(
            config.environment().settings().rows(),
            signals,
            execution.backend(),
            config.onlineData()),
        config.evaluation(),
        reference,
        new SeedTree(execution.seed()).child("run"),
        new RunPlan.Pace(
            Duration.ofMillis((long) (1000 * execution.checkpointSeconds())),
            execution.logEvery()));
  }

  private JobStates states() {
    return new JobStates(folder.path(), Fingerprint.of(config), config.execution().keepState());
  }

  /** What may be claimed of the front that {@link #run} found; null where none was searched. */
  @Nullable MeasuredFront claim() {
    return claim;
  }

  /** Whether no limit seemed out of reach. */
  boolean feasible() {
    return reach.feasible();
  }

  private void writeFronts(List<FrontSnapshot> lines, @Nullable Vec reference, FrontBoard board) {
    try {
      folder.fronts(lines, reference, board);
    } catch (IOException e) {
      throw new UncheckedIOException("fronts.jsonl can't be written: " + e.getMessage(), e);
    }
  }

  private static Effort resumesFrom(Checkpoints checkpoints, String job) {
    try {
      return LocalJobs.resumesFrom(checkpoints, job);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
