package org.morl4j.agents.implicit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.part.ValueRule;
import org.morl4j.agents.part.WeightRule;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * Exponential Q-learning (Xu et al. 2023, arXiv 2303.15810): {@link ImplicitLearner} regularised by
 * the reverse Kullback-Leibler divergence.
 *
 * <pre>
 *   l(d) = e^z - z - 1,   z = d / alpha &lt;= clip                 V = alpha log E[e^(Q / alpha)]
 *   w(d) = e^(sharpness d / alpha)         sharpness 10 the code's, 1 the paper's
 * </pre>
 *
 * The paper's e^z + V / alpha has the same slopes, but where z is clipped it still pushes V down;
 * see docs/eql.md.
 */
public final class Eql {
  private Eql() {}

  /**
   * What {@code eql} is in a config; the defaults are those for locomotion tasks.
   *
   * @param alpha temperature, in units of the return: the larger, the nearer V is to the mean
   * @param clip largest z
   * @param clipped what samples beyond it do
   * @param sharpness how much sharper the policy's weights are than the values'
   * @param settings all else
   */
  public record Options(
      @Allowed(above = 0, max = 1e12) double alpha,
      @Allowed(above = 0, max = 80) double clip,
      Clipped clipped,
      @Allowed(min = 0, max = 1e6) double sharpness,
      @JsonUnwrapped ImplicitSettings settings)
      implements ImplicitOptions<Options> {
    public static final Options DEFAULT =
        new Options(2, 5, Clipped.FLAT, 10, ImplicitSettings.DEFAULT.withValueLayerNorm(true));

    public Options {
      Check.allowed(Options.class, "alpha", alpha);
      Check.allowed(Options.class, "clip", clip);
      Check.allowed(Options.class, "sharpness", sharpness);
    }

    @Override
    public ValueRule rule() {
      return switch (clipped) {
        case FLAT -> new ValueRule.Gumbel(alpha, clip);
        case FALLING -> new ValueRule.Exponential(alpha, clip);
      };
    }

    @Override
    public WeightRule weights() {
      return new WeightRule.Exponential(sharpness / alpha);
    }

    /** The same with another {@code alpha}. */
    public Options withAlpha(double value) {
      return new Options(value, clip, clipped, sharpness, settings);
    }

    /** The same with another {@code clip}. */
    public Options withClip(double value) {
      return new Options(alpha, value, clipped, sharpness, settings);
    }

    /** The same with another {@code clipped}. */
    public Options withClipped(Clipped value) {
      return new Options(alpha, clip, value, sharpness, settings);
    }

    /** The same with another {@code sharpness}. */
    public Options withSharpness(double value) {
      return new Options(alpha, clip, clipped, value, settings);
    }

    @Override
    public Options withSettings(ImplicitSettings value) {
      return new Options(alpha, clip, clipped, sharpness, value);
    }
  }

  /** What a sample does whose z is clipped. */
  public enum Clipped {
    /** Nothing, as in XQL. */
    FLAT,
    /** It pushes V down, away from its Q: the authors' code. */
    FALLING
  }
}
