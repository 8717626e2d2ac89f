package org.morl4j.agents.part;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/** How a state's value v follows the values q of actions there: a loss l of d = q - v. */
public interface ValueRule {
  /**
   * The loss of every difference.
   *
   * @param d q - v [n]
   * @param loss l(d) [n], written
   * @param dV dl/dv = -l'(d) [n], written
   */
  void losses(float[] d, int n, float[] loss, float[] dV);

  /** d^2: v becomes the mean of q. */
  record Squared() implements ValueRule {
    @Override
    public void losses(float[] d, int n, float[] loss, float[] dV) {
      for (int i = 0; i < n; i++) {
        loss[i] = d[i] * d[i];
        dV[i] = -2 * d[i];
      }
    }
  }

  /**
   * |tau - 1(d < 0)| d^2: v becomes the tau-expectile of q, above its mean for tau above 1/2 (IQL,
   * Kostrikov et al. 2021, arXiv 2110.06169, equation 5).
   *
   * @param tau strictly between 0 and 1
   */
  record Expectile(@Allowed(above = 0, below = 1) double tau) implements ValueRule {
    /** That of IQL's locomotion tasks. */
    public static final Expectile DEFAULT = new Expectile(0.7);

    public Expectile {
      Check.allowed(Expectile.class, "tau", tau);
    }

    @Override
    public void losses(float[] d, int n, float[] loss, float[] dV) {
      for (int i = 0; i < n; i++) {
        float weight = (float) (d[i] < 0 ? 1 - tau : tau);
        loss[i] = weight * d[i] * d[i];
        dV[i] = -2 * weight * d[i];
      }
    }
  }
}
