package org.morl4j.core.constraint;

/** Where a handler acts on a learner; a learner declares the places it serves. */
public enum Hook {
  /** Masks or weights samples. */
  SAMPLE,
  /** Weighs signal components. */
  WEIGHTS,
  /** Adds a term to the loss. */
  LOSS,
  /** Replaces the optimiser's step. */
  STEP
}
