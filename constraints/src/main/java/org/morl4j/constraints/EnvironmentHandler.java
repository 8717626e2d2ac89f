package org.morl4j.constraints;

import org.morl4j.core.env.VectorEnv;

/** Acts on what is trained in: rewards and costs made of other ones, episodes ended early. */
public non-sealed interface EnvironmentHandler extends Handler {
  /**
   * The environment to train in. Its spaces, objectives and costs are those of {@code env}, which
   * stays what evaluations measure.
   */
  VectorEnv wrap(VectorEnv env);
}
