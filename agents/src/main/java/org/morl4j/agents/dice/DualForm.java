package org.morl4j.agents.dice;

import org.jspecify.annotations.Nullable;

/**
 * The dual of a divergence between the policy's rows and the recorded ones, as a loss of the
 * residuals e of n rows with weights w: how far V may lie above a fixed point, and which density
 * ratio its solution stands for.
 */
interface DualForm {
  /**
   * The loss.
   *
   * @param e [n]
   * @param w weights of the rows [n], or null for 1
   * @param slope dL/de [n], written
   */
  double evaluate(float[] e, float @Nullable [] w, int n, float[] slope);

  /**
   * The density ratios, clamped to at most {@code most}; those of the rows' weights are not in
   * them.
   *
   * @param e [n]
   * @param ratio [n], written
   */
  void ratios(float[] e, int n, double most, float[] ratio);

  /**
   * Kullback-Leibler: log E[w exp(e)], with ratio exp(e), which is defined up to a factor.
   *
   * @param normalised whether the ratios of a batch have mean 1
   */
  record KullbackLeibler(boolean normalised) implements DualForm {
    @Override
    public double evaluate(float[] e, float @Nullable [] w, int n, float[] slope) {
      double most = largest(e, n);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double p = (w == null ? 1 : w[i]) * Math.exp(e[i] - most);
        slope[i] = (float) p;
        sum += p;
      }
      for (int i = 0; i < n; i++) {
        slope[i] = (float) (slope[i] / sum);
      }
      return most + Math.log(sum / n);
    }

    @Override
    public void ratios(float[] e, int n, double most, float[] ratio) {
      double shift = 0;
      if (normalised) {
        double largest = largest(e, n);
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += Math.exp(e[i] - largest);
        }
        shift = largest + Math.log(sum / n);
      }
      for (int i = 0; i < n; i++) {
        ratio[i] = (float) Math.min(Math.exp(e[i] - shift), most);
      }
    }

    private static double largest(float[] e, int n) {
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < n; i++) {
        most = Math.max(most, e[i]);
      }
      return most;
    }
  }

  /** Chi-square: E[w (1/2 e^2 + e)], with ratio (1 + e)_+. */
  record ChiSquare() implements DualForm {
    @Override
    public double evaluate(float[] e, float @Nullable [] w, int n, float[] slope) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double own = w == null ? 1 : w[i];
        sum += own * (0.5 * e[i] * e[i] + e[i]);
        slope[i] = (float) (own * (1 + e[i]) / n);
      }
      return sum / n;
    }

    @Override
    public void ratios(float[] e, int n, double most, float[] ratio) {
      for (int i = 0; i < n; i++) {
        ratio[i] = (float) Math.min(Math.max(1 + e[i], 0), most);
      }
    }
  }

  /**
   * E[w (e - lambda) - alpha f(w)] + lambda, with ratio w((e - lambda) / alpha): the dual of E[w r]
   * - alpha E[f(w)] for the ratios of a stationary distribution.
   *
   * @param divergence f
   * @param alpha weight of the divergence, in units of the reward
   * @param lambda multiplier of E[w] = 1; 0 for none
   */
  record Regularised(FDivergence divergence, double alpha, double lambda) implements DualForm {
    @Override
    public double evaluate(float[] e, float @Nullable [] w, int n, float[] slope) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double own = w == null ? 1 : w[i];
        double ratio = divergence.ratio(x(e[i]));
        sum += own * (ratio * (e[i] - lambda) - alpha * divergence.f(ratio));
        slope[i] = (float) (own * ratio / n);
      }
      return sum / n + lambda;
    }

    /** (e - lambda) / alpha. */
    double x(double e) {
      return (e - lambda) / alpha;
    }

    @Override
    public void ratios(float[] e, int n, double most, float[] ratio) {
      for (int i = 0; i < n; i++) {
        ratio[i] = (float) Math.min(divergence.ratio(x(e[i])), most);
      }
    }
  }
}
