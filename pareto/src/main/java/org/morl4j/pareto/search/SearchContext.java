package org.morl4j.pareto.search;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.DataView;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.RunCheck;
import org.morl4j.core.learn.Schedule;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.metrics.MetricsSink;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.core.train.Evaluator;
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

  /** What one turn of a phase takes, in its unit. */
  long turn(Phase phase) {
    return schedule(phase).turn(rows);
  }

  /** What a learner with so much training ahead is made for. */
  Setup setup(Budget budget, SeedTree own) {
    Map<Phase, Long> updates = new EnumMap<>(Phase.class);
    for (Phase phase : budget.phases()) {
      updates.put(phase, Math.max(1, schedule(phase).updates(budget.of(phase), rows)));
    }
    return new Setup(spec, signals, updates, own, backend, data);
  }

  /** What a learner is made for that only takes up a snapshot. */
  Setup setup() {
    return new Setup(spec, signals, Map.of(Phase.ONLINE, 1L), new SeedTree(0), backend, data);
  }

  /** Measures policies over so many episodes, as the evaluation says. */
  Evaluator evaluator(VectorEnv env, int episodes) {
    return new Evaluator(env, evaluationSignals(), episodes, evaluation.acting());
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

  /** Refuses a budget too small for a single turn of one of its phases. */
  void checkOneJob(Budget budget) {
    for (Phase phase : budget.phases()) {
      if (budget.of(phase) < turn(phase)) {
        throw new IllegalArgumentException(
            "search.%s is %d, but one update takes %d. Maybe raise search.%s, or lower agent.rolloutLength."
                .formatted(phase.unit(), budget.of(phase), turn(phase), phase.unit()));
      }
    }
  }
}
