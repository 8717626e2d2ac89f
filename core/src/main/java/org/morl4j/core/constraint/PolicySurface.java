package org.morl4j.core.constraint;

import org.morl4j.core.check.Vec;

/**
 * A policy's neighbourhood on one rollout, as a {@link StepRule} needs it; built by the agent. Its
 * centre is the policy before the step; P parameters, S signals.
 *
 * <pre>
 *   loss     = -E[ratio A] + penalty(change_1, .., change_S)   A: mixed and standardised
 *   change_s = H_s E[(ratio - 1) A_s]                          A_s: in the signal's unit
 *   ratio    = pi(a|s) / pi_old(a|s),  H_s: see {@link Criterion#horizon}
 * </pre>
 *
 * Expectations weigh rows as the criterion's sample weights say.
 */
public interface PolicySurface {
  /** A copy of the flat policy parameters [P]. */
  double[] parameters();

  /** Sets the flat policy parameters [P], rounded to floats; what follows is of them. */
  void set(double[] parameters);

  /** Gradient of the loss, which is to be minimised, at the current parameters [P]. */
  double[] gradient();

  /** Gradient of change_s, in units of the signal's return, at the current parameters [P]. */
  double[] gradient(int signal);

  /** (F + damping I) v [P], F the Fisher information at the current parameters. */
  double[] fisherVector(double[] v, double damping);

  /** Loss, changes and divergence at the current parameters. */
  Probe probe();

  /**
   * What a probe finds.
   *
   * @param loss to be minimised
   * @param changes predicted change of each signal's discounted return, in its unit [S]
   * @param kl mean KL(centre || current), in closed form
   */
  record Probe(double loss, Vec changes, double kl) {}
}
