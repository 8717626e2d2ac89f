package org.morl4j.agents.discrete;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * Quantile regression DQN (Dabney et al. 2018, arXiv 1710.10044): {@link Dqn} with N quantiles of
 * the return for each action.
 *
 * <pre>
 *   Q(s, a) = 1/N sum_i theta_i(s, a)
 *   y_j     = r + discount thetabar_j(s', argmax_a Qbar(s', a))
 *   L       = 1/N sum_i sum_j |tau_i - 1(d_ij &lt; 0)| H_kappa(d_ij),   d_ij = y_j - theta_i(s, a)
 * </pre>
 *
 * <p>tau_i = (i + 1/2) / N, H_kappa is Huber's loss, see {@link QuantileHead}.
 */
public final class QrDqn {
  private QrDqn() {}

  /**
   * What {@code qr-dqn} is in a config; the defaults are the paper's for Atari, as sb3-contrib has
   * them, with a short warm-up.
   *
   * @param quantiles N
   * @param kappa where the Huber loss turns linear, in units of the return
   * @param settings the other knobs
   */
  public record Options(
      @Allowed(min = 1, max = 4_096) int quantiles,
      @Allowed(above = 0, max = 1e6) double kappa,
      @JsonUnwrapped DqnSettings settings)
      implements DqnPreset<Options> {
    public static final Options DEFAULT =
        new Options(
            200,
            1,
            DqnSettings.DEFAULT
                .withStep(new DqnSettings.Step(5e-5, 0.01 / 32, 0))
                .withTarget(new DqnSettings.Target(2500, 1, false))
                .withExploration(new Exploration(1, 0.01, 0.005)));

    public Options {
      Check.allowed(Options.class, "quantiles", quantiles);
      Check.allowed(Options.class, "kappa", kappa);
      head(quantiles, kappa);
    }

    private static QuantileHead.Options head(int quantiles, double kappa) {
      return new QuantileHead.Options(quantiles, kappa, QuantileHead.Average.TARGETS, false, 0);
    }

    @Override
    public Dqn.Options dqn() {
      return new Dqn.Options(settings, head(quantiles, kappa));
    }

    /** The same with other {@code quantiles}. */
    public Options withQuantiles(int value) {
      return new Options(value, kappa, settings);
    }

    /** The same with another {@code kappa}. */
    public Options withKappa(double value) {
      return new Options(quantiles, value, settings);
    }

    @Override
    public Options withSettings(DqnSettings value) {
      return new Options(quantiles, kappa, value);
    }
  }
}
