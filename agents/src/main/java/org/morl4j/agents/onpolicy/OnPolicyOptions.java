package org.morl4j.agents.onpolicy;

import org.morl4j.agents.AlgorithmOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Requirements;

/** Options of an agent that learns from rollouts of its policy. */
interface OnPolicyOptions extends AlgorithmOptions {
  /** What an update learns from. */
  RolloutOptions rollout();

  @Override
  default Signals signals(EnvSpec spec) {
    return rollout().signals(spec);
  }

  @Override
  default Requirements requirements() {
    return rollout().requirements();
  }
}
