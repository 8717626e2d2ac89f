package org.morl4j.agents.part;

import java.util.Arrays;
import java.util.List;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.learn.Requirements;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Init;

/**
 * The networks of an agent: multilayer perceptrons.
 *
 * @param preference whether policy and critics are conditioned on a preference
 * @param hidden units of the hidden layers of all networks
 * @param activation of the hidden layers
 * @param start how weights and biases begin
 */
public record MlpOptions(
    boolean preference,
    @Allowed(min = 1, max = 8_192, maxItems = 64) List<Integer> hidden,
    Activation activation,
    Start start) {
  public static final MlpOptions DEFAULT =
      new MlpOptions(false, List.of(256, 256), Activation.RELU);

  /** How weights and biases begin. */
  public enum Start {
    /** Uniform in +-1/sqrt(inputs), as PyTorch's linear layers. */
    TORCH(new Init.TorchDefault()),
    /**
     * Orthogonal with gain sqrt(2) and biases 0 in all layers, the last one too (the authors' code
     * of IQL).
     */
    ORTHOGONAL(new Init.Orthogonal(Math.sqrt(2)));

    private final Init init;

    Start(Init init) {
      this.init = init;
    }

    /** Of every layer. */
    Init init() {
      return init;
    }
  }

  /** Started as PyTorch starts its linear layers. */
  public MlpOptions(boolean preference, List<Integer> hidden, Activation activation) {
    this(preference, hidden, activation, Start.TORCH);
  }

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
    return withHidden(Arrays.stream(value).boxed().toList());
  }

  /** The same with other {@code hidden}. */
  public MlpOptions withHidden(List<Integer> value) {
    return new MlpOptions(preference, value, activation, start);
  }

  /** The same with another {@code activation}. */
  public MlpOptions withActivation(Activation value) {
    return new MlpOptions(preference, hidden, value, start);
  }

  /** The same with another {@code preference}. */
  public MlpOptions withPreference(boolean value) {
    return new MlpOptions(value, hidden, activation, start);
  }

  /** The same with another {@code start}. */
  public MlpOptions withStart(Start value) {
    return new MlpOptions(preference, hidden, activation, value);
  }
}
