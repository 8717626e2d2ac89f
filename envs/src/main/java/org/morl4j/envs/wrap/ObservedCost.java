package org.morl4j.envs.wrap;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;

/**
 * A further cost, seen in observations: 1 for a step that ends with a number outside its bounds,
 * else 0. The sum over an episode counts such steps.
 */
public final class ObservedCost {
  /**
   * Counts the steps that end with one number of the observation outside its bounds, as a cost.
   *
   * @param name of the cost
   * @param obs which number of the raw observation, from 0; of nested spaces, as they are laid flat
   * @param low below it is outside; null for no bound
   * @param high above it is outside; null for no bound
   */
  public record Options(
      @Allowed(maxLength = 60) String name,
      @Allowed(min = 0, max = 1e9) int obs,
      @Allowed(min = -1e30, max = 1e30) @Nullable Double low,
      @Allowed(min = -1e30, max = 1e30) @Nullable Double high)
      implements WrapperOptions {
    public Options {
      Check.allowed(Options.class, "name", name);
      Check.allowed(Options.class, "obs", obs);
      Check.allowed(Options.class, "low", low);
      Check.allowed(Options.class, "high", high);
      if (low == null && high == null) {
        throw new IllegalArgumentException(
            "low and high are both null, but one must bound what is observed. Maybe set high.");
      }
      if (low != null && high != null && low > high) {
        throw new IllegalArgumentException(
            "low is %s, but must be at most high, %s. Maybe swap them.".formatted(low, high));
      }
    }

    @Override
    public VectorEnv wrap(VectorEnv env) {
      return of(env, this);
    }
  }

  private ObservedCost() {}

  /**
   * The environment with that cost after its own.
   *
   * @throws IllegalArgumentException if the observation has no such number, or the name is taken
   */
  public static VectorEnv of(VectorEnv env, Options options) {
    int size = env.spec().observationSpace().size();
    if (options.obs >= size) {
      throw new IllegalArgumentException(
          "obs of the cost %s is %d, but an observation of %s has the numbers 0 to %d. Maybe use one of them."
              .formatted(options.name, options.obs, env.spec().id(), size - 1));
    }
    List<String> costs = new ArrayList<>(env.spec().costs());
    costs.add(options.name);
    EnvSpec spec = env.spec().withCosts(costs);
    return new Around(env, options, spec, new double[env.size() * costs.size()]);
  }

  private record Around(VectorEnv inner, Options options, EnvSpec spec, double[] cost)
      implements EnvWrapper {
    @Override
    public VectorStep reset(EpisodeSeeds seeds) {
      return with(inner.reset(seeds), false);
    }

    @Override
    public VectorStep step(double[] act) {
      return with(inner.step(act), true);
    }

    private VectorStep with(VectorStep s, boolean acted) {
      int n = inner.size();
      int own = cost.length / n - 1;
      int size = s.obs().length / n;
      for (int i = 0; i < n; i++) {
        System.arraycopy(s.cost(), i * own, cost, i * (own + 1), own);
        double seen = (s.ended(i) ? s.finalObs() : s.obs())[i * size + options.obs];
        cost[i * (own + 1) + own] = acted && outside(seen) ? 1 : 0;
      }
      return new VectorStep(s.obs(), s.reward(), cost, s.terminated(), s.truncated(), s.finalObs());
    }

    private boolean outside(double seen) {
      return (options.low != null && seen < options.low)
          || (options.high != null && seen > options.high);
    }
  }
}
