package org.morl4j.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.morl4j.agents.policy.ActionNetwork;

/**
 * How one kind of {@link ActionNetwork} stands in the {@code network} of {@code policy.json}. A new
 * kind is a class and a line in {@link ActionNetworks}.
 *
 * @param <N> the kind
 */
interface ActionNetworkFormat<N extends ActionNetwork> {
  /** Value of the key {@code type}; empty for the kind that writes none. */
  String name();

  Class<N> type();

  /** Adds its shape. */
  void write(N network, ObjectNode node);

  /**
   * A network with parameters yet to be restored.
   *
   * @param weightBytes size of the file that holds them
   * @throws org.morl4j.core.state.StateException if the node claims more than that
   */
  N read(JsonNode node, long weightBytes);
}
