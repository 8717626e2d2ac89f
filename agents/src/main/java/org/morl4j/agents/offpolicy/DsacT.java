package org.morl4j.agents.offpolicy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.nn.Activation;
import org.morl4j.nn.head.HeadOptions;

/**
 * DSAC-T, distributional soft actor-critic with three refinements (Duan et al. 2023, arXiv
 * 2310.05858): {@link Sac} with two critics that each put out a Gaussian distribution of the
 * return.
 *
 * <pre>
 *   y_q       = r + discount (Q'_k - alpha log pi'(a'|s')),      k = argmin_i Q'_i(s', a'),  a' ~ pi'
 *   y_z       = r + discount (z'_k - alpha log pi'(a'|s')),      z'_k ~ Z'_k(s', a')
 *   dL_i/dQ   = -(omega_i + eps) (y_q - Q_i) / (sigma_i^2 + eps)
 *   dL_i/dsig = -(omega_i + eps) ((C(y_z) - Q_i)^2 - sigma_i^2) / (sigma_i^3 + eps)
 *   L_pi      = E[alpha log pi(a|s) - min_i Q_i(s, a)]
 * </pre>
 *
 * <p>The critics' losses, C, omega and the forms of them that were published are in {@link
 * GaussianHead}; the default form is that of the authors' code of 2024, with which the published
 * results were made. Policy, temperature and all targets, that of the policy among them, move at
 * every second update. Deviations from the code: one update for each environment step instead of
 * one for 20, warm-up 1,000 instead of 10,000 transitions, both settings of {@code replay}; log pi
 * and the target entropy are of actions in [-1, 1]^n instead of the environment's. See
 * docs/dsac.md.
 */
public final class DsacT {
  private DsacT() {}

  /**
   * What {@code dsac-t} is in a config; the defaults are those of the authors' code.
   *
   * @param form which published form of the loss
   * @param spreadRate share of a new batch in the moving average of sigma
   * @param epsilon eps, in units of the squared return
   * @param settings the other knobs
   */
  public record Options(
      GaussianHead.Form form,
      @Allowed(above = 0, max = 1) double spreadRate,
      @Allowed(above = 0, max = 1e12) double epsilon,
      @JsonUnwrapped Sac.Settings settings)
      implements SacPreset<Options> {
    public static final Options DEFAULT =
        new Options(
            GaussianHead.Form.CODE_2024,
            0.005,
            0.1,
            new Sac.Settings(
                Rates.DEFAULT.withLearningRate(1e-4).withPolicyDelay(2),
                Sac.Targets.withPolicy(2),
                MlpOptions.DEFAULT.withHidden(256, 256, 256).withActivation(Activation.GELU),
                new HeadOptions(HeadOptions.Gaussian.SQUASHED, 0, -20, 0.5),
                new TemperatureOptions.Learned(Math.E, 3e-4, null),
                ReplayOptions.DEFAULT.withWarmup(1000)));

    public Options {
      Check.allowed(Options.class, "spreadRate", spreadRate);
      Check.allowed(Options.class, "epsilon", epsilon);
      if (form == GaussianHead.Form.V1) {
        throw new IllegalArgumentException(
            "form is V1, but must be one of PAPER, CODE_2024, CODE_2025. Maybe use the agent"
                + " dsac.");
      }
      new GaussianHead.Options(form, 10, spreadRate, epsilon);
    }

    private CriticOptions critic() {
      return CriticOptions.DEFAULT.withHead(
          new GaussianHead.Options(form, 10, spreadRate, epsilon));
    }

    @Override
    public Sac.Options sac() {
      return new Sac.Options(settings, critic());
    }

    /** The same with another {@code form}. */
    public Options withForm(GaussianHead.Form value) {
      return new Options(value, spreadRate, epsilon, settings);
    }

    /** The same with another {@code spreadRate}. */
    public Options withSpreadRate(double value) {
      return new Options(form, value, epsilon, settings);
    }

    /** The same with another {@code epsilon}. */
    public Options withEpsilon(double value) {
      return new Options(form, spreadRate, value, settings);
    }

    @Override
    public Options withSettings(Sac.Settings value) {
      return new Options(form, spreadRate, epsilon, value);
    }
  }
}
