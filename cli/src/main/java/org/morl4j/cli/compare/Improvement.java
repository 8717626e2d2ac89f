package org.morl4j.cli.compare;

/**
 * Probability that a run of one algorithm scores higher than a run of another on the same task,
 * ties counting a half, averaged over tasks: the Mann-Whitney U statistic over the product of the
 * sample sizes, as rliable's {@code probability_of_improvement}.
 */
final class Improvement {
  private Improvement() {}

  /**
   * @param x [tasks][runs]
   * @param y [tasks][runs], the same tasks
   */
  static double probability(double[][] x, double[][] y) {
    double sum = 0;
    for (int t = 0; t < x.length; t++) {
      long twice = 0;
      for (double a : x[t]) {
        for (double b : y[t]) {
          twice += a > b ? 2 : a == b ? 1 : 0;
        }
      }
      sum += twice / (2.0 * x[t].length * y[t].length);
    }
    return sum / x.length;
  }
}
