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
  /** By the trainer, after an evaluation of a policy that acts in an environment to learn. */
  EVALUATION,
  /**
   * By the trainer, before the first update on recorded data, with the whole episodes of the data:
   * those of whoever acted there, which say what units signals come in and where learning begins.
   */
  DATA,
  /**
   * By the trainer, every so many updates on recorded data, with what critics expect of the policy
   * as it is now where the data's episodes begin, acting as in training. Nobody acts for it.
   */
  CRITICS
}
