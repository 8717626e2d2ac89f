package org.morl4j.constraints;

import java.util.List;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.state.State;

/**
 * The log barrier of interior-point policy optimisation (arXiv 1910.09615) as C-MORL's stage two
 * uses it (arXiv 2410.02236, section 4): maximise G_l + (1/t) sum_j log(G_j(pi) - b_j).
 *
 * <pre>
 *   G_j(pi) = G_j(pi_old) + H_j E[(ratio - 1) A_j]      surrogate_j = E[(ratio - 1) A_j]
 *   x_j     = (G_j(pi) - b_j) / scale_j
 *   penalty = -(1/t) sum_j phi(x_j),  phi(x) = log x             for x &gt;= edge
 *                                     phi(x) = log(edge) + x/edge - 1   below
 * </pre>
 *
 * G_j(pi_old) and H_j (mean over episodes of sum_t gamma^t) come from the rollouts by {@link
 * #tick}; A_j is in reward units. The released code multiplies the minibatch mean return by the
 * ratio instead, which pushes up good and bad actions alike (trap T2). Below the edge, and so
 * wherever the bound is violated, phi goes on as its tangent: a hinge that still pulls towards
 * feasibility (trap T4).
 */
public final class LogBarrier implements Handler {
  /** Where the logarithm turns into its tangent, as a share of the bound's scale. */
  static final double EDGE = 0.1;

  private final List<Bound> bounds;
  private final double t;
  private final double[] value;
  private final double[] scale;
  private double[] current = {};
  private double[] horizon = {};
  private boolean started;

  /**
   * @param t positive; the larger, the closer to the bound (the official code's t is 20)
   */
  public LogBarrier(List<Bound> bounds, double t) {
    this.bounds = List.copyOf(bounds);
    this.t = Check.positive("barrier", t);
    value = new double[bounds.size()];
    scale = new double[bounds.size()];
  }

  @Override
  public Hook hook() {
    return Hook.LOSS;
  }

  /** The first measurement, of the policy that the job starts from, fixes the bounds. */
  @Override
  public void tick(Clock clock, Returns returns) {
    if (clock != Clock.ROLLOUT) {
      return;
    }
    current = returns.mean().toArray();
    horizon = returns.discountedLength().toArray();
    if (!started) {
      started = true;
      for (int i = 0; i < value.length; i++) {
        double start = current[bounds.get(i).signal()];
        value[i] = bounds.get(i).value(start);
        scale[i] = bounds.get(i).scale(start);
      }
    }
  }

  @Override
  public double penalty(double[] surrogate, double[] gradient) {
    if (!started) {
      throw new IllegalStateException(
          "The barrier needs the starting policy's return, but no episode ended in the first"
              + " rollout. Maybe raise agent.rolloutLength above the environment's time limit.");
    }
    double sum = 0;
    for (int i = 0; i < value.length; i++) {
      int s = bounds.get(i).signal();
      double x = (current[s] + horizon[s] * surrogate[s] - value[i]) / scale[i];
      sum -= phi(x) / t;
      gradient[s] -= slope(x) / t * horizon[s] / scale[i];
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
  public void save(State out) {
    out.put("started", started ? 1L : 0L);
    out.put("value", value);
    out.put("scale", scale);
    out.put("current", current);
    out.put("horizon", horizon);
  }

  @Override
  public void restore(State in) {
    started = in.scalarLong("started") == 1;
    System.arraycopy(in.doubles("value", value.length), 0, value, 0, value.length);
    System.arraycopy(in.doubles("scale", scale.length), 0, scale, 0, scale.length);
    current = in.doubles("current");
    horizon = in.doubles("horizon");
  }
}
