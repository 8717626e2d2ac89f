package org.morl4j.constraints;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;

/**
 * Plain projected dual ascent:
 *
 * <pre>
 *   lambda' = clip(lambda + rate violation, least, most)
 * </pre>
 *
 * @param rate of a step
 * @param range where it may lie
 * @param value lambda
 */
public record Ascent(double rate, Range range, double value) implements Multiplier {
  /**
   * Its settings.
   *
   * @param rate of a step
   * @param initial value
   * @param cap what it can't exceed
   */
  public record Options(
      @Allowed(above = 0, max = 1e6) double rate,
      @Allowed(min = 0, max = 1e12) double initial,
      @Allowed(above = 0, max = 1e12) double cap)
      implements MultiplierOptions {
    public static final Options DEFAULT = new Options(0.05, 0, 100);

    public Options {
      Check.allowed(Options.class, "rate", rate);
      Check.allowed(Options.class, "initial", initial);
      Check.allowed(Options.class, "cap", cap);
      MultiplierOptions.check(initial, cap);
    }

    @Override
    public Multiplier create(boolean bothSides) {
      return new Ascent(rate, Range.of(cap, bothSides), initial);
    }
  }

  @Override
  public Multiplier after(double violation) {
    return startingAt(value + rate * violation);
  }

  @Override
  public Multiplier startingAt(double other) {
    return new Ascent(rate, range, range.clip(other));
  }

  @Override
  public Vec state() {
    return Vec.of(value);
  }

  @Override
  public Multiplier with(Vec state) {
    return new Ascent(rate, range, state.get(0));
  }
}
