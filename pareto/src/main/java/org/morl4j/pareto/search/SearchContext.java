package org.morl4j.pareto.search;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.morl4j.constraints.CriterionFactory;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.learn.RateClock;
import org.morl4j.core.learn.RunCheck;
import org.morl4j.core.learn.Schedule;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.metrics.MetricsSink;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.core.train.Plan;
import org.morl4j.core.train.ReturnEstimator;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.Point;

/**
 * What every search and its jobs need from the outside.
 *
 * @param plan values that decide results
 * @param services what this process makes of the run's config
 */
public record SearchContext(RunPlan plan, RunServices services) {
  public EnvSpec spec() {
    return services.spec();
  }

  /** Opens so many environments; whoever asks closes them. */
  VectorEnv open(int rows) {
    return services.environments().apply(rows);
  }

  /** Environments that a training job steps together. */
  public int rows() {
    return plan.training().environments();
  }

  /** Of training, with the training discount. */
  public Signals signals() {
    return plan.training().signals();
  }

  public LearnerFactory learners() {
    return services.learners();
  }

  public CriterionFactory criteria() {
    return services.criteria();
  }

  @Nullable DataView data() {
    return services.data();
  }

  /**
   * The recorded data that a search can't do without.
   *
   * @throws IllegalArgumentException if there is none
   */
  DataView required() {
    DataView data = data();
    if (data == null) {
      throw new IllegalArgumentException(
          "This search learns from recorded data, but the run has none. Maybe name some by"
              + " data.path.");
    }
    return data;
  }

  /**
   * The same with learners that clone recorded actions instead.
   *
   * @param rows what they clone
   * @throws IllegalArgumentException if the agent's policies can't be cloned
   */
  SearchContext cloning(DataView rows) {
    LearnerFactory clones =
        learners()
            .cloning()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "search.type is \"extraction\", but this agent's policy is not one that"
                            + " recorded actions can be cloned into. Maybe take the agent iql."));
    return new SearchContext(plan, services.with(clones, rows));
  }

  public Evaluation evaluation() {
    return plan.evaluation();
  }

  @Nullable Vec reference() {
    return plan.reference();
  }

  public SeedTree seeds() {
    return plan.seeds();
  }

  int threads() {
    return services.local().threads();
  }

  public Checkpoints checkpoints() {
    return services.local().checkpoints();
  }

  JobStates states() {
    return services.local().states();
  }

  Duration checkpointEvery() {
    return plan.pace().checkpointEvery();
  }

  /** How much of a job goes to the metrics as one mean, see {@link RunPlan.Pace}. */
  long logEvery() {
    return plan.pace().logEvery();
  }

  MetricsSink metrics() {
    return services.local().metrics();
  }

  public SearchListener listener() {
    return services.local().listener();
  }

  /** The objectives under the evaluation's discount. */
  Signals evaluationSignals() {
    return Signals.of(spec(), evaluation().gamma(), 1);
  }

  /** How measured policies act. */
  Mode mode() {
    return evaluation().acting(!criteria().limits().isEmpty());
  }

  /** Measures a policy by the discounts of evaluation and training at once. */
  Measure measure(
      ReturnEstimator evaluator,
      Policy policy,
      @Nullable Vec preference,
      Mode mode,
      SeedTree seeds) {
    List<Signals> discounts = List.of(evaluationSignals(), signals());
    List<Returns> both = evaluator.evaluate(policy, preference, mode, seeds, discounts);
    return measure(both.get(0), both.get(1));
  }

  /** What an archive is told of the same episodes by the discounts of evaluation and training. */
  Measure measure(Returns evaluated, Returns trained) {
    return Measure.of(objectives(), evaluated, trained, criteria().limits());
  }

  /** What was measured of a policy in both, together. */
  Measure pooled(Measure one, Measure more) {
    return measure(one.evaluated().and(more.evaluated()), one.trained().and(more.trained()));
  }

  /** How many numbers an evaluation gives: objectives and costs. */
  int measures() {
    return objectives() + spec().costs().size();
  }

  int objectives() {
    return spec().objectives().size();
  }

  /**
   * When learners act and learn in a phase.
   *
   * @throws IllegalArgumentException if they can't train in it
   */
  Schedule schedule(Phase phase) {
    return new RunCheck("The agent", learners().requirements(), signals()).schedule(phase);
  }

  /** What one turn takes. */
  Turns turns() {
    return new Turns(learners().requirements(), rows());
  }

  private String backend() {
    return plan.training().backend();
  }

  /** What the learner of a job is made for. */
  Setup setup(Job job, SeedTree own) {
    return new Setup(spec(), signals(), clock(job), own, backend(), data());
  }

  /**
   * What the training of a job does.
   *
   * @param own seeds of what tells its criterion while it learns from data
   */
  Plan plan(Job job, SeedTree own) {
    DataView data = data();
    Plan plan = Plan.of(job.budget(), data, plan().training().onlineData());
    return data == null ? plan : plan.withClocks(criteria().clocks().on(setup(job, own), data));
  }

  private RateClock clock(Job job) {
    JobChain.Rates rates = job.chain().rates();
    return rates == null
        ? RateClock.of(updates(job.budget(), 1))
        : new RateClock(
            updates(rates.total(), 1),
            updates(rates.before(), 0).values().stream().mapToLong(Long::longValue).sum());
  }

  /** Updates that a budget gives in each of its phases, {@code least} at least. */
  private Map<Phase, Long> updates(Budget budget, long least) {
    Map<Phase, Long> updates = new EnumMap<>(Phase.class);
    for (Phase phase : budget.phases()) {
      updates.put(phase, Math.max(least, schedule(phase).updates(budget.of(phase), rows())));
    }
    return updates;
  }

  /** What a learner is made for that only takes up a snapshot. */
  Setup setup() {
    RateClock one = RateClock.of(Map.of(Phase.ONLINE, 1L));
    return new Setup(spec(), signals(), one, new SeedTree(0), backend(), data());
  }

  /** Measures policies over so many episodes, as the evaluation says, or estimates them. */
  ReturnEstimator evaluator(VectorEnv env, int episodes) {
    return services.estimators().of(env, evaluationSignals(), episodes, mode());
  }

  /** What {@code point}'s policy is to act under; null if it takes no preference. */
  @Nullable Vec preference(Point<Snapshot> point) {
    return learners().requirements().preference() ? point.lineage().preference() : null;
  }

  /** The reference point of a search that keeps an archive. */
  Vec archiveReference() {
    Vec reference = reference();
    if (reference == null) {
      throw new IllegalArgumentException("This search keeps an archive, which needs a reference.");
    }
    return reference;
  }
}
