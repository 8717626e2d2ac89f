package org.morl4j.agents.policy;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * What the sum of a stock and a return is worth (Pires et al. 2025, arXiv 2501.13028): actions
 * maximise E U(c + G), and where the stock to start with is free, it is chosen too.
 */
public sealed interface Utility {
  /** U(x). */
  double of(double x);

  /** The stocks a greedy episode may start with; none where the environment's is taken. */
  default double[] starts() {
    return new double[0];
  }

  /**
   * What it is worth to start with a stock; the best of {@link #starts} is taken.
   *
   * @param stock c_0
   * @param expected E U(c_0 + G) under the best first action
   */
  default double ofStart(double stock, double expected) {
    return expected;
  }

  /** U(x) = x: the expected return, whatever the stock. */
  record Expected() implements Utility {
    @Override
    public double of(double x) {
      return x;
    }
  }

  /**
   * U(x) = min(x, 0): conditional value at risk, the mean of the worst returns, by
   *
   * <pre>
   *   CVaR_tau(G) = max_c { -c + E[min(c + G, 0)] / tau }
   * </pre>
   *
   * (Rockafellar and Uryasev 2000; Baeuerle and Ott 2011).
   *
   * @param tau the share of the worst returns, above 0 and at most 1
   * @param low the lowest stock to start with: at most minus the tau quantile of the return
   * @param high the highest one
   * @param points how many stocks from {@code low} to {@code high} are compared
   */
  record Cvar(
      @Allowed(above = 0, max = 1) double tau,
      @Allowed(min = -1e30, max = 1e30) double low,
      @Allowed(min = -1e30, max = 1e30) double high,
      @Allowed(min = 2, max = 65_536) int points)
      implements Utility {
    public Cvar {
      Check.allowed(Cvar.class, "tau", tau);
      Check.allowed(Cvar.class, "low", low);
      Check.allowed(Cvar.class, "high", high);
      Check.allowed(Cvar.class, "points", points);
      if (!(low < high && Double.isFinite(high - low))) {
        throw new IllegalArgumentException(
            "utility.low is "
                + low
                + " and utility.high "
                + high
                + ", but low must lie below high, both finite. Maybe take the range of the stock"
                + " wrapper.");
      }
    }

    @Override
    public double of(double x) {
      return Math.min(x, 0);
    }

    @Override
    public double[] starts() {
      double[] starts = new double[points];
      for (int p = 0; p < points; p++) {
        starts[p] = low + (high - low) * p / (points - 1);
      }
      return starts;
    }

    @Override
    public double ofStart(double stock, double expected) {
      return expected / tau - stock;
    }
  }

  /**
   * U(x) = -|x| from the stock c_0 = -target: returns close to a target.
   *
   * @param target of the discounted return
   */
  record Homeostasis(@Allowed(min = -1e12, max = 1e12) double target) implements Utility {
    public Homeostasis {
      Check.allowed(Homeostasis.class, "target", target);
    }

    @Override
    public double of(double x) {
      return -Math.abs(x);
    }

    @Override
    public double[] starts() {
      return new double[] {-target};
    }
  }
}
