package org.morl4j.core.constraint;

import java.util.Arrays;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/** What a limit binds of the distribution of an episode's value. */
public sealed interface Statistic {
  /**
   * Of the values of some episodes.
   *
   * @param values [episodes], at least one; left as they are
   */
  Estimate of(double[] values, Sense sense);

  /** The mean. */
  record Mean() implements Statistic {
    @Override
    public Estimate of(double[] values, Sense sense) {
      double deviation = deviation(values);
      return new Estimate(mean(values), deviation / Math.sqrt(values.length), deviation);
    }
  }

  /**
   * The mean of the worst share of episodes, conditional value at risk: of the largest values for a
   * limit from above, of the smallest for one from below.
   *
   * <pre>
   *   CVaR = q + E[(X - q)+] / level,   q: the (1 - level) quantile of X, worst values largest
   *   standard error = sd((X - q)+) / (level sqrt(n))
   * </pre>
   *
   * @param level the share; 1 is the mean
   */
  record Cvar(@Allowed(above = 0, max = 1) double level) implements Statistic {
    public Cvar {
      Check.allowed(Cvar.class, "level", level);
    }

    @Override
    public Estimate of(double[] values, Sense sense) {
      int sign = sense.slope();
      double[] bad = new double[values.length];
      for (int i = 0; i < bad.length; i++) {
        bad[i] = sign * values[i];
      }
      Arrays.sort(bad);
      int n = bad.length;
      int q = n - Math.max(1, (int) Math.ceil(level * n - 1e-9));
      double[] excess = new double[n];
      for (int i = 0; i < n; i++) {
        excess[i] = Math.max(0, bad[i] - bad[q]);
      }
      double cvar = bad[q] + mean(excess) / Math.max(level, 1.0 / n);
      double error = deviation(excess) / (level * Math.sqrt(n));
      return new Estimate(sign * cvar, error, deviation(values));
    }
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** With divisor n - 1; 0 for a single value. */
  private static double deviation(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
  }
}
