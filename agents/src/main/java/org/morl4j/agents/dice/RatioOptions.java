package org.morl4j.agents.dice;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * How {@link Optidice} finds density ratios.
 *
 * @param divergence f
 * @param alpha weight of the divergence, in units of the reward: the larger, the nearer to the data
 * @param normalised whether a multiplier holds E[w] at 1
 * @param absorbing whether what terminates goes on in a state that is never left
 * @param fit how e(s, a) follows residuals of transitions
 */
public record RatioOptions(
    FDivergence divergence,
    @Allowed(above = 0, max = 1e12) double alpha,
    boolean normalised,
    boolean absorbing,
    PairFit fit) {
  /** How a policy is made of the ratios. */
  public enum Extraction {
    /** The squashed Gaussian nearest to w times the data's policy; of a Box alone. */
    PROJECTION,
    /** Weighted cloning of the recorded actions. */
    LIKELIHOOD
  }

  public static final RatioOptions DEFAULT =
      new RatioOptions(FDivergence.SOFT_CHI_SQUARE, 1, true, true, PairFit.MINIMAX);

  public RatioOptions {
    Check.allowed(RatioOptions.class, "alpha", alpha);
  }

  /** The same with another {@code divergence}. */
  public RatioOptions withDivergence(FDivergence value) {
    return new RatioOptions(value, alpha, normalised, absorbing, fit);
  }

  /** The same with another {@code alpha}. */
  public RatioOptions withAlpha(double value) {
    return new RatioOptions(divergence, value, normalised, absorbing, fit);
  }

  /** The same with or without a multiplier. */
  public RatioOptions withNormalised(boolean value) {
    return new RatioOptions(divergence, alpha, value, absorbing, fit);
  }

  /** The same with or without an absorbing state. */
  public RatioOptions withAbsorbing(boolean value) {
    return new RatioOptions(divergence, alpha, normalised, value, fit);
  }

  /** The same with another {@code fit}. */
  public RatioOptions withFit(PairFit value) {
    return new RatioOptions(divergence, alpha, normalised, absorbing, value);
  }
}
