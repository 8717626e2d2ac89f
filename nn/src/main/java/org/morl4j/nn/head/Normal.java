package org.morl4j.nn.head;

/** One dimension of a Gaussian. */
final class Normal {
  static final double HALF_LOG_2_PI = 0.5 * Math.log(2 * Math.PI);

  private Normal() {}

  /** log density of a point {@code z} standard deviations from the mean. */
  static double logProb(double z, double logStd) {
    return -0.5 * z * z - logStd - HALF_LOG_2_PI;
  }

  static double entropy(double logStd) {
    return 0.5 + HALF_LOG_2_PI + logStd;
  }

  /** KL(old || new). */
  static double kl(double oldMean, double oldLogStd, double newMean, double newLogStd) {
    double ratio = Math.exp(oldLogStd - newLogStd);
    double shift = (oldMean - newMean) * Math.exp(-newLogStd);
    return newLogStd - oldLogStd + 0.5 * (ratio * ratio + shift * shift - 1);
  }

  /** dKL(old || new)/d old mean. */
  static double klByMean(double oldMean, double newMean, double newLogStd) {
    return (oldMean - newMean) * Math.exp(-2 * newLogStd);
  }

  /** dKL(old || new)/d old log standard deviation. */
  static double klByLogStd(double oldLogStd, double newLogStd) {
    return Math.exp(2 * (oldLogStd - newLogStd)) - 1;
  }
}
