package org.morl4j.cli.compare;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Student's t interval of a mean over tasks of the mean over runs. With s_t^2 the variance of the
 * n_t runs of task t and v_t = s_t^2 / n_t,
 *
 * <pre>
 *   mean +- t(nu) sqrt(sum_t v_t) / T,   nu = (sum_t v_t)^2 / sum_t (v_t^2 / (n_t - 1))
 * </pre>
 *
 * (Welch 1947, Satterthwaite 1946); of one task nu = n - 1, and the coverage is exact for normally
 * distributed runs.
 */
final class Student {
  private Student() {}

  /**
   * @param value the mean
   * @param runs [tasks][runs], at least two of each task
   * @param confidence coverage of the interval, strictly between 0 and 1
   * @return without width where no task's runs differ
   */
  static Interval interval(double value, double[][] runs, double confidence) {
    double sum = 0;
    double weighed = 0;
    for (double[] ofTask : runs) {
      boolean same = StatUtils.min(ofTask) == StatUtils.max(ofTask); // rounding would hide it
      double v = same ? 0 : StatUtils.variance(ofTask) / ofTask.length;
      sum += v;
      weighed += v * v / (ofTask.length - 1);
    }
    if (weighed == 0) {
      return new Interval(value, value, value);
    }
    double quantile =
        new TDistribution(sum * sum / weighed).inverseCumulativeProbability((1 + confidence) / 2);
    double half = quantile * Math.sqrt(sum) / runs.length;
    return new Interval(value, value - half, value + half);
  }
}
