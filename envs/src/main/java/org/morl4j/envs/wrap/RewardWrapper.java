package org.morl4j.envs.wrap;

import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;

/** What reward wrappers share: a reward buffer of their own beside the environment's arrays. */
final class RewardWrapper implements EnvWrapper {
  /** Computes all rows' rewards [n, m'] from the environment's [n, m]. */
  @FunctionalInterface
  interface Change {
    void apply(double[] reward, double[] out);
  }

  private final VectorEnv env;
  private final EnvSpec spec;
  private final Change change;
  private final double[] reward;

  RewardWrapper(VectorEnv env, EnvSpec spec, Change change) {
    this.env = env;
    this.spec = spec;
    this.change = change;
    this.reward = new double[env.size() * spec.objectives().size()];
  }

  @Override
  public VectorEnv inner() {
    return env;
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public VectorStep reset(EpisodeSeeds seeds) {
    return changed(env.reset(seeds));
  }

  @Override
  public VectorStep step(double[] act) {
    return changed(env.step(act));
  }

  private VectorStep changed(VectorStep s) {
    change.apply(s.reward(), reward);
    return new VectorStep(s.obs(), reward, s.cost(), s.terminated(), s.truncated(), s.finalObs());
  }
}
