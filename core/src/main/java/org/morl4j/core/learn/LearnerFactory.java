package org.morl4j.core.learn;

import org.morl4j.core.state.State;

/** Makes learners of one kind and configuration. */
public interface LearnerFactory {
  /** What each of its learners needs: known before there is any. */
  Requirements requirements();

  /** A fresh learner. */
  Learner<?> create(Setup setup);

  /** The snapshot that {@link Learner#snapshot} gave, from its saved state. */
  default Snapshot restore(Setup setup, State state) {
    Learner<?> learner = create(setup);
    learner.start(new Snapshot(learner.policy(), state));
    return learner.snapshot();
  }
}
