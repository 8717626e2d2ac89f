package org.morl4j.agents.onpolicy;

import java.util.List;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;
import org.morl4j.nn.head.ActionHead;
import org.morl4j.nn.head.HeadOptions;

/** The policy and the critic of an on-policy algorithm, two networks of the same hidden layers. */
record OnPolicyNetworks(NetworkPolicy policy, StateValues critic) implements Savable {
  /**
   * What they are made from.
   *
   * @param minibatch the most rows the critic is trained on at once
   */
  record Settings(
      List<Integer> hidden,
      Activation activation,
      boolean normalizeObs,
      boolean normalizeReturns,
      HeadOptions head,
      ValueHeadOptions valueHead,
      int minibatch) {}

  /** Starts both orthogonally; the policy's last layer with gain 0.01, the critic's with 1. */
  static OnPolicyNetworks create(Settings settings, EnvSpec spec, int signals, Rng init) {
    int[] hidden = settings.hidden.stream().mapToInt(Integer::intValue).toArray();
    int features = spec.observationSpace().features();
    ActionHead head = ActionHead.of(spec.actionSpace(), settings.head);
    NetworkSpec actorSpec =
        NetworkSpec.mlp(features, hidden, settings.activation, head.outputs(), 0.01);
    int outputs = signals * settings.valueHead.head(signals, 1).outputs();
    NetworkSpec criticSpec = NetworkSpec.mlp(features, hidden, settings.activation, outputs, 1);
    NetworkPolicy policy =
        new NetworkPolicy(
            spec.observationSpace(),
            spec.actionSpace(),
            settings.head,
            Networks.create(actorSpec, init),
            settings.normalizeObs);
    Network network = Networks.create(criticSpec, init);
    ValueScale scale = new ValueScale(signals, settings.normalizeReturns);
    StateValues critic = new StateValues(network, settings.valueHead, scale, settings.minibatch);
    return new OnPolicyNetworks(policy, critic);
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
