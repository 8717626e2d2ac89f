package org.morl4j.pareto.search;

import java.time.Duration;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.metrics.MetricsSink;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.Checkpoints;
import org.morl4j.pareto.archive.Point;

/**
 * What every search needs from the outside.
 *
 * @param spec the environment
 * @param environments opens it with so many rows; called by the job's thread, which closes it
 * @param rows environment rows a training job steps together
 * @param signals of training, with the training discount
 * @param learners makes the agents
 * @param evaluation how policies are measured
 * @param reference hypervolume reference point; points below it are not archived [m]; null for a
 *     search that keeps no archive
 * @param seeds of the run
 * @param threads jobs run side by side; the result doesn't depend on it
 * @param checkpoints where states go
 * @param checkpointEvery least time between two checkpoints of a job; it grows where writing them
 *     would take more than a tenth of the time
 * @param logEvery transitions of a job whose losses and returns go to the metrics as one mean
 * @param metrics where losses go
 * @param listener told of progress
 */
public record SearchContext(
    EnvSpec spec,
    IntFunction<VectorEnv> environments,
    int rows,
    Signals signals,
    LearnerFactory learners,
    Evaluation evaluation,
    @Nullable Vec reference,
    SeedTree seeds,
    int threads,
    Checkpoints checkpoints,
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

  /** Training transitions between two updates, or two runs of them. */
  long perUpdate() {
    return (long) rows * learners.requirements().steps();
  }

  /** Updates that a job of so many transitions gives its learner. */
  long updates(long transitions) {
    return learners.requirements().updates(transitions, rows);
  }

  /** Updates in a row between two stretches of acting. */
  int updatesInARow() {
    return learners.requirements().schedule().updatesInARow();
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

  /** Refuses a budget too small for a single update. */
  void checkOneJob(long transitions) {
    if (transitions < perUpdate()) {
      throw new IllegalArgumentException(
          "search.transitions is "
              + transitions
              + ", but one update takes "
              + perUpdate()
              + ". Maybe raise search.transitions, or lower agent.rolloutLength.");
    }
  }
}
