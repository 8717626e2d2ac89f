package org.morl4j.agents.onpolicy;

import java.util.List;
import org.morl4j.agents.AlgorithmOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;
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

  /** Most rows that run through the networks at once, as far as there are so many. */
  default int rowsAtOnce() {
    return Integer.MAX_VALUE;
  }

  /** Rows of a gradient step. */
  int minibatch();

  @Override
  default List<String> idle(int environments) {
    long rollout = (long) rollout().rolloutLength() * environments;
    return minibatch() <= rollout
        ? List.of()
        : List.of(
            "agent.minibatch is %d, but a rollout has only %d transitions, which are then taken at once. Maybe set agent.minibatch to %2$d or less."
                .formatted(minibatch(), rollout));
  }

  @Override
  default List<MemoryNeed> memory(EnvSpec spec, int environments) {
    double rollout = (double) rollout().rolloutLength() * environments;
    return networks().memory(spec, signals(spec).size(), rollout, Math.min(rollout, rowsAtOnce()));
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
