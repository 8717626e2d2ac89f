package org.morl4j.core.constraint;

/** When a {@link Criterion} is told new measured returns. */
public enum Clock {
  /**
   * By the trainer, before anything is learned, with whole episodes of the policy that training
   * starts from, acting as in training; where {@link Criterion#startEpisodes} asks for them.
   */
  START,
  /** By the learner, after a minibatch. */
  MINIBATCH,
  /** By the learner, after an epoch. */
  EPOCH,
  /** By the trainer, before the update on a rollout, with the returns of its episodes. */
  ROLLOUT,
  /** By the trainer, after an evaluation. */
  EVALUATION
}
