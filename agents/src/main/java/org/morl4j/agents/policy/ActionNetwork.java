package org.morl4j.agents.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.nn.Gradient;
import org.morl4j.nn.Network;

/**
 * A network from features to one block of outputs for each action, made of one or several {@link
 * Network}s. Not thread-safe: one instance a thread, as of those.
 */
public sealed interface ActionNetwork permits QNetwork, ImplicitQuantiles {
  /** Features of an observation. */
  int inputs();

  /** A. */
  int actions();

  /** Outputs of one action, as {@link #forward} gives them. */
  int outputs();

  /** What it is made of, in the order of the flat parameter vector. */
  List<Network> parts();

  /**
   * Outputs of all actions.
   *
   * @param in [B, inputs]
   * @return live [B, A, outputs], valid until the next forward pass
   */
  float[] forward(float[] in, int rows);

  /**
   * Gradients of a scalar L at the last forward pass.
   *
   * @param dOut dL/dout [B, A, outputs]
   * @param gradient dL/d(parameters) [P], written
   */
  void backward(float[] dOut, Gradient gradient);

  /** A network with the same parameter values that owns everything it has. */
  ActionNetwork copy();

  /** A network over the same live parameters with activations of its own. */
  ActionNetwork share();

  /** The one network it is, or null where it is several. */
  default @Nullable Network plain() {
    return parts().size() == 1 ? parts().get(0) : null;
  }

  /** P, the length of the flat parameter vector. */
  default int parameterCount() {
    int count = 0;
    for (Network part : parts()) {
      count += part.parameterCount();
    }
    return count;
  }

  /** Writes the P parameters. */
  default void getParameters(float[] out) {
    int at = 0;
    for (Network part : parts()) {
      part.getParameters(out, at);
      at += part.parameterCount();
    }
  }

  /** Takes the P parameters. */
  default void setParameters(float[] in) {
    int at = 0;
    for (Network part : parts()) {
      part.setParameters(in, at);
      at += part.parameterCount();
    }
  }
}
