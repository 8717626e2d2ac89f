package org.morl4j.envs.wrap;

import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.space.Box;

/** Clips actions to the bounds of their Box. The action space stays as it is. */
public final class ClipAction {
  /**
   * Clips Box actions to their bounds, as unbounded Gaussians need; does nothing to others, nor
   * where there are no bounds.
   */
  public record Options() implements WrapperOptions {
    @Override
    public VectorEnv wrap(VectorEnv env) {
      return env.spec().actionSpace() instanceof Box ? of(env) : env;
    }
  }

  private ClipAction() {}

  /**
   * The environment with clipped actions.
   *
   * @throws IllegalArgumentException if the actions are not a Box
   */
  public static VectorEnv of(VectorEnv env) {
    Box box = ActionWrapper.box("ClipAction", env);
    double[] low = box.low().toArray();
    double[] high = box.high().toArray();
    return new ActionWrapper(env, env.spec(), (act, j) -> Math.min(Math.max(act, low[j]), high[j]));
  }
}
