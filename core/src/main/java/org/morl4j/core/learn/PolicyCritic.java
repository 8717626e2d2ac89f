package org.morl4j.core.learn;

import org.morl4j.core.data.DataView;
import org.morl4j.core.state.Savable;

/**
 * Critics of all signals of one policy, which may change meanwhile, learned from recorded data
 * beside it: what that policy itself is worth, whatever the learner's own values are of.
 */
public interface PolicyCritic extends Savable {
  /**
   * One gradient step towards the policy as it acts now.
   *
   * @return its loss
   * @throws ArithmeticException if it is not finite
   */
  double update();

  /** What they expect so far, live. */
  ValueFunction values();

  /** Makes them. */
  @FunctionalInterface
  interface Factory {
    /**
     * Critics of a policy that draws its actions.
     *
     * @param setup what the data is of; all that is random comes from its seeds
     * @param policy read live
     * @throws IllegalArgumentException if they can't learn from the data
     */
    PolicyCritic of(Setup setup, DataView data, Policy policy);
  }
}
