package org.morl4j.envs.wrap;

import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;

/** Multiplies each cost by a positive factor: costs in other units. Limits are in these. */
public final class CostScale {
  /**
   * Multiplies each cost.
   *
   * @param scale [k]
   */
  public record Options(@Allowed(above = 0, max = 1e12, maxItems = 1024) Vec scale)
      implements WrapperOptions {
    public Options {
      Check.allowed(Options.class, "scale", scale);
    }

    @Override
    public VectorEnv wrap(VectorEnv env) {
      return of(env, scale);
    }
  }

  private CostScale() {}

  /**
   * The environment with scaled costs.
   *
   * @param factors one for each cost
   * @throws IllegalArgumentException if their number is another or one is not positive
   */
  public static VectorEnv of(VectorEnv env, Vec factors) {
    int k = env.spec().costs().size();
    if (factors.size() != k) {
      throw new IllegalArgumentException(
          "CostScale factors are %s, but must be one for each cost of %s: %s. Maybe leave the wrapper out."
              .formatted(factors, env.spec().id(), env.spec().costs()));
    }
    double[] f = factors.toArray();
    for (int j = 0; j < k; j++) {
      Check.positive("CostScale factors[" + j + "]", f[j]);
    }
    return new Around(env, f);
  }

  private record Around(VectorEnv inner, double[] factors, double[] cost) implements EnvWrapper {
    Around(VectorEnv inner, double[] factors) {
      this(inner, factors, new double[inner.size() * factors.length]);
    }

    @Override
    public VectorStep reset(EpisodeSeeds seeds) {
      return changed(inner.reset(seeds));
    }

    @Override
    public VectorStep step(double[] act) {
      return changed(inner.step(act));
    }

    private VectorStep changed(VectorStep s) {
      for (int i = 0; i < cost.length; i++) {
        cost[i] = s.cost()[i] * factors[i % factors.length];
      }
      return new VectorStep(s.obs(), s.reward(), cost, s.terminated(), s.truncated(), s.finalObs());
    }
  }
}
