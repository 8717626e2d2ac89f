package org.morl4j.constraints;

import java.util.List;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.LimitReading;
import org.morl4j.core.constraint.LimitReading.MultiplierReading;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.state.State;

/**
 * The log barrier of interior-point policy optimisation (arXiv 1910.09615) as C-MORL's stage two
 * uses it (arXiv 2410.02236, section 4): maximise G_l + (1/t) sum_j log(G_j(pi) - b_j).
 *
 * <pre>
 *   G_j(pi) = G_j(pi_old) + change_j        change_j: of Criterion.penalty
 *   x_j     = (G_j(pi) - b_j) / scale_j     room left; with the other sign for a limit from above
 *   penalty = -(1/t) sum_j phi(x_j),  phi(x) = log x             for x &gt;= edge
 *                                     phi(x) = log(edge) + x/edge - 1   below
 * </pre>
 *
 * G_j(pi_old) comes from whole episodes by {@link #tick}: bounds that are relative to the starting
 * policy are fixed by episodes of it alone, measured before the first rollout, of which short ones
 * end first; afterwards the latest are pooled, at least as many. phi' is convex, so that the noise
 * of few would push away from the bound. The released code multiplies the minibatch mean return by
 * the ratio instead, which pushes up good and bad actions alike (trap T2). Below the edge, and so
 * wherever the bound is violated, phi goes on as its tangent: a hinge that still pulls towards
 * feasibility (trap T4).
 */
public final class LogBarrier implements LossHandler {
  /** Where the logarithm turns into its tangent, as a share of the bound's scale. */
  static final double EDGE = 0.1;

  /**
   * Its settings, as a handler of a run's limits.
   *
   * @param limits names of those it keeps; none for all
   * @param barrier t; the larger, the closer to the limit
   * @param episodes a limit's value is estimated over at least so many of the latest
   */
  public record Options(
      @Allowed(maxItems = 64, maxLength = 100) List<String> limits,
      @Allowed(above = 0, max = 1e12) double barrier,
      @Allowed(min = 1, max = 1_000_000) int episodes)
      implements HandlerOptions {
    public static final Options DEFAULT = new Options(List.of(), 20, 100);

    public Options {
      Check.allowed(Options.class, "limits", limits);
      Check.allowed(Options.class, "barrier", barrier);
      Check.allowed(Options.class, "episodes", episodes);
      limits = List.copyOf(limits);
    }

    @Override
    public Hook hook() {
      return Hook.LOSS;
    }

    @Override
    public Handler create(HandlerSetup setup) {
      return new LogBarrier(setup.means(), barrier, episodes);
    }
  }

  private final List<Estimator> estimators;
  private final double t;
  private final int startEpisodes;

  /**
   * @param t positive; the larger, the closer to the bound (the official code's t is 20)
   * @param episodes to pool for an estimate, at least
   */
  public LogBarrier(List<Constraint> constraints, double t, int episodes) {
    estimators = constraints.stream().map(each -> new Estimator(each, episodes)).toList();
    this.t = Check.positive("barrier", t);
    boolean relative = constraints.stream().anyMatch(each -> each.threshold().relative());
    startEpisodes = relative ? episodes : 0;
  }

  @Override
  public int startEpisodes() {
    return startEpisodes;
  }

  /** The first measurement, of the policy that the job starts from, fixes relative bounds. */
  @Override
  public void tick(Clock clock, Returns returns) {
    boolean acted = clock == Clock.START || clock == Clock.ROLLOUT;
    boolean absoluteOnData = clock == Clock.DATA && startEpisodes == 0;
    if (acted || absoluteOnData || clock == Clock.CRITICS) {
      estimators.forEach(estimator -> estimator.add(returns));
    }
  }

  @Override
  public double penalty(double[] surrogate, double[] unit, double[] gradient) {
    double sum = 0;
    for (Estimator estimator : estimators) {
      boolean ready = estimator.ready();
      if (!ready && !estimator.constraint().threshold().relative()) {
        continue; // nothing is known of the limit's value yet
      }
      if (!ready) {
        throw new IllegalStateException(
            """
            The limit %s is relative to the starting policy, which was not measured. Maybe tick \
            Clock.START first."""
                .formatted(estimator.constraint().name()));
      }
      int s = estimator.constraint().signal();
      double x = -estimator.violation(unit[s] * surrogate[s]) / estimator.scale();
      sum -= phi(x) / t;
      gradient[s] += slope(x) / t * unit[s] / estimator.scale() * estimator.slope();
    }
    return sum;
  }

  static double phi(double x) {
    return x >= EDGE ? Math.log(x) : Math.log(EDGE) + x / EDGE - 1;
  }

  static double slope(double x) {
    return 1 / Math.max(x, EDGE);
  }

  @Override
  public List<Limit> limits() {
    return estimators.stream().flatMap(estimator -> estimator.limit().stream()).toList();
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
