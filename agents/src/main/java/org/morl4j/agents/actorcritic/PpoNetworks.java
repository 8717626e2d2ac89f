package org.morl4j.agents.actorcritic;

import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Adam;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;
import org.morl4j.nn.head.ActionHead;

/**
 * PPO's policy and critic, and their parameters as the one vector that Adam moves: [policy network,
 * head's free parameters, critic].
 */
final class PpoNetworks implements Savable {
  private final NetworkPolicy policy;
  private final PpoCritic critic;
  private final float[] parameters;

  PpoNetworks(Ppo.Options options, EnvSpec spec, int signals, Rng init) {
    int[] hidden = options.hidden().stream().mapToInt(Integer::intValue).toArray();
    int features = spec.observationSpace().features();
    ActionHead head = ActionHead.of(spec.actionSpace(), options.head());
    NetworkSpec actorSpec =
        NetworkSpec.mlp(features, hidden, options.activation(), head.outputs(), 0.01);
    int outputs = signals * options.valueHead().head(signals, 1).outputs();
    NetworkSpec criticSpec = NetworkSpec.mlp(features, hidden, options.activation(), outputs, 1);
    policy =
        new NetworkPolicy(
            spec.observationSpace(),
            spec.actionSpace(),
            options.head(),
            Networks.create(actorSpec, init),
            options.normalizeObs());
    Network network = Networks.create(criticSpec, init);
    ValueScale scale = new ValueScale(signals, options.normalizeReturns());
    critic = new PpoCritic(network, options.valueHead(), scale, options.minibatch());
    parameters =
        new float[policy.network().parameterCount() + head.free() + network.parameterCount()];
  }

  NetworkPolicy policy() {
    return policy;
  }

  PpoCritic critic() {
    return critic;
  }

  int parameterCount() {
    return parameters.length;
  }

  /** Network parameters into the vector. */
  void gather() {
    int p = policy.network().parameterCount();
    policy.network().getParameters(parameters, 0);
    System.arraycopy(policy.free(), 0, parameters, p, policy.free().length);
    critic.network().getParameters(parameters, p + policy.free().length);
  }

  /** A step of the vector, which has been gathered, and back into the networks. */
  void step(Adam adam, float[] gradient, double rate) {
    adam.step(parameters, gradient, rate);
    int p = policy.network().parameterCount();
    policy.network().setParameters(parameters, 0);
    System.arraycopy(parameters, p, policy.free(), 0, policy.free().length);
    critic.network().setParameters(parameters, p + policy.free().length);
  }

  @Override
  public void save(State out) {
    out.put("policy", policy);
    critic.save(out);
  }

  @Override
  public void restore(State in) {
    in.restore("policy", policy);
    critic.restore(in);
  }
}
