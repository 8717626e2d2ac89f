package org.morl4j.core.learn;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.state.Savable;

/**
 * An algorithm: turns batches into a better policy. It never steps an environment, logs or prints.
 *
 * @param <L> its named losses
 */
public interface Learner<L extends Record> extends Savable {
  /** Its algorithm's name in messages. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** What the trainer must feed it. */
  Requirements requirements();

  /**
   * A phase begins. After a resume it is told of the phase that goes on, before it is restored, so
   * a learner needn't save what follows from the phase.
   */
  default void enter(Phase phase) {}

  /**
   * Gives the recorded data to a learner whose requirements say that it scans it: before its first
   * update and after each restore. What it builds from it is never saved.
   */
  default void prepare(DataView data) {}

  /** One update: for on-policy learners all epochs and minibatches over one rollout. */
  L update(Batch batch, Criterion criterion);

  /** The live policy, for the thread that trains. */
  Policy policy();

  /** A frozen copy, for anyone. */
  Snapshot snapshot();

  /** What its critics expect, live, for the thread that trains; null if it has none to show. */
  default @Nullable ValueFunction values() {
    return null;
  }

  /** Starts from a snapshot's networks and normalisers with a fresh optimiser and learning rate. */
  void start(Snapshot snapshot);
}
