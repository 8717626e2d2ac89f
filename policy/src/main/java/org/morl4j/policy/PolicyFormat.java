package org.morl4j.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.morl4j.core.learn.Policy;
import org.morl4j.core.state.Savable;

/**
 * How one kind of policy stands on disk: what {@code policy.json} says of it. {@code
 * policy.safetensors} is the state it saves. A new kind is a class and a line in {@link Policies}.
 *
 * @param <P> the kind
 */
interface PolicyFormat<P extends Policy & Savable> {
  /** Value of the key {@code kind}; empty for the kind that writes none. */
  String kind();

  Class<P> type();

  /** Adds spaces, networks and heads. */
  void write(P policy, ObjectNode node);

  /**
   * A policy with parameters yet to be restored.
   *
   * @param weightBytes size of the file that holds them
   * @throws org.morl4j.core.state.StateException if the node claims more than that
   */
  P read(JsonNode node, long weightBytes);

  /** What goes in and comes out. */
  PolicyShape shape(P policy);
}
