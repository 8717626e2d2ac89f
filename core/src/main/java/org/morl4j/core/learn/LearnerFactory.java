package org.morl4j.core.learn;

import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.state.State;

/** Makes learners of one kind and configuration, for one environment. */
public interface LearnerFactory {
  /** What each of its learners feeds on: known before there is any. */
  Requirements requirements();

  /**
   * A fresh learner.
   *
   * @param updates how many updates it will get in all: what schedules of rates stretch over
   */
  Learner<?> create(EnvSpec spec, Signals signals, long updates, SeedTree seeds);

  /** The snapshot that {@link Learner#snapshot} gave, from its saved state. */
  Snapshot restore(EnvSpec spec, Signals signals, State state);
}
