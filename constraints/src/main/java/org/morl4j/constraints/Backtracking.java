package org.morl4j.constraints;

import java.util.function.DoublePredicate;
import org.morl4j.core.check.Check;

/**
 * A line search that tries the whole step first and then ever smaller ones: factors 1, c, c^2, ..
 * (Armijo 1966, without a slope condition: what is good enough is the caller's to say).
 *
 * @param shrink c, strictly between 0 and 1
 * @param steps the most factors tried
 */
public record Backtracking(double shrink, int steps) {
  public Backtracking {
    Check.open01("shrink", shrink);
    Check.atLeast("steps", steps, 1);
  }

  /**
   * The first factor that is accepted, or 0 if none is; then the caller is left at the last one
   * tried.
   *
   * @param accepts moves to a factor of the step and says whether it will do
   */
  public double search(DoublePredicate accepts) {
    double factor = 1;
    for (int step = 0; step < steps; step++) {
      if (accepts.test(factor)) {
        return factor;
      }
      factor *= shrink;
    }
    return 0;
  }
}
