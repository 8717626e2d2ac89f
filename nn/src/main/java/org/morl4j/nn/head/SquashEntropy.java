package org.morl4j.nn.head;

/**
 * E[log(1 - tanh(u)^2)] for u ~ N(mean, std^2) and its gradient: what squashing adds to the entropy
 * of a Gaussian.
 *
 * <p>Trapezoidal rule over 24 points within 5.5 standard deviations, weights normalised. For
 * analytic integrands under a Gaussian it converges exponentially (Trefethen and Weideman 2014,
 * "The exponentially convergent trapezoidal rule"), and for wide ones it was measured to be nearer
 * than Gauss-Hermite with as many points.
 */
final class SquashEntropy {
  private static final int POINTS = 24;
  private static final double REACH = 5.5;

  private final double[] z = new double[POINTS];
  private final double[] weight = new double[POINTS];

  SquashEntropy() {
    double sum = 0;
    for (int k = 0; k < POINTS; k++) {
      z[k] = REACH * (2.0 * k / (POINTS - 1) - 1);
      weight[k] = Math.exp(-0.5 * z[k] * z[k]);
      sum += weight[k];
    }
    for (int k = 0; k < POINTS; k++) {
      weight[k] /= sum;
    }
  }

  double at(double mean, double std) {
    double sum = 0;
    for (int k = 0; k < POINTS; k++) {
      sum += weight[k] * SquashedGaussian.logSlope(mean + std * z[k]);
    }
    return sum;
  }

  /** d log(1 - tanh(u)^2) / du = -2 tanh(u), and du/dmean = 1. */
  double dMean(double mean, double std) {
    double sum = 0;
    for (int k = 0; k < POINTS; k++) {
      sum -= weight[k] * 2 * SquashedGaussian.tanh(mean + std * z[k]);
    }
    return sum;
  }

  /** As {@link #dMean}, with du/dlogStd = std z. */
  double dLogStd(double mean, double std) {
    double sum = 0;
    for (int k = 0; k < POINTS; k++) {
      sum -= weight[k] * 2 * SquashedGaussian.tanh(mean + std * z[k]) * std * z[k];
    }
    return sum;
  }
}
