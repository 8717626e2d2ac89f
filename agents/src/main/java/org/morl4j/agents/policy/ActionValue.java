package org.morl4j.agents.policy;

/** The value of return distributions to the one who chooses among actions, signal by signal. */
@FunctionalInterface
public interface ActionValue {
  /**
   * Values the distributions of all actions.
   *
   * @param dists a network's outputs [rows, A, outputs]
   * @param features what it was given [rows, F]
   * @param values [rows, A, S], written
   */
  void of(float[] dists, float[] features, int rows, float[] values);
}
