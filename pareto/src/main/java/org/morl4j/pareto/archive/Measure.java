package org.morl4j.pareto.archive;

import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Estimate;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.Returns;

/**
 * What a policy was measured to bring, over all episodes of it that count.
 *
 * @param objectives m
 * @param evaluated returns of the objectives, then of the costs, by the evaluation's discount: what
 *     it is judged by
 * @param trained the same episodes by the training's discount, by which learners and their bounds
 *     count
 * @param violation of the run's limits: 0 within all of them, else the sum of what is beyond each
 *     over its scale
 */
public record Measure(int objectives, Returns evaluated, Returns trained, double violation) {
  /** Of the same episodes by the discounts of evaluation and training, against a run's limits. */
  public static Measure of(int objectives, Returns evaluated, Returns trained, List<Limit> limits) {
    double violation = 0;
    for (Limit limit : limits) {
      Estimate now = limit.measure(trained.each());
      violation += limit.holds(now) ? 0 : Math.abs(limit.violation(now)) / limit.scale(now);
    }
    return new Measure(objectives, evaluated, trained, violation);
  }

  /** Of a task without costs and limits, where both discounts are the same. */
  public Measure(Returns returns, double violation) {
    this(returns.mean().size(), returns, returns, violation);
  }

  /** One whose noise nobody knows, without costs. */
  public static Measure exact(Vec returns, double violation) {
    Vec none = Vec.filled(returns.size(), 0);
    Vec one = Vec.filled(returns.size(), 1);
    return new Measure(new Returns(returns, none, one, 1, 1), violation);
  }

  /** Mean returns of the objectives, larger is better [m]. */
  public Vec returns() {
    return evaluated.mean().head(objectives);
  }

  /** Standard error of these means [m]. */
  public Vec standardError() {
    return evaluated.standardError().head(objectives);
  }

  /** Mean returns of the costs [k]. */
  public Vec costs() {
    return evaluated.mean().tail(objectives);
  }

  /** Standard error of these means [k]. */
  public Vec costError() {
    return evaluated.standardError().tail(objectives);
  }

  /** How many were measured. */
  public int episodes() {
    return evaluated.episodes();
  }

  /** Whether all limits hold. */
  public boolean withinLimits() {
    return violation == 0;
  }

  /**
   * Constrained dominance (Deb et al. 2002, NSGA-II, section VI): the smaller violation dominates;
   * of the same violation, what is at least as good in every objective and better in one.
   */
  public boolean dominates(Measure other) {
    if (violation != other.violation) {
      return violation < other.violation;
    }
    boolean better = false;
    for (int j = 0; j < objectives; j++) {
      double own = evaluated.mean().get(j);
      double its = other.evaluated.mean().get(j);
      if (own < its) {
        return false;
      }
      better |= own > its;
    }
    return better;
  }

  /** Whether a front needs one of the two only. */
  public boolean sameAs(Measure other) {
    return violation == other.violation && returns().equals(other.returns());
  }
}
