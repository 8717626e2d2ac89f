package org.morl4j.agents.dice;

import org.morl4j.agents.Composite;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.policy.LivePolicy;

/** How a policy is made of the density ratios of pairs. */
interface RatioPolicy extends Composite {
  /**
   * One gradient step.
   *
   * @param form the dual that {@code pair} goes by
   * @param rate the policy's learning rate
   * @param share of other learning rates that is left
   * @return the policy's loss before it
   */
  double step(
      BatchRows rows, PairResidual pair, DualForm.Regularised form, double rate, double share);

  /** The policy's gradient's norm at the last step. */
  double gradientNorm();

  /** -E[log pi_D(a|s)] of the last step; 0 where nobody clones the data. */
  default double cloneLoss() {
    return 0;
  }

  /** What acts, live. */
  LivePolicy policy();
}
