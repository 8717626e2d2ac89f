package org.morl4j.agents.policy;

/** What laws of the return are worth to the one who chooses among actions, signal by signal. */
@FunctionalInterface
public interface ActionValue {
  /**
   * Judges the laws of all actions.
   *
   * @param laws a network's outputs [rows, A, outputs]
   * @param features what it was given [rows, F]
   * @param values [rows, A, S], written
   */
  void of(float[] laws, float[] features, int rows, float[] values);
}
