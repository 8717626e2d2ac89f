package org.morl4j.agents.policy;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * A distortion beta of quantile fractions, by which laws of the return are judged (Dabney et al.
 * 2018, arXiv 1806.06923, section 3.1): the mean of Z_beta(tau) over tau in (0, 1) in place of that
 * of Z_tau.
 */
public sealed interface Risk {
  /** beta(tau), increasing from (0, 1) into [0, 1]. */
  double distorted(double tau);

  /** beta(tau) = tau: the expected return. */
  record Neutral() implements Risk {
    @Override
    public double distorted(double tau) {
      return tau;
    }
  }

  /**
   * beta(tau) = eta tau: the mean of the worst returns, conditional value at risk.
   *
   * @param eta their share, above 0 and at most 1
   */
  record Cvar(@Allowed(above = 0, max = 1) double eta) implements Risk {
    public Cvar {
      Check.allowed(Cvar.class, "eta", eta);
    }

    @Override
    public double distorted(double tau) {
      return eta * tau;
    }
  }

  /**
   * The power formula: tau^(1 / (1 + |eta|)) for eta of at least 0, else 1 - (1 - tau)^(1 / (1 +
   * |eta|)).
   *
   * @param eta seeks risk where positive, averts it where negative
   */
  record Pow(@Allowed(min = -1e6, max = 1e6) double eta) implements Risk {
    public Pow {
      Check.allowed(Pow.class, "eta", eta);
    }

    @Override
    public double distorted(double tau) {
      double power = 1 / (1 + Math.abs(eta));
      return eta >= 0 ? Math.pow(tau, power) : 1 - Math.pow(1 - tau, power);
    }
  }

  /**
   * Cumulative probability weighting (Tversky and Kahneman 1992): tau^eta / (tau^eta + (1 -
   * tau)^eta)^(1 / eta), which weighs rare returns at both ends more.
   *
   * @param eta above 0.28, below which it does not increase, and at most 1; 0.71 fits people
   */
  record Cpw(@Allowed(above = 0.28, max = 1) double eta) implements Risk {
    public Cpw {
      Check.allowed(Cpw.class, "eta", eta);
    }

    @Override
    public double distorted(double tau) {
      double up = Math.pow(tau, eta);
      return up / Math.pow(up + Math.pow(1 - tau, eta), 1 / eta);
    }
  }
}
