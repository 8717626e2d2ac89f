package org.morl4j.constraints;

import java.util.Arrays;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;

/**
 * A multiplier set by a PID controller (Stooke et al. 2020, arXiv 2007.03964), as OmniSafe codes
 * it, with violation d:
 *
 * <pre>
 *   I' = max(0, I + K_I d)          P' = memory P + (1 - memory) d     (both begin at 0, I at lambda)
 *   S' = memory S + (1 - memory) d  D  = max(0, S' - S of delay steps ago)
 *   lambda' = clip(K_P P' + I' + K_D D, 0, most)
 * </pre>
 *
 * The derivative acts on a violation that rises only. For a limit that says EQUALS nothing is cut
 * at 0. Deviations from OmniSafe: S is of d, not of the cost itself, which differs in the first
 * steps alone; I is cut at the cap too, so that it doesn't wind up behind it; the cap holds always.
 *
 * @param options the settings
 * @param range where it may lie
 * @param value lambda
 * @param integral I
 * @param proportional P
 * @param smooth S of the last {@code delay} steps, the oldest first; fewer at the beginning
 */
public record Pid(
    Options options, Range range, double value, double integral, double proportional, Vec smooth)
    implements Multiplier {
  /**
   * Its settings.
   *
   * @param gains what each term counts
   * @param memory share of the old in a smoothed violation
   * @param delay steps that the derivative looks back
   * @param initial value
   * @param cap what it can't exceed
   */
  public record Options(
      Gains gains,
      @Allowed(min = 0, max = 1) double memory,
      @Allowed(min = 1, max = 10_000) int delay,
      @Allowed(min = 0, max = 1e12) double initial,
      @Allowed(above = 0, max = 1e12) double cap)
      implements MultiplierOptions {
    public static final Options DEFAULT = new Options(Gains.DEFAULT, 0.9, 10, 0, 100);

    public Options {
      Check.allowed(Options.class, "memory", memory);
      Check.allowed(Options.class, "delay", delay);
      Check.allowed(Options.class, "initial", initial);
      Check.allowed(Options.class, "cap", cap);
      MultiplierOptions.check(initial, cap);
    }

    @Override
    public Multiplier create(boolean bothSides) {
      return new Pid(this, Range.of(cap, bothSides), initial, initial, 0, Vec.of(0));
    }
  }

  /**
   * What each term counts; by default for violations free of units. OmniSafe's are 0.1, 0.01, 0.01
   * with a memory of 0.95.
   *
   * @param proportional K_P
   * @param integral K_I
   * @param derivative K_D
   */
  public record Gains(
      @Allowed(min = 0, max = 1e12) double proportional,
      @Allowed(min = 0, max = 1e12) double integral,
      @Allowed(min = 0, max = 1e12) double derivative) {
    public static final Gains DEFAULT = new Gains(1, 0.01, 0);

    public Gains {
      Check.allowed(Gains.class, "proportional", proportional);
      Check.allowed(Gains.class, "integral", integral);
      Check.allowed(Gains.class, "derivative", derivative);
    }
  }

  @Override
  public Multiplier after(double violation) {
    Gains gains = options.gains;
    double memory = options.memory;
    double i = range.clip(integral + gains.integral * violation);
    double p = memory * proportional + (1 - memory) * violation;
    double s = memory * smooth.get(smooth.size() - 1) + (1 - memory) * violation;
    double change = s - smooth.get(0);
    double d = range.least() < 0 ? change : Math.max(0, change);
    double lambda = range.clip(gains.proportional * p + i + gains.derivative * d);
    return new Pid(options, range, lambda, i, p, appended(s));
  }

  private Vec appended(double s) {
    double[] old = smooth.toArray();
    int drop = old.length < options.delay ? 0 : 1;
    double[] longer = Arrays.copyOfRange(old, drop, old.length + 1);
    longer[longer.length - 1] = s;
    return Vec.of(longer);
  }

  @Override
  public Multiplier startingAt(double other) {
    double start = range.clip(other);
    return new Pid(options, range, start, start, 0, Vec.of(0));
  }

  @Override
  public Vec state() {
    double[] all = new double[3 + smooth.size()];
    all[0] = value;
    all[1] = integral;
    all[2] = proportional;
    System.arraycopy(smooth.toArray(), 0, all, 3, smooth.size());
    return Vec.of(all);
  }

  @Override
  public Multiplier with(Vec state) {
    double[] all = state.toArray();
    Vec saved = Vec.of(Arrays.copyOfRange(all, 3, all.length));
    return new Pid(options, range, all[0], all[1], all[2], saved);
  }
}
