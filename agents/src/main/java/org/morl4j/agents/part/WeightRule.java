package org.morl4j.agents.part;

/** How much a recorded action counts for a policy, by its advantage x. */
public interface WeightRule {
  /**
   * The weight before it is clamped.
   *
   * @param x in units of the return
   */
  double weight(double x);

  /**
   * The weights of n actions, clamped to at least 0 and at most {@code largest}.
   *
   * @param x advantages [n]
   * @param w [n], written
   */
  default void weights(float[] x, int n, double largest, float[] w) {
    for (int i = 0; i < n; i++) {
      w[i] = (float) Math.min(Math.max(weight(x[i]), 0), largest);
    }
  }

  /**
   * exp(beta x): advantage-weighted regression.
   *
   * @param beta in units of one over the return; 0 clones the data
   */
  record Exponential(double beta) implements WeightRule {
    @Override
    public double weight(double x) {
      return Math.exp(beta * x);
    }
  }

  /** x_+. */
  record PositivePart() implements WeightRule {
    @Override
    public double weight(double x) {
      return Math.max(x, 0);
    }
  }

  /**
   * (1 + x / 2 alpha)_+, the density ratio of chi-square regularisation.
   *
   * @param alpha in units of the return
   */
  record Sparse(double alpha) implements WeightRule {
    @Override
    public double weight(double x) {
      return Math.max(1 + x / (2 * alpha), 0);
    }
  }
}
