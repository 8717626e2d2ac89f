package org.morl4j.agents.discrete;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.nn.Activation;

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
  public record Options(int quantiles, double kappa, @JsonUnwrapped Dqn.Settings settings)
      implements AgentOptions {
    public static final Options DEFAULT =
        new Options(
            200,
            1,
            new Dqn.Settings(
                new ReplayOptions(1_000_000, 32, 100, 4, 1, 1, null, ReplayOptions.Storage.AUTO),
                5e-5,
                0.01 / 32,
                0.99,
                0,
                2500,
                1,
                false,
                false,
                new Dqn.Exploration(1, 0.01, 0.005),
                List.of(64, 64),
                Activation.RELU));

    public Options {
      head(quantiles, kappa);
    }

    private static QuantileHead.Options head(int quantiles, double kappa) {
      return new QuantileHead.Options(quantiles, kappa, QuantileHead.Average.TARGETS, false, 0);
    }

    /** The same as DQN's options. */
    public Dqn.Options dqn() {
      return new Dqn.Options(settings, head(quantiles, kappa));
    }

    @Override
    public Signals signals(EnvSpec spec) {
      return dqn().signals(spec);
    }

    @Override
    public LearnerFactory factory() {
      return dqn().factory();
    }
  }
}
