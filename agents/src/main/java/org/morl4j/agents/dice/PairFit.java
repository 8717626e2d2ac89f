package org.morl4j.agents.dice;

import org.jspecify.annotations.Nullable;

/** By which loss e(s, a) follows the residuals e of single transitions; see {@link Optidice}. */
public enum PairFit {
  /** E[alpha f(w) - w (e - lambda)], w of e(s, a): pairs of no weight don't count. */
  MINIMAX,
  /** E[(e - e(s, a))^2]. */
  SQUARED;

  /**
   * The loss and its slopes.
   *
   * @param pair e(s, a) [n]
   * @param e at least [n]
   * @param weight of the rows [n], or null for 1
   * @param slope dL / d pair [n], written
   */
  double evaluate(
      DualForm.Regularised form,
      float[] pair,
      float[] e,
      float @Nullable [] weight,
      float[] slope) {
    int n = slope.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double own = (weight == null ? 1 : weight[i]) / (double) n;
      double d = pair[i] - e[i];
      if (this == SQUARED) {
        sum += own * d * d;
        slope[i] = (float) (2 * own * d);
      } else {
        double x = form.x(pair[i]);
        double w = form.divergence().ratio(x);
        sum += own * (form.alpha() * form.divergence().f(w) - w * (e[i] - form.lambda()));
        slope[i] = (float) (own * form.divergence().ratioSlope(x) * d / form.alpha());
      }
    }
    return sum;
  }
}
