package org.morl4j.agents.dice;

/**
 * A convex f, of which E[f(w)] keeps density ratios w near 1, and the ratio that its conjugate
 * stands for.
 *
 * <pre>
 *   w(x) = ((f')^-1(x))_+          max over w &gt;= 0 of w x - f(w)
 * </pre>
 */
public enum FDivergence {
  /** f = 1/2 (w - 1)^2, w = (1 + x)_+: without slope below -1. */
  CHI_SQUARE {
    @Override
    double f(double w) {
      return 0.5 * (w - 1) * (w - 1);
    }

    @Override
    double ratio(double x) {
      return Math.max(1 + x, 0);
    }

    @Override
    double ratioSlope(double x) {
      return x > -1 ? 1 : 0;
    }

    @Override
    double logRatioSlope(double x) {
      return x > -1 + LEAST_RATIO ? 1 / (1 + x) : 0;
    }
  },
  /** f = w log w, w = e^(x - 1). */
  KL {
    @Override
    double f(double w) {
      return w * Math.log(Math.max(w, LEAST_RATIO));
    }

    @Override
    double ratio(double x) {
      return Math.exp(Math.min(x - 1, MOST_LOG_RATIO));
    }

    @Override
    double ratioSlope(double x) {
      return ratio(x);
    }

    @Override
    double logRatioSlope(double x) {
      return 1;
    }
  },
  /**
   * Kullback-Leibler's below 1 and chi-square's above: f = w (log w - 1) + 1 or 1/2 (w - 1)^2, w =
   * e^x or 1 + x. It has a slope everywhere and grows no faster than x.
   */
  SOFT_CHI_SQUARE {
    @Override
    double f(double w) {
      return w < 1 ? w * (Math.log(Math.max(w, LEAST_RATIO)) - 1) + 1 : CHI_SQUARE.f(w);
    }

    @Override
    double ratio(double x) {
      return x < 0 ? Math.exp(x) : 1 + x;
    }

    @Override
    double ratioSlope(double x) {
      return x < 0 ? Math.exp(x) : 1;
    }

    @Override
    double logRatioSlope(double x) {
      return x < 0 ? 1 : 1 / (1 + x);
    }
  };

  private static final double LEAST_RATIO = 1e-10;
  private static final double MOST_LOG_RATIO = 80; // e^x of more is no float

  /** f(w), w at least 0. */
  abstract double f(double w);

  /** w(x). */
  abstract double ratio(double x);

  /** dw / dx. */
  abstract double ratioSlope(double x);

  /** log w(x), of no less than 1e-10. */
  double logRatio(double x) {
    return Math.log(Math.max(ratio(x), LEAST_RATIO));
  }

  /** d log w / dx; 0 where w is. */
  abstract double logRatioSlope(double x);
}
