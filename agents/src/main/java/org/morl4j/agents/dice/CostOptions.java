package org.morl4j.agents.dice;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * How {@link Coptidice} finds density ratios within limits.
 *
 * @param divergence f
 * @param alpha weight of the divergence, in units of the reward: the larger, the nearer to the data
 * @param epsilon how far from the data drawn, in nats, the distribution may be that costs are
 *     bounded for; 0 takes means for what they are
 * @param throughWeights whether the bound's network also moves by how its own values tilt the
 *     batch, as in the authors' code; by the paper's dual it doesn't
 * @param initialMultiplier what every multiplier is at first, in units of the reward for one of the
 *     signal
 */
public record CostOptions(
    FDivergence divergence,
    @Allowed(above = 0, max = 1e12) double alpha,
    @Allowed(min = 0, max = 100) double epsilon,
    boolean throughWeights,
    @Allowed(above = 0, max = 500) double initialMultiplier) {
  public static final CostOptions DEFAULT =
      new CostOptions(FDivergence.SOFT_CHI_SQUARE, 0.01, 0.01, true, 1);

  public CostOptions {
    Check.allowed(CostOptions.class, "alpha", alpha);
    Check.allowed(CostOptions.class, "epsilon", epsilon);
    Check.allowed(CostOptions.class, "initialMultiplier", initialMultiplier);
  }

  /** The same with another {@code divergence}. */
  public CostOptions withDivergence(FDivergence value) {
    return new CostOptions(value, alpha, epsilon, throughWeights, initialMultiplier);
  }

  /** The same with another {@code alpha}. */
  public CostOptions withAlpha(double value) {
    return new CostOptions(divergence, value, epsilon, throughWeights, initialMultiplier);
  }

  /** The same with another {@code epsilon}. */
  public CostOptions withEpsilon(double value) {
    return new CostOptions(divergence, alpha, value, throughWeights, initialMultiplier);
  }

  /** The same with another {@code throughWeights}. */
  public CostOptions withThroughWeights(boolean value) {
    return new CostOptions(divergence, alpha, epsilon, value, initialMultiplier);
  }

  /** The same with another {@code initialMultiplier}. */
  public CostOptions withInitialMultiplier(double value) {
    return new CostOptions(divergence, alpha, epsilon, throughWeights, value);
  }
}
