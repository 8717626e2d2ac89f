package org.morl4j.agents;

import org.jspecify.annotations.Nullable;
import org.morl4j.agents.policy.LivePolicy;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.DataView;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.ValueFunction;

/**
 * The mathematics of a learner: what one update does, and what it trains. {@link GradientLearner}
 * makes a learner of it: counts, checks, snapshots, saves.
 *
 * @param <L> its named losses: a public record of numbers
 */
public interface Algorithm<L extends Record> {
  /**
   * One update, its steps in order.
   *
   * @param done updates before this one since the start, from 0: what schedules go by
   */
  L update(Batch batch, Criterion criterion, long done);

  /** See {@link Learner#enter}. */
  default void enter(Phase phase) {}

  /** See {@link Learner#prepare}. */
  default void prepare(DataView data) {}

  /** All that has to be saved, by name. */
  Parts parts();

  /** What acts by it, live. */
  LivePolicy policy();

  /** What its critics expect, live; null if it has none to show. */
  default @Nullable ValueFunction values() {
    return null;
  }
}
