package org.morl4j.agents.implicit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.part.ValueRule;
import org.morl4j.agents.part.WeightRule;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * Implicit Q-learning (Kostrikov et al. 2021, arXiv 2110.06169): {@link ImplicitLearner} whose V is
 * the expectile of the recorded actions' values.
 *
 * <pre>
 *   l(d) = |tau - 1(d &lt; 0)| d^2                                        (equation 5)
 *   w(d) = exp(beta d)                                                 (equation 7)
 * </pre>
 *
 * See docs/iql.md for what differs from the authors' code.
 */
public final class Iql {
  private Iql() {}

  /**
   * What {@code iql} is in a config; the defaults are those for locomotion tasks.
   *
   * @param tau of the expectile: above 1/2, the more the better actions count
   * @param beta inverse temperature, in units of one over the return; 0 clones the data
   * @param settings all else
   */
  public record Options(
      @Allowed(above = 0, below = 1) double tau,
      @Allowed(min = 0, max = 1e6) double beta,
      @JsonUnwrapped ImplicitSettings settings)
      implements ImplicitOptions<Options> {
    public static final Options DEFAULT = new Options(0.7, 3, ImplicitSettings.DEFAULT);

    public Options {
      Check.allowed(Options.class, "tau", tau);
      Check.allowed(Options.class, "beta", beta);
    }

    @Override
    public ValueRule rule() {
      return new ValueRule.Expectile(tau);
    }

    @Override
    public WeightRule weights() {
      return new WeightRule.Exponential(beta);
    }

    /** The same with another {@code tau}. */
    public Options withTau(double value) {
      return new Options(value, beta, settings);
    }

    /** The same with another {@code beta}. */
    public Options withBeta(double value) {
      return new Options(tau, value, settings);
    }

    @Override
    public Options withSettings(ImplicitSettings value) {
      return new Options(tau, beta, value);
    }
  }
}
