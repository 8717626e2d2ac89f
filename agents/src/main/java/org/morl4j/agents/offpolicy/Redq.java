package org.morl4j.agents.offpolicy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.CriticOptions.PolicyTarget;
import org.morl4j.agents.part.Rates;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.ReplayOptions;

/**
 * Randomised ensembled double Q-learning (Chen et al. 2021, arXiv 2101.05982): {@link Sac} with
 * many critics and many of their updates for each environment step.
 *
 * <pre>
 *   y    = r + discount (min_{i in M} Q'_i(s', a') - alpha log pi(a'|s')),   M drawn anew for each batch
 *   L_Q  = sum_i E[1/2 (Q_i(s, a) - y)^2]
 *   L_pi = E[alpha log pi(a|s) - 1/N sum_i Q_i(s, a)],                       every policyDelay updates
 * </pre>
 *
 * <p>With {@code layerNorm} the critics are those of RLPD (Ball et al. 2023, arXiv 2302.02948),
 * which also has {@code backupEntropy} off on some tasks and draws half of every batch from
 * recorded transitions. See docs/sac.md.
 */
public final class Redq {
  private Redq() {}

  /**
   * What {@code redq} is in a config; the defaults are the paper's but for the target entropy and
   * the networks' start, see docs/sac.md.
   *
   * @param critics N
   * @param drawn how many of them M holds
   * @param layerNorm whether the critics' hidden layers are normalised
   * @param settings the other knobs; {@code replay.updates} is the update-to-data ratio, and {@code
   *     policyDelay} usually equals it
   */
  public record Options(
      @Allowed(min = 1, max = 100) int critics,
      @Allowed(min = 0, max = 100) int drawn,
      boolean layerNorm,
      @JsonUnwrapped Sac.Settings settings)
      implements SacPreset<Options> {
    public static final Options DEFAULT =
        new Options(
            10,
            2,
            false,
            Sac.Settings.DEFAULT
                .withRates(Rates.DEFAULT.withPolicyDelay(20))
                .withReplay(ReplayOptions.DEFAULT.withWarmup(5000).withUpdates(20)));

    public Options {
      Check.allowed(Options.class, "critics", critics);
      Check.allowed(Options.class, "drawn", drawn);
      critic(critics, drawn, layerNorm);
    }

    private static CriticOptions critic(int critics, int drawn, boolean layerNorm) {
      return CriticOptions.DEFAULT
          .withCount(critics)
          .withDrawn(drawn)
          .withPolicy(PolicyTarget.MEAN)
          .withLayerNorm(layerNorm);
    }

    @Override
    public Sac.Options sac() {
      return new Sac.Options(settings, critic(critics, drawn, layerNorm));
    }

    /** The same with other {@code critics}. */
    public Options withCritics(int value) {
      return new Options(value, drawn, layerNorm, settings);
    }

    @Override
    public Options withSettings(Sac.Settings value) {
      return new Options(critics, drawn, layerNorm, value);
    }

    /** The same with another {@code drawn}. */
    public Options withDrawn(int value) {
      return new Options(critics, value, layerNorm, settings);
    }

    /** The same with another {@code layerNorm}. */
    public Options withLayerNorm(boolean value) {
      return new Options(critics, drawn, value, settings);
    }
  }
}
