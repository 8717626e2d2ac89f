package org.morl4j.agents.onpolicy;

import org.morl4j.agents.AlgorithmOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Requirements;
import org.morl4j.nn.RateSchedule;

/**
 * Options of an agent that learns from rollouts of its policy.
 *
 * @param <O> the options themselves
 */
public interface OnPolicyOptions<O extends OnPolicyOptions<O>> extends AlgorithmOptions {
  /** What an update learns from. */
  RolloutOptions rollout();

  /** Policy and critic. */
  ActorCriticOptions networks();

  /** The same with another {@code rollout}. */
  O withRollout(RolloutOptions value);

  /** The same with other {@code networks}. */
  O withNetworks(ActorCriticOptions value);

  /** The same with another {@code rolloutLength}. */
  default O withRolloutLength(int value) {
    return withRollout(rollout().withRolloutLength(value));
  }

  /** The same with another {@code gamma}. */
  default O withGamma(double value) {
    return withRollout(rollout().withGamma(value));
  }

  /** The same with another {@code gaeLambda}. */
  default O withGaeLambda(double value) {
    return withRollout(rollout().withGaeLambda(value));
  }

  /** The same with another {@code schedule}. */
  default O withSchedule(RateSchedule value) {
    return withRollout(rollout().withSchedule(value));
  }

  /** The same with other {@code hidden}. */
  default O withHidden(int... value) {
    return withNetworks(networks().withHidden(value));
  }

  @Override
  default Signals signals(EnvSpec spec) {
    return rollout().signals(spec);
  }

  @Override
  default Requirements requirements() {
    return rollout().requirements();
  }
}
