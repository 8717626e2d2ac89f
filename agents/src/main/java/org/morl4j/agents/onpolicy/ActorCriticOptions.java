package org.morl4j.agents.onpolicy;

import java.util.Arrays;
import java.util.List;
import org.morl4j.agents.part.NetworkSize;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.check.Allowed;
import org.morl4j.core.check.Check;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;
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
  /** Multiplications of drawing orthogonal weights, a quarter: about ten seconds. */
  private static final double MOST_WORK = 1L << 32;

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

  /** The same with other {@code hidden}. */
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

  /**
   * What an agent takes that trains them.
   *
   * @param signals S
   * @param rollout transitions of one
   * @param atOnce rows that run through the networks together
   * @throws IllegalArgumentException if drawing their first parameters would take minutes
   */
  List<MemoryNeed> memory(EnvSpec spec, int signals, double rollout, double atOnce) {
    double features = spec.observationSpace().features();
    double act = spec.actionSpace().features();
    requireQuickStart(features);
    double outputs = (double) signals * valueHead.head(signals, 1).outputs();
    NetworkSize both =
        NetworkSize.policy(spec, hidden).plus(NetworkSize.of(features, hidden, outputs));
    // Observations twice, actions, log-probabilities, and for each signal reward, value, advantage.
    double row = 2 * features + 2 * act + 8 + 6.0 * signals;
    return List.of(
        both.networks(spec),
        new MemoryNeed(
            "rollouts of %.0f transitions".formatted(rollout),
            NetworkSize.bytes(2 * rollout * row),
            "agent.rolloutLength or environment.rows"),
        both.rows(atOnce < rollout ? "agent.minibatch" : "agent.rolloutLength", atOnce));
  }

  /** Orthogonal weights take time that grows with the cube of a layer's width. */
  private void requireQuickStart(double features) {
    double width = features;
    double work = 0;
    for (int units : hidden) {
      double least = Math.min(width, units);
      work += least * least * Math.max(width, units);
      width = units;
    }
    if (work > MOST_WORK) {
      throw new IllegalArgumentException(
          """
          agent.hidden is %s, but orthogonal weights of such layers for observations of %.0f \
          numbers take minutes to draw. Maybe use layers of at most 512 units."""
              .formatted(hidden, features));
    }
  }

  /** A network of these hidden layers, orthogonal, its last layer with gain {@code lastGain}. */
  NetworkSpec network(int inputs, int outputs, double lastGain) {
    int[] units = hidden.stream().mapToInt(Integer::intValue).toArray();
    return NetworkSpec.mlp(inputs, units, activation, outputs, lastGain);
  }

  /** The same with another {@code activation}. */
  public ActorCriticOptions withActivation(Activation value) {
    return new ActorCriticOptions(hidden, value, normalizeObs, normalizeReturns, head, valueHead);
  }
}
