package org.morl4j.agents.part;

import java.util.Arrays;
import java.util.List;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.learn.Requirements;
import org.morl4j.nn.Activation;

/**
 * The networks of an agent: multilayer perceptrons, started as PyTorch starts its linear layers.
 *
 * @param preference whether policy and critics are conditioned on a preference
 * @param hidden units of the hidden layers of all networks
 * @param activation of the hidden layers
 */
public record MlpOptions(
    boolean preference,
    @Allowed(min = 1, max = 8_192, maxItems = 64) List<Integer> hidden,
    Activation activation) {
  public static final MlpOptions DEFAULT =
      new MlpOptions(false, List.of(256, 256), Activation.RELU);

  public MlpOptions {
    Check.allowed(MlpOptions.class, "hidden", hidden);
    hidden = List.copyOf(hidden);
    hidden.forEach(units -> Check.atLeast("hidden", units, 1));
  }

  /** Of an agent with these networks: batches of a replay, and criteria that weigh rows. */
  public Requirements requirements(ReplayOptions replay) {
    return Requirements.replay(replay).with(Hook.SAMPLE).withPreference(preference);
  }

  /** The same with other {@code hidden}. */
  public MlpOptions withHidden(int... value) {
    return new MlpOptions(preference, Arrays.stream(value).boxed().toList(), activation);
  }

  /** The same with another {@code activation}. */
  public MlpOptions withActivation(Activation value) {
    return new MlpOptions(preference, hidden, value);
  }

  /** The same with another {@code preference}. */
  public MlpOptions withPreference(boolean value) {
    return new MlpOptions(value, hidden, activation);
  }
}
