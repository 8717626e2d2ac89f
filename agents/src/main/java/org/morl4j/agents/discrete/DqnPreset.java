package org.morl4j.agents.discrete;

import org.morl4j.agents.Algorithm;
import org.morl4j.core.learn.Setup;

/**
 * Options of an agent that is {@link Dqn} in certain settings.
 *
 * @param <O> the options themselves
 */
interface DqnPreset<O extends DqnPreset<O>> extends DiscreteOptions<O> {
  /** The same as DQN's options. */
  Dqn.Options dqn();

  @Override
  default int outputs(int signals) {
    return dqn().outputs(signals);
  }

  @Override
  default Algorithm<?> algorithm(Setup setup) {
    return new Dqn(dqn(), setup);
  }
}
