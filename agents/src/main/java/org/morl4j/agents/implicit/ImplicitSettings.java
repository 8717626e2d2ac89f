package org.morl4j.agents.implicit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.morl4j.agents.part.CriticOptions;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.PolicyFit;
import org.morl4j.agents.part.Rates;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.core.data.ReplayOptions;

/**
 * What all agents of the family share: everything but the rules for V and for the policy's weights.
 *
 * @param rates of learning; the policy moves at each update
 * @param networks policy, critics and V
 * @param policy how its actions are weighed into a policy
 * @param valueLayerNorm whether V's hidden layers are normalised (LayerNorm before the activation)
 * @param critic the critics
 * @param replay what a batch is; to go on online, what is kept of it
 */
public record ImplicitSettings(
    @JsonUnwrapped Rates rates,
    @JsonUnwrapped MlpOptions networks,
    @JsonUnwrapped PolicyFit.Options policy,
    boolean valueLayerNorm,
    CriticOptions critic,
    ReplayOptions replay) {
  /** Those of IQL's authors. */
  public static final ImplicitSettings DEFAULT =
      new ImplicitSettings(
          Rates.DEFAULT,
          MlpOptions.DEFAULT.withStart(MlpOptions.Start.ORTHOGONAL),
          PolicyFit.Options.DEFAULT,
          false,
          CriticOptions.DEFAULT,
          ReplayOptions.DEFAULT);

  /** Those of XQL's authors: V normalised, Huber's loss of the critics. */
  static final ImplicitSettings HUBER =
      DEFAULT
          .withValueLayerNorm(true)
          .withCritic(CriticOptions.DEFAULT.withHead(new ScalarHead.Options(20)));

  /** The same with other {@code rates}. */
  public ImplicitSettings withRates(Rates value) {
    return new ImplicitSettings(value, networks, policy, valueLayerNorm, critic, replay);
  }

  /** The same with other {@code networks}. */
  public ImplicitSettings withNetworks(MlpOptions value) {
    return new ImplicitSettings(rates, value, policy, valueLayerNorm, critic, replay);
  }

  /** The same with another {@code policy}. */
  public ImplicitSettings withPolicy(PolicyFit.Options value) {
    return new ImplicitSettings(rates, networks, value, valueLayerNorm, critic, replay);
  }

  /** The same with another {@code valueLayerNorm}. */
  public ImplicitSettings withValueLayerNorm(boolean value) {
    return new ImplicitSettings(rates, networks, policy, value, critic, replay);
  }

  /** The same with another {@code critic}. */
  public ImplicitSettings withCritic(CriticOptions value) {
    return new ImplicitSettings(rates, networks, policy, valueLayerNorm, value, replay);
  }

  /** The same with another {@code replay}. */
  public ImplicitSettings withReplay(ReplayOptions value) {
    return new ImplicitSettings(rates, networks, policy, valueLayerNorm, critic, value);
  }
}
