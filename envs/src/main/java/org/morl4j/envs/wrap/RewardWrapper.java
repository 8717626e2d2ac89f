package org.morl4j.envs.wrap;

import java.util.Map;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.EpisodeSeeds;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.env.VectorStep;
import org.morl4j.core.state.State;

/** What reward wrappers share: a reward buffer of their own beside the environment's arrays. */
final class RewardWrapper implements VectorEnv {
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
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public int size() {
    return env.size();
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

  @Override
  public boolean exact() {
    return env.exact();
  }

  @Override
  public Map<String, String> versions() {
    return env.versions();
  }

  @Override
  public void save(State out) {
    env.save(out);
  }

  @Override
  public void restore(State in) {
    env.restore(in);
  }

  @Override
  public void close() {
    env.close();
  }
}
