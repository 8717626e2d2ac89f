package org.morl4j.agents.regularized;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.offpolicy.Td3;
import org.morl4j.agents.offpolicy.Td3Preset;
import org.morl4j.agents.part.ActionTerm;
import org.morl4j.agents.part.ActionUnits;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.QEnsemble;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.Neighbours;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;

/**
 * PRDC (Ran et al. 2023, arXiv 2305.12569): {@link Td3} on recorded data, whose policy is kept near
 * the recorded row that is nearest to what it does, so that actions of other states count too.
 *
 * <pre>
 *   k    = argmin_i |[beta s, pi(s)] - [beta s_i, a_i]|                      over all the data
 *   L_pi = -lambda E[q] + E[mean_j (pi_j(s) - a_kj)^2],   lambda = alpha / sg[E|q|]
 * </pre>
 *
 * q = mix(Q_1(s, pi(s))), s as networks see it, actions in [-1, 1]. See docs/prdc.md.
 */
public final class Prdc {
  private Prdc() {}

  /** How far a policy is from the nearest row. */
  public enum Distance {
    /** E[mean_j (pi_j(s) - a_kj)^2], as in the authors' code. */
    ACTION,
    /** E[|[beta s, pi(s)] - [beta s_k, a_k]|], as in the paper (equation 7). */
    JOINT
  }

  /**
   * What {@code prdc} is in a config; the defaults are those for hopper and walker2d.
   *
   * @param alpha how much values count against the distance
   * @param beta how much states count in the search; 0 finds the nearest action of any state
   * @param distance how far the policy is from what was found
   * @param normalizeObs whether observations are standardised by the data's mean and deviation
   * @param td3 the other knobs
   */
  public record Options(
      @Allowed(min = 0, max = 1e12) double alpha,
      @Allowed(min = 0, max = 1e6) double beta,
      Distance distance,
      boolean normalizeObs,
      @JsonUnwrapped Td3.Options td3)
      implements Td3Preset<Options> {
    public static final Options DEFAULT =
        new Options(2.5, 2, Distance.ACTION, true, Td3Bc.Options.DEFAULT.td3());

    public Options {
      Check.allowed(Options.class, "alpha", alpha);
      Check.allowed(Options.class, "beta", beta);
    }

    @Override
    public Requirements requirements() {
      return Td3Preset.super.requirements().withScan();
    }

    @Override
    public ActionTerm term(Setup setup, Mlps mlps, QEnsemble critics) {
      ActionUnits units = ActionUnits.of(setup.spec().actionSpace());
      return new NearestCloning(this, units, Neighbours.factory());
    }

    /** The same with another {@code alpha}. */
    public Options withAlpha(double value) {
      return new Options(value, beta, distance, normalizeObs, td3);
    }

    /** The same with another {@code beta}. */
    public Options withBeta(double value) {
      return new Options(alpha, value, distance, normalizeObs, td3);
    }

    /** The same with another {@code distance}. */
    public Options withDistance(Distance value) {
      return new Options(alpha, beta, value, normalizeObs, td3);
    }

    /** The same with another {@code normalizeObs}. */
    public Options withNormalizeObs(boolean value) {
      return new Options(alpha, beta, distance, value, td3);
    }

    @Override
    public Options withTd3(Td3.Options value) {
      return new Options(alpha, beta, distance, normalizeObs, value);
    }
  }
}
