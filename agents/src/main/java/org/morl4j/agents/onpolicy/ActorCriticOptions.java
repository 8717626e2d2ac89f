package org.morl4j.agents.onpolicy;

import java.util.Arrays;
import java.util.List;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.nn.Activation;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.head.HeadOptions;

/**
 * The policy and the critic of an on-policy algorithm, two networks of the same hidden layers.
 *
 * @param hidden units of the hidden layers of both networks
 * @param activation of the hidden layers
 * @param normalizeObs whether observations are normalised by running moments
 * @param normalizeReturns whether each critic head learns its targets standardised by their running
 *     mean and deviation
 * @param head the action distribution
 * @param valueHead what the critic says of a return: all but Gaussians and pooled quantiles
 */
public record ActorCriticOptions(
    @Allowed(min = 1, max = 8_192, maxItems = 64) List<Integer> hidden,
    Activation activation,
    boolean normalizeObs,
    boolean normalizeReturns,
    HeadOptions head,
    ValueHeadOptions valueHead) {
  public static final ActorCriticOptions DEFAULT =
      new ActorCriticOptions(
          List.of(64, 64),
          Activation.TANH,
          true,
          true,
          HeadOptions.DEFAULT,
          ScalarHead.Options.DEFAULT);

  public ActorCriticOptions {
    Check.allowed(ActorCriticOptions.class, "hidden", hidden);
    hidden = List.copyOf(hidden);
    hidden.forEach(units -> Check.atLeast("hidden", units, 1));
  }

  /** The same with another {@code hidden}. */
  public ActorCriticOptions withHidden(int... value) {
    List<Integer> units = Arrays.stream(value).boxed().toList();
    return new ActorCriticOptions(
        units, activation, normalizeObs, normalizeReturns, head, valueHead);
  }

  /** The same, normalised or not. */
  public ActorCriticOptions withNormalized(boolean obs, boolean returns) {
    return new ActorCriticOptions(hidden, activation, obs, returns, head, valueHead);
  }

  /** The same with another {@code head}. */
  public ActorCriticOptions withHead(HeadOptions value) {
    return new ActorCriticOptions(
        hidden, activation, normalizeObs, normalizeReturns, value, valueHead);
  }

  /** The same with another {@code valueHead}. */
  public ActorCriticOptions withValueHead(ValueHeadOptions value) {
    return new ActorCriticOptions(hidden, activation, normalizeObs, normalizeReturns, head, value);
  }

  /** A network of these hidden layers, orthogonal, its last layer with gain {@code lastGain}. */
  NetworkSpec network(int inputs, int outputs, double lastGain) {
    int[] units = hidden.stream().mapToInt(Integer::intValue).toArray();
    return NetworkSpec.mlp(inputs, units, activation, outputs, lastGain);
  }
}
