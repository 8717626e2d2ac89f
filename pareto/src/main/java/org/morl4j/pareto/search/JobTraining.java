package org.morl4j.pareto.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.core.train.Evaluator;
import org.morl4j.core.train.Trainer;
import org.morl4j.pareto.archive.Point;

/**
 * One job at work: trains, evaluates every so many transitions, saves itself between updates. Its
 * seeds hang on the job's name alone, so it does the same on any thread, in any order and after a
 * resume.
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
  private final Kept kept;
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
    Snapshot start = job.task().start();
    if (start != null) {
      learner.start(start);
    }
    trainer =
        new Trainer(
            trainEnv,
            learner,
            job.task().criterion(context.signals().size()),
            context.signals(),
            job.transitions(),
            seeds.child("train"));
    kept = job.task().kept();
    evaluator =
        new Evaluator(evaluationEnv, context.evaluationSignals(), context.evaluation().episodes());
  }

  /** Whether {@code saved} is of a job that came to its end. */
  static boolean isFinished(State saved) {
    return saved.scalarLong("finished") == 1;
  }

  /** The result of a job that an earlier process finished. */
  static JobResult finished(State saved, Job job, SearchContext context) {
    Kept kept = job.task().kept();
    kept.restore(PointState.restore(saved, "kept", context));
    return new JobResult(
        EvaluatedState.restore(saved, "evaluated", context.measures()),
        kept.points(),
        saved.scalarLong("transitions"),
        saved.scalarLong("evaluation_transitions"),
        saved.scalarLong("exact") == 1);
  }

  /**
   * Runs to the end, or until {@code stop} says so; then it is saved and gives nothing.
   *
   * @throws IOException if a checkpoint can't be written
   */
  Optional<JobResult> run(BooleanSupplier stop) throws IOException {
    long perUpdate = context.perUpdate();
    long last = System.nanoTime();
    while (trainer.transitions() + perUpdate <= job.transitions()) {
      if (stop.getAsBoolean()) {
        checkpoint();
        return Optional.empty();
      }
      long before = trainer.transitions() / job.evaluateEvery();
      Record losses = trainer.advance();
      context.listener().trained(perUpdate);
      if (losses != null) {
        report(losses);
      }
      boolean end = trainer.transitions() + perUpdate > job.transitions();
      if (trainer.transitions() / job.evaluateEvery() > before || end) {
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
        new JobResult(
            evaluated, kept.points(), trainer.transitions(), evaluationTransitions(), exact()));
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
    returns.mean().checkFinite(job.name() + " evaluated returns");
    int m = context.objectives();
    long t = trainer.transitions();
    String id = job.name() + String.format(Locale.ROOT, "e%03d", index);
    Evaluated now = new Evaluated(job.name(), id, t, evaluationTransitions(), returns);
    evaluated.add(now);
    kept.offer(
        new Point<>(
            id,
            returns.mean().head(m),
            returns.standardError().head(m),
            returns.episodes(),
            job.task().lineage(job, context.spec(), t),
            learner.snapshot()));
    context.listener().evaluated(now);
    for (int s = 0; s < context.measures(); s++) {
      String name = context.evaluationSignals().get(s).name();
      context.metrics().scalar(job.name(), t, "eval/" + name, returns.mean().get(s));
    }
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
    out.put("trainer", trainer);
    saveResults(out);
  }

  private void saveResults(State out) {
    out.put("transitions", trainer.transitions());
    out.put("evaluation_transitions", evaluationTransitions());
    out.put("exact", exact() ? 1L : 0L);
    EvaluatedState.save(out, "evaluated", evaluated, context.measures());
    PointState.save(out, "kept", kept.points());
  }

  @Override
  public void restore(State in) {
    in.restore("trainer", trainer);
    evaluationsBefore = in.scalarLong("evaluation_transitions");
    exactBefore = in.scalarLong("exact") == 1;
    evaluated.clear();
    evaluated.addAll(EvaluatedState.restore(in, "evaluated", context.measures()));
    kept.restore(PointState.restore(in, "kept", context));
    context.listener().resumed(trainer.transitions());
    evaluated.forEach(context.listener()::evaluated);
  }
}
