package org.morl4j.testkit;

import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;

/**
 * An environment with rewards and costs in other units: what is learnt should not depend on them.
 * Limits on its costs scale alike. The spec is the plain one's, so its reference point and known
 * front are in the plain units.
 */
public final class Scaled implements Environment, Savable {
  private final Environment env;
  private final Savable state;
  private final double reward;
  private final double cost;

  /**
   * @param reward factor of every objective
   * @param cost factor of every cost
   */
  public <E extends Environment & Savable> Scaled(E env, double reward, double cost) {
    this.env = env;
    this.state = env;
    this.reward = reward;
    this.cost = cost;
  }

  @Override
  public EnvSpec spec() {
    return env.spec();
  }

  @Override
  public double[] reset(long seed) {
    return env.reset(seed);
  }

  @Override
  public Step step(double[] act) {
    Step step = env.step(act);
    return new Step(
        step.obs(),
        times(step.reward(), reward),
        times(step.cost(), cost),
        step.terminated(),
        step.truncated());
  }

  private static double[] times(double[] values, double factor) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = factor * values[i];
    }
    return out;
  }

  @Override
  public void save(State out) {
    state.save(out);
  }

  @Override
  public void restore(State in) {
    state.restore(in);
  }

  @Override
  public void close() {
    env.close();
  }
}
