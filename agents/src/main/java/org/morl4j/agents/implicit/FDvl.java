package org.morl4j.agents.implicit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.part.ValueRule;
import org.morl4j.agents.part.WeightRule;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;

/**
 * Dual-V learning (Sikchi et al. 2023, arXiv 2302.08560): {@link ImplicitLearner} whose V is the
 * dual of a regularisation by any f-divergence.
 *
 * <pre>
 *   l(d) = lambda f*(d) - (1 - lambda) d
 *   w(d) = e^(temperature d)
 * </pre>
 *
 * See docs/f-dvl.md.
 */
public final class FDvl {
  private FDvl() {}

  /**
   * What {@code f-dvl} is in a config.
   *
   * @param divergence f
   * @param temperature inverse temperature of the policy, in units of one over the return
   * @param actions extras, as of {@link Xql}
   * @param settings all else
   */
  public record Options(
      Divergence divergence,
      @Allowed(min = 0, max = 1e6) double temperature,
      @JsonUnwrapped ValueActions actions,
      @JsonUnwrapped ImplicitSettings settings)
      implements ImplicitOptions<Options> {
    public static final Options DEFAULT =
        new Options(ChiSquare.DEFAULT, 3, ValueActions.RECORDED, ImplicitSettings.HUBER);

    public Options {
      Check.allowed(Options.class, "temperature", temperature);
    }

    @Override
    public ValueRule rule() {
      return divergence.rule();
    }

    @Override
    public WeightRule weights() {
      return new WeightRule.Exponential(temperature);
    }

    /** The same with another {@code divergence}. */
    public Options withDivergence(Divergence value) {
      return new Options(value, temperature, actions, settings);
    }

    /** The same with another {@code temperature}. */
    public Options withTemperature(double value) {
      return new Options(divergence, value, actions, settings);
    }

    /** The same with another {@code actions}. */
    public Options withActions(ValueActions value) {
      return new Options(divergence, temperature, value, settings);
    }

    @Override
    public Options withSettings(ImplicitSettings value) {
      return new Options(divergence, temperature, actions, value);
    }
  }

  /** A divergence, by its loss of V. */
  public interface Divergence {
    /** The loss. */
    ValueRule rule();
  }

  /**
   * f* = d_+: V is the (2 lambda - 1) / lambda quantile.
   *
   * @param lambda above 1/2, below which V falls without end
   */
  public record TotalVariation(@Allowed(above = 0.5, below = 1) double lambda)
      implements Divergence {
    /** The 75 % quantile. */
    public static final TotalVariation DEFAULT = new TotalVariation(0.8);

    public TotalVariation {
      Check.allowed(TotalVariation.class, "lambda", lambda);
    }

    @Override
    public ValueRule rule() {
      return new ValueRule.Quantile(lambda);
    }
  }

  /**
   * f* = d w - (w - 1)^2 with w = (1 + d / 2)_+: V where the mean of w is (1 - lambda) / lambda.
   *
   * @param lambda the larger, the higher V
   * @param conjugate which f*
   */
  public record ChiSquare(@Allowed(above = 0, below = 1) double lambda, Conjugate conjugate)
      implements Divergence {
    /** ODICE's lambda. */
    public static final ChiSquare DEFAULT = new ChiSquare(0.6, Conjugate.MONOTONE);

    public ChiSquare {
      Check.allowed(ChiSquare.class, "lambda", lambda);
    }

    @Override
    public ValueRule rule() {
      return switch (conjugate) {
        case MONOTONE -> new ValueRule.ChiSquare(lambda);
        case AS_CODED -> new ValueRule.ChiSquareAsCoded(lambda);
      };
    }
  }

  /** Which conjugate of chi-square. */
  public enum Conjugate {
    /** That of non-negative weights, which rises everywhere. */
    MONOTONE,
    /** (d + d^2 / 4)_+, which falls for d below -4: the authors' code. */
    AS_CODED
  }

  /**
   * The loss of {@link Xql}.
   *
   * @param beta temperature of V, in units of the return
   * @param clip largest d / beta
   */
  public record ReverseKl(
      @Allowed(above = 0, max = 1e12) double beta, @Allowed(above = 0, max = 80) double clip)
      implements Divergence {
    /** Those of XQL. */
    public static final ReverseKl DEFAULT = new ReverseKl(2, 7);

    public ReverseKl {
      Check.allowed(ReverseKl.class, "beta", beta);
      Check.allowed(ReverseKl.class, "clip", clip);
    }

    @Override
    public ValueRule rule() {
      return new ValueRule.Gumbel(beta, clip);
    }
  }
}
