package org.morl4j.agents.implicit;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * How {@link UniRl} makes a policy of values: by weights of actions of the reference policy mu.
 *
 * <pre>
 *   dL_pi / dz = -1/K sum_i omega_i d log pi(a_i|s) / dz,      a_i ~ mu
 * </pre>
 *
 * z are the outputs of the policy's network.
 */
public interface Extraction {
  /** Whether it asks where the critics' values of the policy's own actions rise. */
  default boolean climbs() {
    return false;
  }

  /** Whether KL(pi || mu) is taken off these. */
  default boolean regularised() {
    return false;
  }

  /**
   * The weights.
   *
   * @param divergence of the policy from mu
   * @param maxWeight largest weight of cloning
   * @param omega [K, B], written
   */
  void weights(ReferenceRows rows, UniRl.Divergence divergence, double maxWeight, float[] omega);

  /**
   * The regularised optimum's density ratio as the weight: weighted cloning of mu's actions, as SQL
   * and EQL do.
   */
  record Likelihood() implements Extraction {
    public static final Likelihood DEFAULT = new Likelihood();

    @Override
    public void weights(
        ReferenceRows rows, UniRl.Divergence divergence, double maxWeight, float[] omega) {
      divergence.weights().weights(rows.d(), rows.count(), maxWeight, omega);
    }
  }

  /**
   * The regularised objective's own slope over mu's actions.
   *
   * <pre>
   *   J     = E_mu[rho d - alpha f(rho)],        rho = pi(a|s) / mu(a|s)
   *   omega = rho (d - alpha f'(rho))            rho clipped at maxRatio
   * </pre>
   *
   * It is 0 where rho is the optimum's ratio, and negative above it.
   *
   * @param maxRatio largest rho
   */
  record Importance(@Allowed(min = 1, max = 1e12) double maxRatio) implements Extraction {
    public static final Importance DEFAULT = new Importance(10);

    public Importance {
      Check.allowed(Importance.class, "maxRatio", maxRatio);
    }

    @Override
    public void weights(
        ReferenceRows rows, UniRl.Divergence divergence, double maxWeight, float[] omega) {
      for (int i = 0; i < rows.count(); i++) {
        double ratio = Math.min(Math.exp(rows.logRatio()[i]), maxRatio);
        omega[i] = (float) (ratio * (rows.d()[i] - divergence.slope(ratio)));
      }
    }
  }

  /**
   * Weighted cloning whose gradient comes closest to that of the critics' values.
   *
   * <pre>
   *   omega = argmin |g_Q - 1/K sum_i omega_i g_i|^2 + ridge |omega|^2   over omega >= 0, at each state
   *   g_Q   = d (mix(Q(s, a)) - c KL(pi || mu)) / dz, a ~ pi drawn through z
   *   g_i   = d log pi(a_i|s) / dz                c = alpha f''(1) if regularised, else 0
   * </pre>
   *
   * With one action omega = (g_Q . g)_+ / (|g|^2 + ridge); with several it is found by projected
   * coordinate descent.
   *
   * @param ridge the larger, the smaller the weights
   * @param sweeps over the actions where there are several
   * @param regularised whether the divergence from mu, to second order, lowers what is climbed
   */
  record InSample(
      @Allowed(above = 0, max = 1e12) double ridge,
      @Allowed(min = 1, max = 1000) int sweeps,
      boolean regularised)
      implements Extraction {
    public static final InSample DEFAULT = new InSample(1, 10, false);

    public InSample {
      Check.allowed(InSample.class, "ridge", ridge);
      Check.allowed(InSample.class, "sweeps", sweeps);
    }

    @Override
    public boolean climbs() {
      return true;
    }

    @Override
    public void weights(
        ReferenceRows rows, UniRl.Divergence divergence, double maxWeight, float[] omega) {
      int width = rows.outputs();
      float[] rest = new float[width]; // g_Q - 1/K sum_i omega_i g_i
      for (int row = 0; row < rows.rows(); row++) {
        System.arraycopy(rows.climb(), row * width, rest, 0, width);
        for (int k = 0; k < rows.sets(); k++) {
          omega[k * rows.rows() + row] = 0;
        }
        for (int sweep = 0; sweep < (rows.sets() == 1 ? 1 : sweeps); sweep++) {
          for (int k = 0; k < rows.sets(); k++) {
            improve(rows, k * rows.rows() + row, rest, omega);
          }
        }
      }
    }

    /** The best weight of one action beside those that the others have now. */
    private void improve(ReferenceRows rows, int i, float[] rest, float[] omega) {
      int width = rows.outputs();
      double share = 1.0 / rows.sets();
      double along = 0;
      double square = 0;
      for (int j = 0; j < width; j++) {
        double own = share * rows.slopes()[i * width + j];
        along += own * (rest[j] + omega[i] * own);
        square += own * own;
      }
      float best = (float) Math.max(0, along / (square + ridge));
      for (int j = 0; j < width; j++) {
        rest[j] -= (float) ((best - omega[i]) * share * rows.slopes()[i * width + j]);
      }
      omega[i] = best;
    }
  }
}
