package org.morl4j.constraints;

import org.morl4j.core.constraint.StepRule;

/** Acts in place of the optimiser's step: constrained policy optimisation. */
public non-sealed interface StepHandler extends Handler {
  /** What moves the parameters in the next update. */
  StepRule rule();
}
