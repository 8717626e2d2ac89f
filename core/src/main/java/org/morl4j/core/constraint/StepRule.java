package org.morl4j.core.constraint;

/**
 * A way to move a policy by one whole step: the natural gradient, or what a criterion puts in its
 * place to keep limits (CPO, PCPO).
 */
@FunctionalInterface
public interface StepRule {
  /**
   * Moves the policy behind {@code surface}, or leaves it where it was.
   *
   * @return what became of the step, as the surface measured it
   */
  Step step(PolicySurface surface);

  /**
   * A step.
   *
   * @param factor the share of the whole step that was taken, 0 if the policy stayed
   * @param improvement the surface's loss before minus that after
   * @param kl mean KL(old || new)
   */
  record Step(double factor, double improvement, double kl) {
    /** The policy stayed. */
    public static final Step NONE = new Step(0, 0, 0);
  }
}
