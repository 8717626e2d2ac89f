package org.morl4j.agents.onpolicy;

import java.util.List;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
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
public record NetworkOptions(
    List<Integer> hidden,
    Activation activation,
    boolean normalizeObs,
    boolean normalizeReturns,
    HeadOptions head,
    ValueHeadOptions valueHead) {
  public static final NetworkOptions DEFAULT =
      new NetworkOptions(
          List.of(64, 64),
          Activation.TANH,
          true,
          true,
          HeadOptions.DEFAULT,
          ScalarHead.Options.DEFAULT);

  public NetworkOptions {
    hidden = List.copyOf(hidden);
    hidden.forEach(units -> Check.atLeast("hidden", units, 1));
  }

  /** The same with other hidden layers. */
  public NetworkOptions withHidden(Integer... units) {
    return new NetworkOptions(
        List.of(units), activation, normalizeObs, normalizeReturns, head, valueHead);
  }

  /** The same, normalised or not. */
  public NetworkOptions withNormalized(boolean obs, boolean returns) {
    return new NetworkOptions(hidden, activation, obs, returns, head, valueHead);
  }

  /** The same with another action distribution. */
  public NetworkOptions withHead(HeadOptions options) {
    return new NetworkOptions(
        hidden, activation, normalizeObs, normalizeReturns, options, valueHead);
  }

  /** The same with another value head. */
  public NetworkOptions withValueHead(ValueHeadOptions options) {
    return new NetworkOptions(hidden, activation, normalizeObs, normalizeReturns, head, options);
  }

  /** A network of these hidden layers, orthogonal, its last layer with gain {@code lastGain}. */
  NetworkSpec network(int inputs, int outputs, double lastGain) {
    int[] units = hidden.stream().mapToInt(Integer::intValue).toArray();
    return NetworkSpec.mlp(inputs, units, activation, outputs, lastGain);
  }
}
