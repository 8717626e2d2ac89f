package org.morl4j.pareto.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.morl4j.constraints.LogBarrier;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.core.train.Evaluator;
import org.morl4j.core.train.Trainer;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.Point;
import org.morl4j.pareto.search.JobResult.Evaluated;

/**
 * One job at work: trains, evaluates every so many updates, saves itself between updates. Its seeds
 * hang on the job's name alone, so it does the same on any thread, in any order and after a resume.
 */
final class JobTraining implements Savable {
  private final Job job;
  private final SearchContext context;
  private final VectorEnv trainEnv;
  private final SeedTree seeds;
  private final Learner<?> learner;
  private final Trainer trainer;
  private final Evaluator evaluator;
  private final List<Evaluated> evaluated = new ArrayList<>();
  private final List<Point<Snapshot>> front = new ArrayList<>();
  private long updates;
  private long evaluationsBefore;
  private boolean exactBefore = true;

  JobTraining(Job job, SearchContext context, VectorEnv trainEnv, VectorEnv evaluationEnv) {
    this.job = job;
    this.context = context;
    this.trainEnv = trainEnv;
    seeds = context.seeds().child(job.name());
    learner =
        context
            .learners()
            .create(
                context.spec(),
                context.signals(),
                Math.max(1, job.transitions() / context.perUpdate()),
                seeds.child("learner"));
    if (job.task() instanceof Task.Extension extension) {
      learner.start(extension.start().policy());
    }
    trainer =
        new Trainer(
            trainEnv,
            learner,
            criterion(),
            context.signals(),
            job.transitions(),
            seeds.child("train"));
    evaluator =
        new Evaluator(evaluationEnv, context.evaluationSignals(), context.evaluation().episodes());
  }

  /**
   * Preferences weigh objectives alone: where there are costs, those are measured but don't count.
   */
  private Criterion criterion() {
    int size = context.signals().size();
    if (job.task() instanceof Task.Extension extension) {
      return new Mixture(
          Mixer.oneHot(extension.objective(), size),
          List.of(new LogBarrier(extension.bounds(), extension.barrier())));
    }
    double[] weights = new double[size];
    Vec preference = ((Task.Preference) job.task()).weights();
    System.arraycopy(preference.toArray(), 0, weights, 0, preference.size());
    return new Mixture(Mixer.weightedSum(Vec.of(weights)), List.of());
  }

  /** The result of this job if an earlier process finished it. */
  static Optional<JobResult> finished(Job job, SearchContext context) throws IOException {
    return context
        .checkpoints()
        .read(job.name())
        .filter(state -> state.scalarLong("finished") == 1)
        .map(
            state ->
                new JobResult(
                    restoreEvaluated(state, context),
                    PointState.restore(state, "front", context),
                    state.scalarLong("transitions"),
                    state.scalarLong("evaluation_transitions"),
                    state.scalarLong("exact") == 1));
  }

  /**
   * Runs to the end, or until {@code stop} says so; then it is saved and gives nothing.
   *
   * @throws IOException if a checkpoint can't be written
   */
  Optional<JobResult> run(BooleanSupplier stop) throws IOException {
    Optional<State> saved = context.checkpoints().read(job.name());
    if (saved.isPresent()) {
      restore(saved.get());
    }
    long perUpdate = context.perUpdate();
    long last = System.nanoTime();
    while (trainer.transitions() + perUpdate <= job.transitions()) {
      if (stop.getAsBoolean()) {
        checkpoint();
        return Optional.empty();
      }
      Record losses = trainer.advance();
      updates++;
      context.listener().trained(perUpdate);
      if (losses != null) {
        report(losses);
      }
      boolean end = trainer.transitions() + perUpdate > job.transitions();
      if (updates % job.evaluateEvery() == 0 || end) {
        evaluate();
      }
      if (!end && System.nanoTime() - last >= context.checkpointEvery().toNanos()) {
        checkpoint();
        last = System.nanoTime();
      }
    }
    State state = new State();
    state.put("finished", 1L);
    saveResults(state);
    context.checkpoints().write(job.name(), state);
    return Optional.of(
        new JobResult(evaluated, front, trainer.transitions(), evaluationTransitions(), exact()));
  }

  private void report(Record losses) {
    long t = trainer.transitions();
    context.metrics().record(job.name(), t, "losses", losses);
    Returns returns = trainer.returns();
    if (returns != null) {
      for (int s = 0; s < context.signals().size(); s++) {
        String name = context.signals().get(s).name();
        context.metrics().scalar(job.name(), t, "rollout/" + name, returns.mean().get(s));
      }
      context.metrics().scalar(job.name(), t, "rollout/length", returns.length());
    }
  }

  private void evaluate() {
    int index = evaluated.size();
    Returns returns = evaluator.evaluate(learner.policy(), seeds.child("evaluation").child(index));
    int m = context.objectives();
    Vec mean = returns.mean().head(m);
    mean.checkFinite(job.name() + " evaluated returns");
    evaluated.add(new Evaluated(mean, trainer.transitions(), evaluationTransitions()));
    Point<Snapshot> point =
        new Point<>(
            job.name() + String.format(Locale.ROOT, "e%03d", index),
            mean,
            returns.standardError().head(m),
            returns.episodes(),
            lineage(),
            learner.snapshot());
    JobResult.offer(front, point);
    context.listener().evaluated(mean);
    for (int j = 0; j < m; j++) {
      context
          .metrics()
          .scalar(
              job.name(),
              trainer.transitions(),
              "eval/" + context.spec().objectives().get(j),
              mean.get(j));
    }
  }

  private Lineage lineage() {
    if (job.task() instanceof Task.Extension extension) {
      return new Lineage(
          job.stage(),
          job.round(),
          job.index(),
          null,
          extension.start().id(),
          context.spec().objectives().get(extension.objective()),
          trainer.transitions());
    }
    return new Lineage(
        job.stage(),
        job.round(),
        job.index(),
        ((Task.Preference) job.task()).weights(),
        null,
        null,
        trainer.transitions());
  }

  /** False for good once any process that worked on this job met an environment that wasn't. */
  private boolean exact() {
    return exactBefore && trainEnv.exact();
  }

  private long evaluationTransitions() {
    return evaluationsBefore + evaluator.transitions();
  }

  private void checkpoint() throws IOException {
    State state = new State();
    save(state);
    context.checkpoints().write(job.name(), state);
  }

  @Override
  public void save(State out) {
    out.put("finished", 0L);
    out.put("updates", updates);
    out.put("trainer", trainer);
    saveResults(out);
  }

  private void saveResults(State out) {
    out.put("transitions", trainer.transitions());
    out.put("evaluation_transitions", evaluationTransitions());
    out.put("exact", exact() ? 1L : 0L);
    int m = context.objectives();
    double[] returns = new double[evaluated.size() * m];
    long[] at = new long[evaluated.size() * 2];
    for (int e = 0; e < evaluated.size(); e++) {
      System.arraycopy(evaluated.get(e).returns().toArray(), 0, returns, e * m, m);
      at[2 * e] = evaluated.get(e).transitions();
      at[2 * e + 1] = evaluated.get(e).evaluationTransitions();
    }
    out.put("evaluated.returns", returns);
    out.put("evaluated.at", at);
    PointState.save(out, "front", front);
  }

  private static List<Evaluated> restoreEvaluated(State in, SearchContext context) {
    long[] at = in.longs("evaluated.at");
    int m = context.objectives();
    double[] returns = in.doubles("evaluated.returns", at.length / 2 * m);
    List<Evaluated> list = new ArrayList<>();
    for (int e = 0; e < at.length / 2; e++) {
      list.add(
          new Evaluated(
              Vec.of(Arrays.copyOfRange(returns, e * m, (e + 1) * m)), at[2 * e], at[2 * e + 1]));
    }
    return list;
  }

  @Override
  public void restore(State in) {
    updates = in.scalarLong("updates");
    in.restore("trainer", trainer);
    evaluationsBefore = in.scalarLong("evaluation_transitions");
    exactBefore = in.scalarLong("exact") == 1;
    evaluated.clear();
    evaluated.addAll(restoreEvaluated(in, context));
    front.clear();
    front.addAll(PointState.restore(in, "front", context));
    context.listener().resumed(trainer.transitions());
  }
}
