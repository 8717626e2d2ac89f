package org.morl4j.pareto.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.InitialStates;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.DivergenceException;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.learn.ValueFunction;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;
import org.morl4j.core.train.Bias;
import org.morl4j.core.train.InitialValues;
import org.morl4j.core.train.PolicyActions;
import org.morl4j.core.train.ReturnEstimator;
import org.morl4j.core.train.Trainer;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.Point;

/**
 * One job at work: trains, evaluates every so many transitions, saves itself between updates. Its
 * seeds hang on the job's name alone, so it does the same on any thread, in any order and after a
 * resume. It stops at the first number that is not finite, and never saves one.
 */
final class JobTraining implements Savable {
  /**
   * A checkpoint, which can hold gigabytes of replay, takes at most one part in so many of time.
   */
  private static final int CHECKPOINT_SHARE = 10;

  private final Job job;
  private final SearchContext context;
  private final @Nullable VectorEnv trainEnv;
  private final SeedTree seeds;
  private final Learner<?> learner;
  private final Criterion criterion;
  private final Trainer trainer;
  private final VectorEnv evaluationEnv;
  private final ReturnEstimator evaluator;
  private final JobMetrics metrics;
  private final @Nullable JobBias critics;
  private final @Nullable InitialValues beginnings;
  private final List<EvaluationResult> evaluated = new ArrayList<>();
  private final RetentionRule kept;
  private long startTransitions;
  private long evaluationsBefore;
  private boolean exactBefore = true;
  private @Nullable Effort saved;

  /**
   * @param trainEnv null for a job that never acts
   */
  JobTraining(Job job, SearchContext run, @Nullable VectorEnv trainEnv, VectorEnv evaluationEnv) {
    this.job = job;
    context = job.task().context(run);
    this.trainEnv = trainEnv;
    seeds = context.seeds().child(job.name());
    learner = context.learners().create(context.setup(job, seeds.child("learner")));
    Snapshot start = job.task().start();
    if (start != null) {
      learner.start(start);
    }
    criterion = job.task().criterion(context.criteria());
    trainer =
        new Trainer(
            trainEnv,
            learner,
            criterion,
            context.signals(),
            context.plan(job, seeds.child("clock")),
            seeds.child("train"));
    kept = job.task().kept();
    metrics = new JobMetrics(job.name(), context, criterion);
    this.evaluationEnv = evaluationEnv;
    evaluator = context.evaluator(evaluationEnv, context.evaluation().episodes());
    critics = JobBias.of(job.name(), context, learner, evaluationEnv, seeds.child("bias"));
    beginnings = beginnings(context, learner);
  }

  /** Where the data's episodes begin; null without data, or where no critics are to be asked. */
  private static @Nullable InitialValues beginnings(SearchContext context, Learner<?> learner) {
    DataView data = context.data();
    boolean asked = learner.values() != null && !context.learners().requirements().preference();
    return data == null || data.size() == 0 || !asked
        ? null
        : new InitialValues(context.spec(), context.signals(), InitialStates.of(data));
  }

  /** Whether {@code saved} is of a job that came to its end. */
  static boolean isFinished(State saved) {
    return saved.scalarLong("finished") == 1;
  }

  /**
   * Runs to the end, or until {@code stop} says so; then it is saved and gives nothing.
   *
   * @throws IOException if a checkpoint can't be written
   * @throws ArithmeticException naming what is not finite; the last checkpoint stays as it was
   */
  Optional<JobResult> run(BooleanSupplier stop) throws IOException {
    long pause = pause(context.checkpointEvery().toNanos(), 0);
    long last = System.nanoTime();
    while (trainer.hasNext()) {
      if (stop.getAsBoolean()) {
        checkpoint();
        return Optional.empty();
      }
      advance();
      if (isDue()) {
        evaluate();
      }
      if (trainer.hasNext() && System.nanoTime() - last >= pause) {
        long start = System.nanoTime();
        checkpoint();
        last = System.nanoTime();
        pause = pause(context.checkpointEvery().toNanos(), last - start);
      }
    }
    context.states().finished(job.name(), trainer);
    if (job.chain().continued()) {
      State kept = new State();
      kept.put("trainer", trainer);
      context.checkpoints().write(keptAs(job.id()), kept);
    }
    State state = new State();
    state.put("finished", 1L);
    result().save(state, context);
    context.checkpoints().write(job.name(), state);
    return Optional.of(result());
  }

  private JobResult result() {
    return new JobResult(
        evaluated, kept.points(), trainer.effort(), evaluationTransitions(), exact());
  }

  /** Whether the last turn passed a multiple of {@code evaluateEvery}, or ended its phase. */
  private boolean isDue() {
    long spent = trainer.spent();
    long every = job.evaluateEvery();
    return !trainer.hasRoom() || spent / every > (spent - trainer.turn()) / every;
  }

  /** Under which checkpoint the trainer of a job is kept for those that go on from it. */
  static String keptAs(JobId job) {
    return job.name() + "-trainer";
  }

  /**
   * Begins: from the trainer of an earlier job, where this one goes on from one; and measures what
   * it begins with, where bounds are relative to that.
   *
   * @throws IOException if the earlier job's trainer can't be read
   */
  void begin() throws IOException {
    JobId from = job.chain().from();
    if (from != null) {
      goOnFrom(from);
    }
    if (criterion.startEpisodes() > 0) {
      measureStart();
    }
  }

  private void measureStart() {
    ReturnEstimator start = context.evaluator(evaluationEnv, criterion.startEpisodes());
    SeedTree own = seeds.child("start");
    List<Signals> discounts = List.of(context.signals());
    criterion.tick(
        Clock.START, start.evaluate(learner.policy(), null, Mode.EXPLORE, own, discounts).get(0));
    startTransitions = start.transitions();
  }

  private void goOnFrom(JobId from) throws IOException {
    State earlier =
        context
            .checkpoints()
            .read(keptAs(from))
            .orElseThrow(
                () ->
                    new StateException(
                        "Job %s goes on from job %s, whose trainer is not kept. Maybe its checkpoint was deleted."
                            .formatted(job.name(), from.name())));
    trainer.goOnFrom(earlier.child("trainer"));
  }

  /**
   * Nanoseconds to the next checkpoint.
   *
   * @param every those asked for
   * @param took those of the last one
   */
  static long pause(long every, long took) {
    return Math.max(every, CHECKPOINT_SHARE * took);
  }

  private void advance() {
    Effort before = trainer.effort();
    long start = System.nanoTime();
    try {
      Record losses = trainer.advance();
      metrics.advanced(trainer, losses, System.nanoTime() - start);
    } catch (ArithmeticException e) {
      throw stopped("losses", e);
    }
    context.listener().trained(trainer.effort().minus(before));
  }

  /** What ends a job of which {@code part} is no longer a number. */
  private DivergenceException stopped(String part, ArithmeticException cause) {
    return new DivergenceException(
        "Job "
            + job.name()
            + " stopped after "
            + trainer.effort().transitions()
            + " transitions and "
            + trainer.effort().updates()
            + " updates: "
            + part
            + ": "
            + cause.getMessage()
            + (saved == null
                ? " There is no checkpoint of it yet."
                : " Its last checkpoint, after "
                    + saved.transitions()
                    + " transitions and "
                    + saved.updates()
                    + " updates, is good.")
            + " Maybe lower the agent's learning rate: a resume would end the same way.",
        cause);
  }

  private void evaluate() {
    List<Vec> preferences = job.task().preferences();
    int index = evaluated.size() / Math.max(1, preferences.size());
    String id = job.name() + String.format(Locale.ROOT, "e%03d", index);
    SeedTree episodes = seeds.child("evaluation").child(index);
    Snapshot snapshot = finiteSnapshot();
    if (preferences.isEmpty()) {
      measure(id, null, snapshot, episodes);
    }
    for (int p = 0; p < preferences.size(); p++) {
      String under = id + String.format(Locale.ROOT, "p%02d", p);
      measure(under, preferences.get(p), snapshot, episodes);
    }
  }

  private void measure(String id, @Nullable Vec preference, Snapshot snapshot, SeedTree episodes) {
    Effort t = trainer.effort();
    Measure measure =
        context.measure(evaluator, learner.policy(), preference, context.mode(), episodes);
    Returns trained = measure.trained();
    Returns returns = measure.evaluated();
    try {
      returns.mean().checkFinite(id + " evaluated returns");
    } catch (ArithmeticException e) {
      throw stopped(context.evaluationSignals().names().toString(), e);
    }
    Bias bias = critics == null ? null : critics.measure(id, preference, t);
    List<LimitResult> limits = LimitResults.of(context.criteria(), criterion, trained);
    Lineage lineage =
        job.task()
            .lineage(job, context.spec(), preference, t)
            .withMultipliers(LimitResults.multipliers(limits));
    EvaluationResult now =
        new EvaluationResult(
            job.name(),
            id,
            lineage,
            evaluationTransitions(),
            returns.summary(),
            limits,
            measure.violation(),
            bias);
    evaluated.add(now);
    kept.offer(new Point<>(id, measure, lineage, snapshot));
    if (trainer.phase() == Phase.ONLINE) { // what learns from data alone hears of no roll-out
      criterion.tick(Clock.EVALUATION, trained);
    }
    context.listener().evaluated(now);
    if (preference == null) {
      for (int s = 0; s < context.measures(); s++) {
        String name = context.evaluationSignals().get(s).name();
        context.metrics().scalar(job.name(), t, "eval/" + name, returns.mean().get(s));
      }
      tellBeginnings(t);
    }
  }

  /** What the learner's own critics expect where the data's episodes begin. */
  private void tellBeginnings(Effort t) {
    ValueFunction values = learner.values();
    if (beginnings == null || values == null) {
      return;
    }
    PolicyActions.Acting acting = new PolicyActions.Acting(learner.policy(), null, values.mode());
    double[][] expected =
        beginnings.of(values, acting, seeds.child("beginnings").child(evaluated.size()));
    for (int s = 0; s < context.measures(); s++) {
      int signal = s;
      String name = "initial_value/" + context.signals().get(s).name();
      double mean = Arrays.stream(expected).mapToDouble(each -> each[signal]).sum();
      context.metrics().scalar(job.name(), t, name, mean / expected.length);
    }
  }

  /** The learner as it is now, all of its parameters looked at. */
  private Snapshot finiteSnapshot() {
    Snapshot snapshot = learner.snapshot();
    try {
      Finite.check(snapshot.state());
    } catch (ArithmeticException e) {
      throw stopped("parameters", e);
    }
    return snapshot;
  }

  /** False for good once any process that worked on this job met an environment that wasn't. */
  private boolean exact() {
    return exactBefore && (trainEnv == null || trainEnv.exact());
  }

  private long evaluationTransitions() {
    long probed = critics == null ? 0 : critics.transitions();
    return evaluationsBefore + startTransitions + evaluator.transitions() + probed;
  }

  private void checkpoint() throws IOException {
    finiteSnapshot(); // what can't go on must not replace what can
    State state = new State();
    save(state);
    context.checkpoints().write(job.name(), state);
    saved = trainer.effort();
  }

  @Override
  public void save(State out) {
    out.put("finished", 0L);
    out.put("trainer", trainer);
    out.put("metrics", metrics);
    result().save(out, context);
  }

  @Override
  public void restore(State in) {
    in.restore("trainer", trainer);
    if (in.hasChild("metrics")) { // not of a finished job that goes on
      in.restore("metrics", metrics);
    }
    metrics.counted(trainer);
    saved = trainer.effort();
    JobResult soFar = JobResult.restore(in, context);
    evaluationsBefore = soFar.evaluationTransitions();
    exactBefore = soFar.exact();
    evaluated.clear();
    evaluated.addAll(soFar.evaluated());
    kept.restore(soFar.kept());
    context.listener().resumed(trainer.effort());
    evaluated.forEach(context.listener()::evaluated);
  }
}
