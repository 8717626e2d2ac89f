package org.morl4j.core.constraint;

/** A way to move the parameters that replaces the optimiser's step (CPO, PCPO). */
@FunctionalInterface
public interface StepRule {
  /** Moves the policy behind {@code surface}. */
  void step(PolicySurface surface);
}
