package org.morl4j.agents.offpolicy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.OnlineData;

/**
 * Reinforcement learning with prior data (Ball et al. 2023, arXiv 2302.02948): {@link Redq} with
 * normalised critics, half of every batch from recorded transitions.
 *
 * <pre>
 *   y    = r + discount (min_{i in M} Q'_i(s', a') - alpha log pi(a'|s')),   M drawn anew for each batch
 *   L_Q  = sum_i E[1/2 (Q_i(s, a) - y)^2]
 *   L_pi = E[alpha log pi(a|s) - 1/N sum_i Q_i(s, a)],                       every policyDelay updates
 * </pre>
 *
 * It needs no updates on data before it acts. See docs/rlpd.md.
 */
public final class Rlpd {
  private Rlpd() {}

  /**
   * What {@code rlpd} is in a config; the defaults are the paper's for locomotion tasks.
   *
   * @param critics N
   * @param drawn how many of them M holds
   * @param settings the other knobs; {@code replay.updates} is the update-to-data ratio, and {@code
   *     policyDelay} usually equals it
   */
  public record Options(
      @Allowed(min = 1, max = 100) int critics,
      @Allowed(min = 0, max = 100) int drawn,
      @JsonUnwrapped Sac.Settings settings)
      implements SacPreset<Options> {
    public static final Options DEFAULT =
        new Options(
            Redq.Options.DEFAULT.critics(),
            Redq.Options.DEFAULT.drawn(),
            Redq.Options.DEFAULT.settings());

    public Options {
      Check.allowed(Options.class, "critics", critics);
      Check.allowed(Options.class, "drawn", drawn);
      new Redq.Options(critics, drawn, true, settings);
    }

    @Override
    public Sac.Options sac() {
      return new Redq.Options(critics, drawn, true, settings).sac();
    }

    /** Half of every batch. */
    @Override
    public OnlineData onlineData() {
      return OnlineData.HALF_HALF;
    }

    /** The same with other {@code critics}. */
    public Options withCritics(int value) {
      return new Options(value, drawn, settings);
    }

    /** The same with another {@code drawn}. */
    public Options withDrawn(int value) {
      return new Options(critics, value, settings);
    }

    @Override
    public Options withSettings(Sac.Settings value) {
      return new Options(critics, drawn, value);
    }
  }
}
