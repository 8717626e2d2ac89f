package org.morl4j.core.learn;

import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;

/** An algorithm's options, as a config names them: a record that knows what it configures. */
public interface AgentOptions {
  /** The signals it learns from in an environment, with its discounts. */
  Signals signals(EnvSpec spec);

  /** Makes learners with these options. */
  LearnerFactory factory();
}
