package org.morl4j.agents.part;

import java.util.Arrays;
import java.util.List;
import org.morl4j.core.check.Check;
import org.morl4j.nn.Activation;

/**
 * The networks of an agent: multilayer perceptrons, started as PyTorch starts its linear layers.
 *
 * @param preference whether policy and critics are conditioned on a preference
 * @param hidden units of the hidden layers of all networks
 * @param activation of the hidden layers
 */
public record NetworkOptions(boolean preference, List<Integer> hidden, Activation activation) {
  public static final NetworkOptions DEFAULT =
      new NetworkOptions(false, List.of(256, 256), Activation.RELU);

  public NetworkOptions {
    hidden = List.copyOf(hidden);
    hidden.forEach(units -> Check.atLeast("hidden", units, 1));
  }

  /** The same with another {@code preference}. */
  public NetworkOptions withPreference(boolean value) {
    return new NetworkOptions(value, hidden, activation);
  }

  /** The same with another {@code hidden}. */
  public NetworkOptions withHidden(int... value) {
    return new NetworkOptions(preference, Arrays.stream(value).boxed().toList(), activation);
  }

  /** The same with another {@code activation}. */
  public NetworkOptions withActivation(Activation value) {
    return new NetworkOptions(preference, hidden, value);
  }
}
