package org.morl4j.agents.part;

import org.morl4j.agents.AlgorithmOptions;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Requirements;

/** Options of an agent that learns from single transitions, kept or recorded. */
public interface OffPolicyOptions extends AlgorithmOptions {
  /** How fast it learns, under which discount. */
  Rates rates();

  /** Policy and critics. */
  MlpOptions networks();

  /** What is kept and drawn. */
  ReplayOptions replay();

  @Override
  default Signals signals(EnvSpec spec) {
    return rates().signals(spec);
  }

  @Override
  default Requirements requirements() {
    return networks().requirements(replay());
  }
}
