package org.morl4j.pareto.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.morl4j.constraints.CriterionFactory;
import org.morl4j.constraints.HandlerOptions;
import org.morl4j.constraints.Lagrange;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.Per;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.constraint.Statistic;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.OnlineData;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.metrics.MetricsSink;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.core.state.State;
import org.morl4j.core.train.KeepState;
import org.morl4j.core.train.ReturnEstimator;
import org.morl4j.pareto.archive.Point;

/**
 * Small searches on {@link Dive} with {@link TabularLearner}s, and all that came of one as text.
 */
final class Searches {
  static final int ROWS = 4;
  static final int PER_UPDATE = ROWS * TabularLearner.ROLLOUT;
  static final CMorl.StageOne ONE = new CMorl.StageOne(0.5, 2, null, PER_UPDATE);
  static final CMorl.StageTwo TWO =
      new CMorl.StageTwo(2, 2, new CMorl.Thresholds.Relative(0.9), 20, 4, 2 * PER_UPDATE);

  /** 24 updates in stage one, 3 jobs of 8; then rounds of up to 4 jobs that share 12 each. */
  static final CMorl.Options OPTIONS = new CMorl.Options(48 * PER_UPDATE, 0, ONE, TWO, 200);

  Supplier<Environment> env = () -> new Dive(0.5);
  LearnerFactory learners = new TabularLearner.Factory();
  @Nullable DataView data;
  SearchOptions options = OPTIONS;
  Evaluation evaluation = new Evaluation(2, 1, 3);
  @Nullable Vec reference = Vec.of(0, -10);
  List<Limit> limits = List.of();
  List<HandlerOptions> handlers = List.of();
  List<EvaluationResult> evaluated = new ArrayList<>();
  KeepState keep = KeepState.NONE;
  IntConsumer opening = rows -> {};
  int threads = 1;
  double gamma = 0.95;
  Duration checkpointEvery = Duration.ofDays(1);
  long logEvery = 1;
  MetricsSink metrics = MetricsSink.NONE;
  SearchListener listener = SearchListener.NONE;
  List<List<FrontSnapshot>> merged = new ArrayList<>();

  /** Puts one limit on the mean time, the second objective, under a Lagrange handler. */
  void limitTime(double atLeast) {
    limits =
        List.of(
            new Limit("time", 1, Sense.AT_LEAST, atLeast, Per.EPISODE_SUM, new Statistic.Mean()));
    Lagrange.Options standard = Lagrange.Options.DEFAULT;
    handlers =
        List.of(
            new Lagrange.Options(
                List.of(), standard.multiplier(), 4, 1, 0, standard.clock(), standard.scale()));
  }

  /** What the listeners of a context were told, by job. */
  private final SearchListener heard =
      new SearchListener() {
        @Override
        public void evaluated(EvaluationResult now) {
          synchronized (evaluated) {
            evaluated.add(now);
          }
        }
      };

  /** All that was evaluated since the last context was made, in job order. */
  List<EvaluationResult> evaluations() {
    return evaluated.stream()
        .sorted(java.util.Comparator.comparing(EvaluationResult::job, EvaluationResult.JOB_ORDER))
        .toList();
  }

  SearchContext context(Path folder) {
    evaluated.clear();
    EnvSpec spec = env.get().spec();
    try {
      Signals signals = Signals.of(spec, gamma, 1);
      RunPlan plan =
          new RunPlan(
              new RunPlan.Training(ROWS, signals, Setup.DEFAULT_BACKEND, OnlineData.UNION),
              evaluation,
              reference,
              new SeedTree(7),
              new RunPlan.Pace(checkpointEvery, logEvery));
      RunServices services =
          new RunServices(
              spec,
              rows -> {
                opening.accept(rows);
                return VectorEnv.of(env, rows);
              },
              learners,
              new CriterionFactory(signals, limits, handlers),
              data,
              ReturnEstimator.Factory.MEASURED,
              new RunServices.Local(
                  threads,
                  new Checkpoints(folder, "test"),
                  new JobStates(folder, "test", keep),
                  metrics,
                  SearchListener.all(heard, listener)));
      return new SearchContext(plan, services);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SearchResult run(Path folder) throws IOException {
    SearchContext context = context(folder);
    try (JobRunner runner = new LocalJobs(context)) {
      return run(context, runner);
    }
  }

  SearchResult run(SearchContext context, JobRunner runner) throws IOException {
    merged.clear();
    return options.create(context, runner).run(merged::add);
  }

  /** Runs and gives everything that came of it, parameters, evaluations and all. */
  String textOf(Path folder) throws IOException {
    return text(run(folder)) + evaluations();
  }

  /** Everything a search gave, parameters and all. */
  static String text(SearchResult result) {
    StringBuilder text = new StringBuilder();
    for (Point<Snapshot> point : result.policies()) {
      text.append(point.id())
          .append(' ')
          .append(point.returns())
          .append(point.measure().standardError());
      text.append(point.lineage()).append(text(point.policy().state())).append('\n');
    }
    text.append(result.measured()).append('\n').append(result.lines()).append('\n');
    text.append(result.effort()).append(' ').append(result.evaluationTransitions());
    return text.append(' ').append(result.exact()).toString();
  }

  static String text(State state) {
    Map<String, String> entries = new TreeMap<>();
    state.entries().forEach((k, v) -> entries.put(k, Arrays.deepToString(new Object[] {v})));
    return entries.toString();
  }
}
