package org.morl4j.constraints;

import java.util.function.UnaryOperator;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.PolicySurface;
import org.morl4j.core.constraint.StepRule;

/**
 * The step of trust region policy optimisation (Schulman et al. 2015, arXiv 1502.05477, appendix
 * C): along the natural gradient to where the KL's second order is delta, then back until the loss
 * has fallen and the KL itself is within delta.
 *
 * <pre>
 *   x      = -(F + damping I)^-1 g                  by conjugate gradient
 *   theta' = theta + c^j sqrt(2 delta / x'Fx) x     the first j = 0, 1, .. with
 *                                                   L(theta') &lt; L(theta) and KL(theta || theta') &lt;= delta
 * </pre>
 *
 * If no step will do, the policy stays, bit for bit.
 *
 * @param targetKl delta: the most mean KL(old || new) of a step
 * @param conjugateSteps products with F that a direction may cost
 * @param damping added to F's diagonal
 * @param shrink c: each further try of the line search is so much shorter
 * @param lineSearchSteps the most tries
 */
public record NaturalGradient(
    @Allowed(above = 0, max = 1e6) double targetKl,
    @Allowed(min = 1, max = 1_000) int conjugateSteps,
    @Allowed(min = 0, max = 1e6) double damping,
    @Allowed(above = 0, below = 1) double shrink,
    @Allowed(min = 1, max = 1_000) int lineSearchSteps)
    implements StepRule {
  /** Those of sb3-contrib's TRPO. */
  public static final NaturalGradient DEFAULT = new NaturalGradient(0.01, 15, 0.1, 0.8, 10);

  /** Conjugate gradient ends where |r|^2 is below this. */
  private static final double RESIDUAL = 1e-10;

  public NaturalGradient {
    Check.allowed(NaturalGradient.class, "targetKl", targetKl);
    Check.allowed(NaturalGradient.class, "conjugateSteps", conjugateSteps);
    Check.allowed(NaturalGradient.class, "damping", damping);
    Check.allowed(NaturalGradient.class, "shrink", shrink);
    Check.allowed(NaturalGradient.class, "lineSearchSteps", lineSearchSteps);
  }

  @Override
  public Step step(PolicySurface surface) {
    double before = surface.probe().loss();
    double[] start = surface.parameters();
    double[] whole = whole(v -> surface.fisherVector(v, damping), surface.gradient());
    double factor =
        new Backtracking(shrink, lineSearchSteps)
            .search(
                f -> {
                  surface.set(moved(start, f, whole));
                  PolicySurface.Probe there = surface.probe();
                  return there.loss() < before && there.kl() <= targetKl;
                });
    if (factor == 0) {
      surface.set(start);
      return Step.NONE;
    }
    PolicySurface.Probe after = surface.probe();
    return new Step(factor, before - after.loss(), after.kl());
  }

  /** sqrt(2 delta / x'Fx) x for x = -F^-1 g; 0 if there is none. */
  double[] whole(UnaryOperator<double[]> fisher, double[] gradient) {
    double[] x = new ConjugateGradient(conjugateSteps, RESIDUAL).solve(fisher, gradient);
    double curvature = ConjugateGradient.dot(x, fisher.apply(x));
    double scale = curvature > 0 ? Math.sqrt(2 * targetKl / curvature) : 0;
    for (int i = 0; i < x.length; i++) {
      x[i] *= -scale;
    }
    return x;
  }

  /** start + factor step. */
  static double[] moved(double[] start, double factor, double[] step) {
    double[] moved = new double[start.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = start[i] + factor * step[i];
    }
    return moved;
  }

  /** The same with another {@code targetKl}. */
  public NaturalGradient withTargetKl(double value) {
    return new NaturalGradient(value, conjugateSteps, damping, shrink, lineSearchSteps);
  }

  /** The same with another {@code conjugateSteps}. */
  public NaturalGradient withConjugateSteps(int value) {
    return new NaturalGradient(targetKl, value, damping, shrink, lineSearchSteps);
  }

  /** The same with another {@code damping}. */
  public NaturalGradient withDamping(double value) {
    return new NaturalGradient(targetKl, conjugateSteps, value, shrink, lineSearchSteps);
  }

  /** The same with another {@code shrink}. */
  public NaturalGradient withShrink(double value) {
    return new NaturalGradient(targetKl, conjugateSteps, damping, value, lineSearchSteps);
  }

  /** The same with another {@code lineSearchSteps}. */
  public NaturalGradient withLineSearchSteps(int value) {
    return new NaturalGradient(targetKl, conjugateSteps, damping, shrink, value);
  }
}
