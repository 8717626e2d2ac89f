package org.morl4j.agents.implicit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.part.ValueRule;
import org.morl4j.agents.part.WeightRule;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * Extreme Q-learning (Garg et al. 2023, arXiv 2301.02328): {@link ImplicitLearner} whose V is the
 * soft maximum over recorded actions, by regression with Gumbel noise.
 *
 * <pre>
 *   l(d) = e^z - z - 1,   z = d / beta &lt;= clip                   V = beta log E[e^(Q / beta)]
 *   w(d) = e^(temperature d)
 * </pre>
 *
 * See docs/xql.md.
 */
public final class Xql {
  private Xql() {}

  /**
   * What {@code xql} is in a config; the defaults are those for locomotion tasks.
   *
   * @param beta temperature of V, in units of the return: the larger, the nearer V is to the mean
   * @param clip largest z; beyond it a sample has no slope
   * @param temperature inverse temperature of the policy, in units of one over the return
   * @param actions the authors' extras
   * @param settings all else
   */
  public record Options(
      @Allowed(above = 0, max = 1e12) double beta,
      @Allowed(above = 0, max = 80) double clip,
      @Allowed(min = 0, max = 1e6) double temperature,
      @JsonUnwrapped ValueActions actions,
      @JsonUnwrapped ImplicitSettings settings)
      implements ImplicitOptions<Options> {
    public static final Options DEFAULT =
        new Options(2, 7, 3, ValueActions.RECORDED, ImplicitSettings.HUBER);

    public Options {
      Check.allowed(Options.class, "beta", beta);
      Check.allowed(Options.class, "clip", clip);
      Check.allowed(Options.class, "temperature", temperature);
    }

    @Override
    public ValueRule rule() {
      return new ValueRule.Gumbel(beta, clip);
    }

    @Override
    public WeightRule weights() {
      return new WeightRule.Exponential(temperature);
    }

    /** The same with another {@code beta}. */
    public Options withBeta(double value) {
      return new Options(value, clip, temperature, actions, settings);
    }

    /** The same with another {@code clip}. */
    public Options withClip(double value) {
      return new Options(beta, value, temperature, actions, settings);
    }

    /** The same with another {@code temperature}. */
    public Options withTemperature(double value) {
      return new Options(beta, clip, value, actions, settings);
    }

    /** The same with another {@code actions}. */
    public Options withActions(ValueActions value) {
      return new Options(beta, clip, temperature, value, settings);
    }

    @Override
    public Options withSettings(ImplicitSettings value) {
      return new Options(beta, clip, temperature, actions, value);
    }
  }
}
