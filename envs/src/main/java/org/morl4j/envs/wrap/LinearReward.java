package org.morl4j.envs.wrap;

import java.util.List;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.VectorEnv;

/** One objective, {@code weighted}: the weighted sum of the environment's. */
public final class LinearReward {
  /**
   * Replaces the objectives by one weighted sum of them.
   *
   * @param weights [m]
   */
  public record Options(@Allowed(min = -1e12, max = 1e12, maxItems = 64) Vec weights)
      implements WrapperOptions {
    public Options {
      Check.allowed(Options.class, "weights", weights);
    }

    @Override
    public VectorEnv wrap(VectorEnv env) {
      return of(env, weights);
    }
  }

  private LinearReward() {}

  /**
   * The environment with the weighted sum as its reward.
   *
   * @param weights one for each objective
   * @throws IllegalArgumentException if their number is another or one is not finite
   */
  public static VectorEnv of(VectorEnv env, Vec weights) {
    double[] w = RewardScale.perObjective("LinearReward weights", env, weights);
    return new RewardWrapper(
        env,
        env.spec().withObjectives(List.of("weighted")),
        (reward, out) -> {
          for (int i = 0; i < out.length; i++) {
            double sum = 0;
            for (int j = 0; j < w.length; j++) {
              sum += w[j] * reward[i * w.length + j];
            }
            out[i] = sum;
          }
        });
  }
}
