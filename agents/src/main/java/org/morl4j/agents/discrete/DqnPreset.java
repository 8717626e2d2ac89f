package org.morl4j.agents.discrete;

import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.LearnerFactory;

/** Options of an agent that is {@link Dqn} in certain settings. */
interface DqnPreset extends AgentOptions {
  /** The same as DQN's options. */
  Dqn.Options dqn();

  @Override
  default Signals signals(EnvSpec spec) {
    return dqn().signals(spec);
  }

  @Override
  default LearnerFactory factory() {
    return dqn().factory();
  }
}
