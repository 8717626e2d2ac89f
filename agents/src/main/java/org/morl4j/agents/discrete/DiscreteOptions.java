package org.morl4j.agents.discrete;

import org.morl4j.agents.AlgorithmOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Requirements;

/** Options of an agent of DQN's kind. */
interface DiscreteOptions extends AlgorithmOptions {
  /** The knobs that all of them have. */
  DqnSettings settings();

  @Override
  default Signals signals(EnvSpec spec) {
    return Signals.of(spec, settings().gamma(), 1);
  }

  @Override
  default Requirements requirements() {
    return Requirements.replay(settings().replay());
  }
}
