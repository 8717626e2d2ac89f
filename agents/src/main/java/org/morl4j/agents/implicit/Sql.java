package org.morl4j.agents.implicit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.part.ValueRule;
import org.morl4j.agents.part.WeightRule;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * Sparse Q-learning (Xu et al. 2023, arXiv 2303.15810): {@link ImplicitLearner} regularised by
 * chi-square, under which actions far below V don't count at all.
 *
 * <pre>
 *   l(d) = (1 + d / 2 alpha)_+^2 + V / alpha              V where the mean of (1 + d / 2 alpha)_+ is 1
 *   w(d) = d_+                    the code's,     (1 + d / 2 alpha)_+      the paper's
 * </pre>
 *
 * See docs/sql.md.
 */
public final class Sql {
  private Sql() {}

  /**
   * What {@code sql} is in a config; the defaults are those for locomotion tasks.
   *
   * @param alpha weight of the regularisation, in units of the return: the larger, the nearer V is
   *     to the mean
   * @param weight which weights the policy gets
   * @param settings all else
   */
  public record Options(
      @Allowed(above = 0, max = 1e12) double alpha,
      Weight weight,
      @JsonUnwrapped ImplicitSettings settings)
      implements ImplicitOptions<Options> {
    public static final Options DEFAULT =
        new Options(1, Weight.POSITIVE_PART, ImplicitSettings.DEFAULT.withValueLayerNorm(true));

    public Options {
      Check.allowed(Options.class, "alpha", alpha);
    }

    @Override
    public ValueRule rule() {
      return new ValueRule.Sparse(alpha);
    }

    @Override
    public WeightRule weights() {
      return switch (weight) {
        case POSITIVE_PART -> new WeightRule.PositivePart();
        case SPARSE -> new WeightRule.Sparse(alpha);
      };
    }

    /** The same with another {@code alpha}. */
    public Options withAlpha(double value) {
      return new Options(value, weight, settings);
    }

    /** The same with another {@code weight}. */
    public Options withWeight(Weight value) {
      return new Options(alpha, value, settings);
    }

    @Override
    public Options withSettings(ImplicitSettings value) {
      return new Options(alpha, weight, value);
    }
  }

  /** Weights of actions. */
  public enum Weight {
    /** d_+: those of the authors' code. */
    POSITIVE_PART,
    /** (1 + d / 2 alpha)_+: those of the paper, the density ratio of the regularised policy. */
    SPARSE
  }
}
