package org.morl4j.core.constraint;

import org.morl4j.core.check.Vec;

/** A policy's neighbourhood on one batch, as a {@link StepRule} needs it; built by the agent. */
public interface PolicySurface {
  /** A copy of the flat policy parameters. */
  double[] parameters();

  /** Sets the flat policy parameters. */
  void set(double[] parameters);

  /** Gradient of the surrogate E[ratio A_s] of one signal at the current parameters. */
  double[] gradient(int signal);

  /** (F + damping I) v with F the Fisher information at the current parameters. */
  double[] fisherVector(double[] v, double damping);

  /** Surrogates [S] and the mean KL to the policy that acted, at the current parameters. */
  Probe probe();

  /**
   * What a probe finds.
   *
   * @param surrogates E[(ratio - 1) A_s] [S]
   * @param kl mean KL(old || current)
   */
  record Probe(Vec surrogates, double kl) {}
}
