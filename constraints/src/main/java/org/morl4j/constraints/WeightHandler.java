package org.morl4j.constraints;

/** Acts on how much each signal counts: Lagrange multipliers, switches. */
public non-sealed interface WeightHandler extends Handler {
  /**
   * Changes the weights that signals are mixed by.
   *
   * @param weights [S], the derivative of the mixer in one row, or what earlier handlers made of
   *     it; changed in place
   */
  void weigh(double[] weights);
}
