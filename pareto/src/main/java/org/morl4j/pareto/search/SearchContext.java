package org.morl4j.pareto.search;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntFunction;
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
import org.morl4j.core.learn.RateClock;
import org.morl4j.core.learn.RunCheck;
import org.morl4j.core.learn.Schedule;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.metrics.MetricsSink;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.core.train.Evaluator;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.Point;

/**
 * What every search needs from the outside.
 *
 * @param spec the environment
 * @param environments opens it with so many rows; called by the job's thread, which closes it
 * @param rows environment rows a training job steps together
 * @param signals of training, with the training discount
 * @param learners makes the agents
 * @param backend name of what runs their networks
 * @param data recorded transitions, or null
 * @param criteria makes what they learn for, of the search's mixers and the run's limits
 * @param evaluation how policies are measured
 * @param reference hypervolume reference point; points below it are not archived [m]; null for a
 *     search that keeps no archive
 * @param seeds of the run
 * @param threads jobs run side by side; the result doesn't depend on it
 * @param checkpoints where states of running jobs go
 * @param states where those of finished jobs go
 * @param checkpointEvery least time between two checkpoints of a job; it grows where writing them
 *     would take more than a tenth of the time
 * @param logEvery how much of a job, in the unit of its phase, goes to the metrics as one mean of
 *     losses and returns
 * @param metrics where losses go
 * @param listener told of progress
 */
public record SearchContext(
    EnvSpec spec,
    IntFunction<VectorEnv> environments,
    int rows,
    Signals signals,
    LearnerFactory learners,
    String backend,
    @Nullable DataView data,
    CriterionFactory criteria,
    Evaluation evaluation,
    @Nullable Vec reference,
    SeedTree seeds,
    int threads,
    Checkpoints checkpoints,
    JobStates states,
    Duration checkpointEvery,
    long logEvery,
    MetricsSink metrics,
    SearchListener listener) {
  /** The objectives under the evaluation's discount. */
  Signals evaluationSignals() {
    return Signals.of(spec, evaluation.gamma(), 1);
  }

  /** How measured policies act. */
  Mode mode() {
    return evaluation.acting(!criteria.limits().isEmpty());
  }

  /** What an archive is told of a policy's returns. */
  Measure measure(Returns returns) {
    return LimitResults.measure(returns, objectives(), criteria.limits());
  }

  /** How many numbers an evaluation gives: objectives and costs. */
  int measures() {
    return objectives() + spec.costs().size();
  }

  int objectives() {
    return spec.objectives().size();
  }

  /**
   * When learners act and learn in a phase.
   *
   * @throws IllegalArgumentException if they can't train in it
   */
  Schedule schedule(Phase phase) {
    return new RunCheck("The agent", learners.requirements(), signals).schedule(phase);
  }

  /** What one turn takes. */
  Turns turns() {
    return new Turns(learners.requirements(), rows);
  }

  /** What the learner of a job is made for. */
  Setup setup(Job job, SeedTree own) {
    return new Setup(spec, signals, clock(job), own, backend, data);
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
      updates.put(phase, Math.max(least, schedule(phase).updates(budget.of(phase), rows)));
    }
    return updates;
  }

  /** What a learner is made for that only takes up a snapshot. */
  Setup setup() {
    RateClock one = RateClock.of(Map.of(Phase.ONLINE, 1L));
    return new Setup(spec, signals, one, new SeedTree(0), backend, data);
  }

  /** Measures policies over so many episodes, as the evaluation says. */
  Evaluator evaluator(VectorEnv env, int episodes) {
    return new Evaluator(env, evaluationSignals(), episodes, mode());
  }

  /** What {@code point}'s policy is to act under; null if it takes no preference. */
  @Nullable Vec preference(Point<Snapshot> point) {
    return learners.requirements().preference() ? point.lineage().preference() : null;
  }

  /** The reference point of a search that keeps an archive. */
  Vec archiveReference() {
    if (reference == null) {
      throw new IllegalArgumentException("This search keeps an archive, which needs a reference.");
    }
    return reference;
  }
}
