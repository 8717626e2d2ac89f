package org.morl4j.agents.onpolicy;

import org.morl4j.agents.policy.NetworkPolicy;

/** A policy's parameters as one vector: [network, head's free parameters]. */
final class PolicyParameters {
  private final NetworkPolicy policy;
  private final int network;
  private final int count;

  PolicyParameters(NetworkPolicy policy) {
    this.policy = policy;
    network = policy.network().parameterCount();
    count = network + policy.free().length;
  }

  int count() {
    return count;
  }

  /** Into the first {@link #count} entries. */
  void get(float[] out) {
    policy.network().getParameters(out, 0);
    System.arraycopy(policy.free(), 0, out, network, count - network);
  }

  /** From the first {@link #count} entries. */
  void set(float[] in) {
    policy.network().setParameters(in, 0);
    System.arraycopy(in, network, policy.free(), 0, count - network);
  }
}
