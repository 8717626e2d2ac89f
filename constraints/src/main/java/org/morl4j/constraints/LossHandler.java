package org.morl4j.constraints;

/** Acts by a term of the policy's loss: barriers, hinges. */
public non-sealed interface LossHandler extends Handler {
  /**
   * The term; see {@link org.morl4j.core.constraint.Criterion#penalty}.
   *
   * @param surrogate [S]
   * @param unit discounted return that a unit of each surrogate is worth [S]
   * @param gradient the term's derivative with respect to each surrogate [S], added to
   */
  double penalty(double[] surrogate, double[] unit, double[] gradient);
}
