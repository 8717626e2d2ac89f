package org.morl4j.agents.onpolicy;

import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Adam;
import org.morl4j.nn.Network;

/**
 * PPO's policy and critic as the one vector that Adam moves: [policy network, head's free
 * parameters, critic].
 */
final class PpoNetworks implements Savable {
  private final OnPolicyNetworks networks;
  private final PolicyParameters policy;
  private final Network critic;
  private final float[] parameters;

  PpoNetworks(OnPolicyNetworks networks) {
    this.networks = networks;
    policy = new PolicyParameters(networks.policy());
    critic = networks.critic().network();
    parameters = new float[policy.count() + critic.parameterCount()];
  }

  int parameterCount() {
    return parameters.length;
  }

  /** Network parameters into the vector. */
  void gather() {
    policy.get(parameters);
    critic.getParameters(parameters, policy.count());
  }

  /** A step of the vector, which has been gathered, and back into the networks. */
  void step(Adam adam, float[] gradient, double rate) {
    adam.step(parameters, gradient, rate);
    policy.set(parameters);
    critic.setParameters(parameters, policy.count());
  }

  @Override
  public void save(State out) {
    networks.save(out);
  }

  @Override
  public void restore(State in) {
    networks.restore(in);
  }
}
