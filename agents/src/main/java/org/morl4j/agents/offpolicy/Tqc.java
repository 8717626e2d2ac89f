package org.morl4j.agents.offpolicy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * Truncated quantile critics (Kuznetsov et al. 2020, arXiv 2005.04269): {@link Sac} whose critics
 * put out quantiles of the return and share one target.
 *
 * <pre>
 *   y_j  = r + discount (z_(j) - alpha log pi(a'|s')),  z_(1) <= z_(2) <= .. all critics' quantiles,
 *          the critics x drop largest left out, the smallest of a signal that counts against pi
 *   L_Q  = sum_i 1/(N M) sum_n sum_j rho_tau_n(y_j - theta_in(s, a))
 *   L_pi = E[alpha log pi(a|s) - mean of all quantiles of all critics at (s, a)]
 * </pre>
 *
 * <p>rho is the quantile Huber loss, see {@link QuantileHead}. See docs/sac.md.
 */
public final class Tqc {
  private Tqc() {}

  /**
   * What {@code tqc} is in a config; the defaults are those of sb3-contrib (the paper has 5
   * critics).
   *
   * @param critics how many
   * @param quantiles N of each
   * @param drop best quantiles left out of the target for each critic: the largest, and the
   *     smallest of a signal that counts against the policy
   * @param settings the other knobs
   */
  public record Options(
      @Allowed(min = 1, max = 100) int critics,
      @Allowed(min = 1, max = 4_096) int quantiles,
      @Allowed(min = 0, max = 4_095) int drop,
      @JsonUnwrapped Sac.Settings settings)
      implements SacPreset<Options> {
    public static final Options DEFAULT = new Options(2, 25, 2, Sac.Settings.DEFAULT);

    public Options {
      Check.allowed(Options.class, "critics", critics);
      Check.allowed(Options.class, "quantiles", quantiles);
      Check.allowed(Options.class, "drop", drop);
      critic(critics, quantiles, drop);
    }

    private static CriticOptions critic(int critics, int quantiles, int drop) {
      QuantileHead.Options tqc = QuantileHead.Options.DEFAULT;
      return CriticOptions.DEFAULT
          .withCount(critics)
          .withHead(new QuantileHead.Options(quantiles, tqc.kappa(), tqc.average(), true, drop));
    }

    @Override
    public Sac.Options sac() {
      return new Sac.Options(settings, critic(critics, quantiles, drop));
    }

    /** The same with other {@code critics}. */
    public Options withCritics(int value) {
      return new Options(value, quantiles, drop, settings);
    }

    /** The same with other {@code quantiles}. */
    public Options withQuantiles(int value) {
      return new Options(critics, value, drop, settings);
    }

    /** The same with another {@code drop}. */
    public Options withDrop(int value) {
      return new Options(critics, quantiles, value, settings);
    }

    @Override
    public Options withSettings(Sac.Settings value) {
      return new Options(critics, quantiles, drop, value);
    }
  }
}
