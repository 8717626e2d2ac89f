package org.morl4j.core.train;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.rng.SeedTree;

/**
 * Says what a policy returns: an {@link Evaluator} by episodes in an environment, off-policy
 * evaluation by recorded data.
 */
public interface ReturnEstimator {
  /**
   * Returns of a policy under several discounts at once.
   *
   * @param preference weights of the objectives [m], or null for a policy that takes none
   * @param as how it acts
   * @param seeds all randomness comes from them
   * @param discounts signals of the environment, each list with discounts of its own
   * @return one for each of {@code discounts}, in order; {@link Returns#each} has one entry for
   *     each episode, or for each beginning of one
   */
  List<Returns> evaluate(
      Policy policy, @Nullable Vec preference, Mode as, SeedTree seeds, List<Signals> discounts);

  /** Environment steps taken so far. */
  long transitions();

  /** Makes estimators. */
  @FunctionalInterface
  interface Factory {
    /** By whole episodes of the environment. */
    Factory MEASURED = Evaluator::new;

    /**
     * Makes one.
     *
     * @param env environments of the run
     * @param signals with the discount to measure by
     * @param episodes where there are any to run
     * @param mode how the policy acts where nothing else is said
     */
    ReturnEstimator of(VectorEnv env, Signals signals, int episodes, Mode mode);
  }
}
