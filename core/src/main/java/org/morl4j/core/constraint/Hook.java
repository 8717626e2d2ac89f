package org.morl4j.core.constraint;

/**
 * Where a handler acts on a learner, in the order in which they act; a learner declares the hooks
 * it serves.
 */
public enum Hook {
  /** Wraps the environment that is trained in. */
  ENVIRONMENT,
  /** Masks or weights samples. */
  SAMPLE,
  /** Weighs signal components. */
  WEIGHTS,
  /** Adds a term to the loss. */
  LOSS,
  /** Replaces the optimiser's step. */
  STEP
}
