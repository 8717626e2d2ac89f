package org.morl4j.agents.regularized;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.offpolicy.Td3;
import org.morl4j.agents.offpolicy.Td3Preset;
import org.morl4j.agents.part.ActionTerm;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.QEnsemble;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.Column;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;

/**
 * ReBRAC (Tarasov et al. 2023, arXiv 2305.09836): {@link Td3} on recorded data, kept near the
 * recorded actions both where the policy learns and in what critics learn.
 *
 * <pre>
 *   L_pi = -lambda E[q] + beta1 E[sum_j (pi_j(s) - a_j)^2],   lambda = 1 / sg[E|q|]
 *   y    = r + discount (Q'_k(s', a') - beta2 sum_j (a'_j - b_j)^2),  b the recorded action at s'
 * </pre>
 *
 * q = mix(Q_k(s, pi(s))) of the critic k that expects least; what y loses counts against the mixed
 * value. See docs/rebrac.md.
 */
public final class Rebrac {
  private Rebrac() {}

  /**
   * What {@code rebrac} is in a config; the defaults are those for locomotion tasks.
   *
   * @param actorWeight beta1, of the policy's distance from the recorded actions
   * @param criticWeight beta2, of the next actions' distance in the critics' targets
   * @param normalizeObs whether observations are standardised by the data's mean and deviation
   * @param td3 the other knobs
   */
  public record Options(
      @Allowed(min = 0, max = 1e12) double actorWeight,
      @Allowed(min = 0, max = 1e12) double criticWeight,
      boolean normalizeObs,
      @JsonUnwrapped Td3.Options td3)
      implements Td3Preset<Options> {
    public static final Options DEFAULT =
        new Options(
            0.01,
            0.01,
            false,
            Td3.Options.DEFAULT
                .withHidden(256, 256, 256)
                .withBatch(1024)
                .withCritic(CriticOptions.DEFAULT.withLayerNorm(true)));

    public Options {
      Check.allowed(Options.class, "actorWeight", actorWeight);
      Check.allowed(Options.class, "criticWeight", criticWeight);
    }

    @Override
    public Requirements requirements() {
      Requirements all = Td3Preset.super.requirements();
      return criticWeight == 0 ? all : all.with(Column.NEXT_ACT);
    }

    @Override
    public ActionTerm term(Setup setup, Mlps mlps, QEnsemble critics) {
      int size = setup.spec().actionSpace().size();
      return new ActionCloning(size, 1, actorWeight, criticWeight);
    }

    /** The same with another {@code actorWeight}. */
    public Options withActorWeight(double value) {
      return new Options(value, criticWeight, normalizeObs, td3);
    }

    /** The same with another {@code criticWeight}. */
    public Options withCriticWeight(double value) {
      return new Options(actorWeight, value, normalizeObs, td3);
    }

    /** The same with another {@code normalizeObs}. */
    public Options withNormalizeObs(boolean value) {
      return new Options(actorWeight, criticWeight, value, td3);
    }

    @Override
    public Options withTd3(Td3.Options value) {
      return new Options(actorWeight, criticWeight, normalizeObs, value);
    }
  }
}
