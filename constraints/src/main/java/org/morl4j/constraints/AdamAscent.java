package org.morl4j.constraints;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;

/**
 * Projected dual ascent with Adam's steps, as OmniSafe's Lagrange:
 *
 * <pre>
 *   m' = 0.9 m + 0.1 violation          v' = 0.999 v + 0.001 violation^2
 *   lambda' = clip(lambda + rate (m' / (1 - 0.9^k)) / (sqrt(v' / (1 - 0.999^k)) + 1e-8), ..)
 * </pre>
 *
 * A step is of the size of {@code rate} whatever the violation's: near the limit it doesn't become
 * smaller of itself.
 *
 * @param rate of a step
 * @param range where it may lie
 * @param value lambda
 * @param moments m, v and the number k of steps so far
 */
public record AdamAscent(double rate, Range range, double value, Vec moments)
    implements Multiplier {
  private static final double FIRST = 0.9;
  private static final double SECOND = 0.999;
  private static final double EPSILON = 1e-8;

  /**
   * Its settings.
   *
   * @param rate of a step, OmniSafe's for PPO by default
   * @param initial value
   * @param cap what it can't exceed
   */
  public record Options(
      @Allowed(above = 0, max = 1e6) double rate,
      @Allowed(min = 0, max = 1e12) double initial,
      @Allowed(above = 0, max = 1e12) double cap)
      implements MultiplierOptions {
    public static final Options DEFAULT = new Options(0.035, 0, 100);

    public Options {
      Check.allowed(Options.class, "rate", rate);
      Check.allowed(Options.class, "initial", initial);
      Check.allowed(Options.class, "cap", cap);
      MultiplierOptions.check(initial, cap);
    }

    @Override
    public Multiplier create(boolean bothSides) {
      return new AdamAscent(rate, Range.of(cap, bothSides), initial, Vec.of(0, 0, 0));
    }
  }

  @Override
  public Multiplier after(double violation) {
    double m = FIRST * moments.get(0) + (1 - FIRST) * violation;
    double v = SECOND * moments.get(1) + (1 - SECOND) * violation * violation;
    double k = moments.get(2) + 1;
    double step = m / (1 - Math.pow(FIRST, k));
    double size = Math.sqrt(v / (1 - Math.pow(SECOND, k))) + EPSILON;
    return new AdamAscent(rate, range, range.clip(value + rate * step / size), Vec.of(m, v, k));
  }

  @Override
  public Multiplier startingAt(double other) {
    return new AdamAscent(rate, range, range.clip(other), Vec.of(0, 0, 0));
  }

  @Override
  public Vec state() {
    return Vec.of(value, moments.get(0), moments.get(1), moments.get(2));
  }

  @Override
  public Multiplier with(Vec state) {
    Vec saved = Vec.of(state.get(1), state.get(2), state.get(3));
    return new AdamAscent(rate, range, state.get(0), saved);
  }
}
