package org.morl4j.core.learn;

import java.util.Optional;
import org.morl4j.core.state.State;

/** Makes learners of one kind and configuration. */
public interface LearnerFactory {
  /** What each of its learners needs: known before there is any. */
  Requirements requirements();

  /** A fresh learner. */
  Learner<?> create(Setup setup);

  /**
   * Makes learners that fit the same kind of policy to recorded actions alone, each as much as its
   * {@link org.morl4j.core.data.Column#WEIGHT} says; empty where there are none.
   */
  default Optional<LearnerFactory> cloning() {
    return Optional.empty();
  }

  /** The snapshot that {@link Learner#snapshot} gave, from its saved state. */
  default Snapshot restore(Setup setup, State state) {
    Learner<?> learner = create(setup);
    learner.start(new Snapshot(learner.policy(), state));
    return learner.snapshot();
  }
}
