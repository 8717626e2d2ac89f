package org.morl4j.agents;

import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;

/** Options of an {@link Algorithm}, of which {@link GradientLearner} makes learners. */
public interface AlgorithmOptions extends AgentOptions {
  /** What the algorithm learns from, and which criteria it serves. */
  Requirements requirements();

  /** The algorithm with these options. */
  Algorithm<?> algorithm(Setup setup);

  @Override
  default LearnerFactory factory() {
    return GradientLearner.factory(requirements(), this::algorithm);
  }
}
