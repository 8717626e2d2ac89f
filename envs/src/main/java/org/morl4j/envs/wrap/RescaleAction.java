package org.morl4j.envs.wrap;

import org.morl4j.core.check.Vec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.space.Box;

/**
 * Makes the action space [-1, 1] in every component and maps it linearly to the environment's
 * bounds. Actions beyond it are mapped beyond the bounds: clip outside of this wrapper.
 */
public final class RescaleAction {
  /** Presents a bounded Box action space as [-1, 1]. */
  public record Options() implements WrapperOptions {
    @Override
    public VectorEnv wrap(VectorEnv env) {
      return of(env);
    }
  }

  private RescaleAction() {}

  /**
   * The environment with actions in [-1, 1].
   *
   * @throws IllegalArgumentException if the actions are not a Box with finite bounds
   */
  public static VectorEnv of(VectorEnv env) {
    Box box = ActionWrapper.boundedBox("RescaleAction", env);
    double[] low = box.low().toArray();
    double[] high = box.high().toArray();
    Box unit =
        new Box(Vec.filled(low.length, -1), Vec.filled(low.length, 1), box.shape(), box.dtype());
    return new ActionWrapper(
        env,
        env.spec().withActionSpace(unit),
        // weighted ends rather than low + scale, so that -1 and 1 give the bounds exactly
        (act, j) -> 0.5 * (1 - act) * low[j] + 0.5 * (1 + act) * high[j]);
  }
}
