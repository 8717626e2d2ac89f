package org.morl4j.agents.regularized;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.offpolicy.Td3;
import org.morl4j.agents.offpolicy.Td3Preset;
import org.morl4j.agents.part.ActionTerm;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.QEnsemble;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.learn.Setup;

/**
 * TD3+BC (Fujimoto and Gu 2021, arXiv 2106.06860): {@link Td3} on recorded data, whose policy is
 * kept near the recorded actions.
 *
 * <pre>
 *   L_pi = -lambda E[mix(Q_1(s, pi(s)))] + E[mean_j (pi_j(s) - a_j)^2]      (equations 3 and 5)
 *   lambda = alpha / sg[E|mix(Q_1(s, pi(s)))|]
 * </pre>
 *
 * Actions in [-1, 1]; sg is a constant of the gradient. See docs/td3-bc.md.
 */
public final class Td3Bc {
  private Td3Bc() {}

  /**
   * What {@code td3-bc} is in a config; the defaults are those of the authors' code.
   *
   * @param alpha how much values count against cloning; 0 clones alone
   * @param normalizeObs whether observations are standardised by the data's mean and deviation
   * @param td3 the other knobs
   */
  public record Options(
      @Allowed(min = 0, max = 1e12) double alpha,
      boolean normalizeObs,
      @JsonUnwrapped Td3.Options td3)
      implements Td3Preset<Options> {
    public static final Options DEFAULT =
        new Options(2.5, true, Td3.Options.DEFAULT.withLearningRate(3e-4));

    public Options {
      Check.allowed(Options.class, "alpha", alpha);
    }

    @Override
    public ActionTerm term(Setup setup, Mlps mlps, QEnsemble critics) {
      int size = setup.spec().actionSpace().size();
      return new ActionCloning(size, alpha, 1.0 / size, 0);
    }

    /** The same with another {@code alpha}. */
    public Options withAlpha(double value) {
      return new Options(value, normalizeObs, td3);
    }

    /** The same with another {@code normalizeObs}. */
    public Options withNormalizeObs(boolean value) {
      return new Options(alpha, value, td3);
    }

    @Override
    public Options withTd3(Td3.Options value) {
      return new Options(alpha, normalizeObs, value);
    }
  }
}
