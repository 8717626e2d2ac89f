package org.morl4j.constraints;

import java.util.ArrayList;
import java.util.List;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.LimitReading;
import org.morl4j.core.constraint.LimitReading.MultiplierReading;
import org.morl4j.core.constraint.PolicySurface;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.constraint.Sense;
import org.morl4j.core.constraint.StepRule;
import org.morl4j.core.constraint.StepRule.Step;
import org.morl4j.core.state.State;

/**
 * Constrained policy optimisation (Achiam et al. 2017, arXiv 1705.10528): a natural-gradient step
 * that keeps limits to first order, or goes towards them first where they are broken.
 *
 * <pre>
 *   min g'x   so that   x'(F + damping I)x / 2 &lt;= delta,   c_j + b_j'x &lt;= 0
 *   c_j = violation of limit j, over pooled episodes          in the limit's unit
 *   b_j = gradient of that violation                          in the same unit
 *   theta' = theta + shrink^i x, the first i = 0, 1, .. with  KL(theta || theta') &lt;= delta,
 *            violation_j no more than max(c_j, 0), and the loss lower unless some c_j &gt; 0
 * </pre>
 *
 * x is of {@link LimitedStep}: for one limit the published five cases. Where the region doesn't
 * reach a limit it is the natural gradient's. Units are stated once: c_j and b_j are both of what
 * the limit counts of an episode, where OmniSafe's code sets an episode's cost beside a mean over
 * steps (trap T16).
 */
public final class Cpo implements StepHandler {
  /** Sets of limits that may bind are tried all. */
  private static final int MOST_LIMITS = 8;

  /** Share of the region that is asked for: rounding must not cost a step that touches its edge. */
  private static final double INSIDE = 1 - 1e-9;

  /** Conjugate gradient ends where |r|^2 is below this share of |b|^2. */
  private static final double RESIDUAL = 1e-10;

  /**
   * Its settings.
   *
   * @param limits names of those it keeps; none for all
   * @param step trust region and line search
   * @param episodes a limit's value is estimated over at least so many of the latest
   */
  public record Options(
      @Allowed(maxItems = 64, maxLength = 100) List<String> limits,
      NaturalGradient step,
      @Allowed(min = 1, max = 1_000_000) int episodes)
      implements HandlerOptions {
    public static final Options DEFAULT =
        new Options(List.of(), new NaturalGradient(0.01, 15, 0.1, 0.8, 20), 100);

    public Options {
      Check.allowed(Options.class, "limits", limits);
      Check.allowed(Options.class, "episodes", episodes);
      limits = List.copyOf(limits);
    }

    @Override
    public Hook hook() {
      return Hook.STEP;
    }

    @Override
    public Handler create(HandlerSetup setup) {
      return new Cpo(this, setup);
    }
  }

  private final Options options;
  private final List<Limit> limits;
  private final List<Estimator> estimators;

  Cpo(Options options, HandlerSetup setup) {
    this.options = options;
    limits = setup.limits();
    if (limits.size() > MOST_LIMITS) {
      throw new IllegalArgumentException(
          "cpo keeps at most %d limits, but there are %d. Maybe give some to a lagrange handler."
              .formatted(MOST_LIMITS, limits.size()));
    }
    for (Limit limit : limits) {
      if (limit.sense() == Sense.EQUALS) {
        throw new IllegalArgumentException(
            """
            The limit %s says equals, but cpo keeps limits from one side. Maybe say atMost and \
            atLeast, or take a lagrange handler."""
                .formatted(limit.name()));
      }
    }
    estimators = setup.means().stream().map(each -> new Estimator(each, options.episodes)).toList();
  }

  @Override
  public void tick(Clock clock, Returns returns) {
    if (clock == Clock.ROLLOUT) {
      estimators.forEach(estimator -> estimator.add(returns));
    }
  }

  /** Limits whose value nothing is known of yet are left out. */
  @Override
  public StepRule rule() {
    List<Estimator> known = estimators.stream().filter(Estimator::ready).toList();
    return surface -> step(surface, known);
  }

  private Step step(PolicySurface surface, List<Estimator> known) {
    NaturalGradient region = options.step;
    double[] start = surface.parameters();
    double before = surface.probe().loss();
    List<double[]> gradients = new ArrayList<>(List.of(surface.gradient()));
    for (Estimator limit : known) {
      double[] gradient = surface.gradient(limit.constraint().signal());
      double slope = limit.slope();
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= slope;
      }
      gradients.add(gradient);
    }
    List<double[]> natural =
        gradients.stream().map(gradient -> natural(surface, gradient)).toList();
    double[] c = known.stream().mapToDouble(limit -> limit.violation(0)).toArray();
    double[] whole =
        whole(natural, LimitedStep.of(products(gradients, natural, c), INSIDE * region.targetKl()));
    boolean within = known.stream().noneMatch(limit -> limit.violation(0) > 0);
    double factor =
        new Backtracking(region.shrink(), region.lineSearchSteps())
            .search(
                f -> {
                  surface.set(NaturalGradient.moved(start, f, whole));
                  PolicySurface.Probe there = surface.probe();
                  boolean improves = there.loss() < before || !within;
                  return improves && there.kl() <= region.targetKl() && keeps(known, there);
                });
    if (factor == 0) {
      surface.set(start);
      return Step.NONE;
    }
    PolicySurface.Probe after = surface.probe();
    return new Step(factor, before - after.loss(), after.kl());
  }

  private static boolean keeps(List<Estimator> known, PolicySurface.Probe there) {
    for (Estimator limit : known) {
      double change = there.changes().get(limit.constraint().signal());
      if (!(limit.violation(change) <= Math.max(limit.violation(0), 0))) {
        return false;
      }
    }
    return true;
  }

  private double[] natural(PolicySurface surface, double[] gradient) {
    double size = ConjugateGradient.dot(gradient, gradient);
    return new ConjugateGradient(options.step.conjugateSteps(), RESIDUAL * size)
        .solve(v -> surface.fisherVector(v, options.step.damping()), gradient);
  }

  /** The first gradient is the loss's. */
  private static LimitedStep.Products products(
      List<double[]> gradients, List<double[]> natural, double[] c) {
    int k = c.length;
    double[] r = new double[k];
    double[][] s = new double[k][k];
    for (int i = 0; i < k; i++) {
      r[i] = ConjugateGradient.dot(gradients.get(0), natural.get(i + 1));
      for (int j = 0; j < k; j++) {
        // The mean of both orders: conjugate gradient is exact to some digits only.
        s[i][j] =
            (ConjugateGradient.dot(gradients.get(i + 1), natural.get(j + 1))
                    + ConjugateGradient.dot(gradients.get(j + 1), natural.get(i + 1)))
                / 2;
      }
    }
    double q = ConjugateGradient.dot(gradients.get(0), natural.get(0));
    return new LimitedStep.Products(q, r, s, c);
  }

  private static double[] whole(List<double[]> natural, LimitedStep step) {
    double[] whole = new double[natural.get(0).length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = -step.alpha() * natural.get(0)[i];
      for (int j = 0; j < step.beta().length; j++) {
        whole[i] -= step.beta()[j] * natural.get(j + 1)[i];
      }
    }
    return whole;
  }

  @Override
  public List<Limit> limits() {
    return limits;
  }

  @Override
  public List<LimitReading> readings(Vec mixed) {
    return estimators.stream().map(estimator -> estimator.reading(MultiplierReading.NONE)).toList();
  }

  @Override
  public void save(State out) {
    out.put("estimators", estimators.toArray(Estimator[]::new));
  }

  @Override
  public void restore(State in) {
    in.restore("estimators", estimators.toArray(Estimator[]::new));
  }
}
