package org.morl4j.envs.wrap;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.KnownFront;
import org.morl4j.core.env.VectorEnv;

/** Multiplies each objective by a positive factor; reference point and known front follow. */
public final class RewardScale {
  /**
   * Multiplies each objective.
   *
   * @param scale [m]
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

  private RewardScale() {}

  /**
   * The environment with scaled rewards.
   *
   * @param factors one for each objective
   * @throws IllegalArgumentException if their number is another or one is not positive
   */
  public static VectorEnv of(VectorEnv env, Vec factors) {
    double[] f = perObjective("RewardScale factors", env, factors);
    for (int j = 0; j < f.length; j++) {
      Check.positive("RewardScale factors[" + j + "]", f[j]);
    }
    EnvSpec spec = env.spec();
    EnvSpec scaled =
        new EnvSpec(
            spec.id(),
            spec.observationSpace(),
            spec.actionSpace(),
            spec.objectives(),
            spec.costs(),
            spec.horizon(),
            spec.reference() == null ? null : scaled(spec.reference(), f),
            scaled(spec.knownFront(), f),
            spec.simulator());
    return new RewardWrapper(
        env,
        scaled,
        (reward, out) -> {
          for (int i = 0; i < out.length; i++) {
            out[i] = reward[i] * f[i % f.length];
          }
        });
  }

  /** The entries of {@code values}, checked to be finite and one for each objective. */
  static double[] perObjective(String name, VectorEnv env, Vec values) {
    List<String> objectives = env.spec().objectives();
    if (values.size() != objectives.size() || !values.isFinite()) {
      throw new IllegalArgumentException(
          name
              + " are "
              + values
              + ", but must be one finite number for each objective of "
              + env.spec().id()
              + ": "
              + objectives
              + ".");
    }
    return values.toArray();
  }

  private static @Nullable KnownFront scaled(@Nullable KnownFront front, double[] factors) {
    return front == null
        ? null
        : gamma -> front.points(gamma).stream().map(p -> scaled(p, factors)).toList();
  }

  private static Vec scaled(Vec point, double[] factors) {
    double[] values = point.toArray();
    for (int j = 0; j < values.length; j++) {
      values[j] *= factors[j];
    }
    return Vec.of(values);
  }
}
