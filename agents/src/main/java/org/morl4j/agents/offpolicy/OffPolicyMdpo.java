package org.morl4j.agents.offpolicy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.part.AnchorKl;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.PolicyTerm;
import org.morl4j.agents.part.SoftActor;
import org.morl4j.agents.part.TemperatureOptions;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.ReplayOptions;

/**
 * Mirror descent policy optimisation, off-policy (Tomar et al. 2020, arXiv 2005.09814): {@link Sac}
 * whose policy stays near the one it was a while ago.
 *
 * <pre>
 *   L_pi = E[lambda log pi(a|s) + (1/t - lambda) KL(pi || pi_k)(s) - Q_1(s, a)],   a ~ pi(.|s)
 *   pi_k = pi after every m updates
 * </pre>
 *
 * <p>1/t = lambda is SAC. The code, which the defaults are of, estimates the divergence by log
 * pi(a|s) - log pi_k(a|s) at the drawn action; here it is exact. Its critics learn from a value
 * network where these learn from target critics, as SAC does since arXiv 1812.05905, and it adds
 * 1e-3 of the outputs' squares to the loss, which is left out. See docs/mdpo.md.
 */
public final class OffPolicyMdpo {
  private OffPolicyMdpo() {}

  /**
   * What {@code off-policy-mdpo} is in a config.
   *
   * @param proximity 1/t, in units of the return; not below lambda, the fixed {@code temperature}
   * @param sgdSteps m
   * @param settings the other knobs
   * @param critic the critics
   */
  public record Options(
      @Allowed(above = 0, max = 1e12) double proximity,
      @Allowed(min = 1, max = 1_000_000_000) int sgdSteps,
      @JsonUnwrapped Sac.Settings settings,
      CriticOptions critic)
      implements SacPreset<Options> {
    public static final Options DEFAULT =
        new Options(
            1,
            1000,
            Sac.Settings.DEFAULT
                .withTemperature(new TemperatureOptions.Fixed(0.2))
                .withReplay(ReplayOptions.DEFAULT.withWarmup(10_000)),
            CriticOptions.FIRST);

    public Options {
      Check.allowed(Options.class, "proximity", proximity);
      Check.allowed(Options.class, "sgdSteps", sgdSteps);
      if (proximity < lambda(settings)) {
        throw new IllegalArgumentException(
            "proximity is "
                + proximity
                + ", but must not be below temperature.alpha, "
                + lambda(settings)
                + ". Maybe set it to 1.");
      }
    }

    private static double lambda(Sac.Settings settings) {
      if (settings.temperature() instanceof TemperatureOptions.Fixed fixed) {
        return fixed.alpha();
      }
      throw new IllegalArgumentException(
          "temperature is learned, but MDPO's lambda must be fixed. Maybe set temperature to"
              + " {\"type\": \"fixed\", \"alpha\": 0.2}.");
    }

    @Override
    public Sac.Options sac() {
      return new Sac.Options(settings, critic);
    }

    @Override
    public PolicyTerm term(SoftActor actor) {
      return new AnchorKl(actor.network(), proximity - lambda(settings), sgdSteps);
    }

    /** The same with another {@code proximity}. */
    public Options withProximity(double value) {
      return new Options(value, sgdSteps, settings, critic);
    }

    /** The same with other {@code sgdSteps}. */
    public Options withSgdSteps(int value) {
      return new Options(proximity, value, settings, critic);
    }

    @Override
    public Options withSettings(Sac.Settings value) {
      return new Options(proximity, sgdSteps, value, critic);
    }

    /** The same with another {@code critic}. */
    public Options withCritic(CriticOptions value) {
      return new Options(proximity, sgdSteps, settings, value);
    }
  }
}
