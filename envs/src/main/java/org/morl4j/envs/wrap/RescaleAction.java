package org.morl4j.envs.wrap;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.space.Box;

/**
 * Makes the action space [low, high] in every component, [-1, 1] by default, and maps it linearly
 * to the environment's bounds. Actions beyond it are mapped beyond the bounds: clip outside of this
 * wrapper.
 */
public final class RescaleAction {
  /**
   * Presents a bounded Box action space in other units.
   *
   * @param low of every component
   * @param high of every component
   */
  public record Options(
      @Allowed(min = -1e30, max = 1e30) double low, @Allowed(min = -1e30, max = 1e30) double high)
      implements WrapperOptions {
    public static final Options DEFAULT = new Options(-1, 1);

    public Options {
      Check.allowed(Options.class, "low", low);
      Check.allowed(Options.class, "high", high);
      if (!(low < high) || !Double.isFinite(high - low)) {
        throw new IllegalArgumentException(
            "low is %s and high is %s, but low must be below high and both finite. Maybe leave them out for -1 and 1."
                .formatted(low, high));
      }
    }

    @Override
    public VectorEnv wrap(VectorEnv env) {
      return of(env, low, high);
    }
  }

  private RescaleAction() {}

  /**
   * The environment with actions in [-1, 1].
   *
   * @throws IllegalArgumentException if the actions are not a Box with finite bounds
   */
  public static VectorEnv of(VectorEnv env) {
    return of(env, -1, 1);
  }

  /** Likewise, with actions in [from, to]. */
  static VectorEnv of(VectorEnv env, double from, double to) {
    Box box = ActionWrapper.boundedBox("RescaleAction", env);
    double[] low = box.low().toArray();
    double[] high = box.high().toArray();
    Box unit =
        new Box(Vec.filled(low.length, from), Vec.filled(low.length, to), box.shape(), box.dtype());
    double middle = 0.5 * (from + to);
    double half = 0.5 * (to - from);
    return new ActionWrapper(
        env,
        env.spec().withActionSpace(unit),
        // weighted ends rather than low + scale, so that the ends give the bounds exactly
        (act, j) -> {
          double at = (act - middle) / half;
          return 0.5 * (1 - at) * low[j] + 0.5 * (1 + at) * high[j];
        });
  }
}
