package org.morl4j.agents.onpolicy;

import java.util.List;
import org.morl4j.agents.AlgorithmOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.MemoryNeed;
import org.morl4j.core.learn.Requirements;

/** Options of an agent that learns from rollouts of its policy. */
interface OnPolicyOptions extends AlgorithmOptions {
  /** What an update learns from. */
  RolloutOptions rollout();

  /** Policy and critic. */
  ActorCriticOptions networks();

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
