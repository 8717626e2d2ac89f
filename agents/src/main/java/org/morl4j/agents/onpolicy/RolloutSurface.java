package org.morl4j.agents.onpolicy;

import org.morl4j.constraints.ConjugateGradient;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.PolicySurface;
import org.morl4j.nn.Trainable;

/**
 * A policy's neighbourhood on one rollout: what a trust-region step asks. Its centre is the policy
 * as it was when this was made; nothing here changes the critic.
 */
final class RolloutSurface implements PolicySurface {
  private final PolicyRows rows;
  private final Trainable policy;
  private final OnPolicyBatch rollout;
  private final Criterion criterion;
  private final float[] flat; // [P]
  private final double[] centreGradient; // [P]
  private boolean atCentre = true;

  /**
   * @param policy parameters of the policy at {@code rows}, with two gradient slots
   */
  RolloutSurface(PolicyRows rows, Trainable policy, OnPolicyBatch rollout, Criterion criterion) {
    this.rows = rows;
    this.policy = policy;
    this.rollout = rollout;
    this.criterion = criterion;
    flat = new float[policy.parameterCount()];
    rows.anchor(rollout);
    loss();
    centreGradient = backward(1);
  }

  /** |dL/dparameters| at the centre. */
  double gradientNorm() {
    return Math.sqrt(ConjugateGradient.dot(centreGradient, centreGradient));
  }

  private double loss() {
    return rows.surrogateLoss() + rows.addPenalty(criterion);
  }

  @Override
  public double[] parameters() {
    policy.read(flat);
    return doubles();
  }

  @Override
  public void set(double[] parameters) {
    floats(parameters);
    policy.write(flat);
    rows.forward(rollout);
    atCentre = false;
  }

  @Override
  public double[] gradient() {
    if (atCentre) {
      return centreGradient.clone();
    }
    loss();
    return backward(1);
  }

  @Override
  public double[] gradient(int signal) {
    rows.gain(signal);
    return backward(criterion.horizon(signal));
  }

  private double[] backward(double factor) {
    rows.backward(0);
    policy.gradient(0).read(flat);
    double[] gradient = doubles();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= factor;
    }
    return gradient;
  }

  @Override
  public double[] fisherVector(double[] v, double damping) {
    floats(v);
    rows.fisher(flat);
    policy.gradient(1).read(flat);
    double[] damped = doubles();
    for (int i = 0; i < damped.length; i++) {
      damped[i] += damping * v[i];
    }
    return damped;
  }

  @Override
  public Probe probe() {
    double loss = loss();
    double[] changes = rows.surrogates().clone();
    for (int s = 0; s < changes.length; s++) {
      changes[s] *= criterion.horizon(s);
    }
    return new Probe(loss, Vec.of(changes), rows.klFromAnchor());
  }

  private void floats(double[] from) {
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) from[i];
    }
  }

  private double[] doubles() {
    double[] to = new double[flat.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = flat[i];
    }
    return to;
  }
}
