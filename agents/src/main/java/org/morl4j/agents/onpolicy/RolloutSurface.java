package org.morl4j.agents.onpolicy;

import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.PolicySurface;

/**
 * A policy's neighbourhood on one rollout: what a trust-region step asks. Its centre is the policy
 * as {@link #load} found it; nothing here changes the critic.
 */
final class RolloutSurface implements PolicySurface {
  private final PolicyRows rows;
  private final PolicyParameters policy;
  private final float[] flat; // [P]
  private final float[] product; // [P]

  RolloutSurface(NetworkPolicy policy, OnPolicyBatch rollout, int signals) {
    rows = new PolicyRows(policy, rollout, signals);
    this.policy = new PolicyParameters(policy);
    flat = new float[this.policy.count()];
    product = new float[flat.length];
  }

  /** Takes the whole rollout; the policy as it is becomes the centre. */
  void load() {
    rows.loadAll();
  }

  PolicyRows rows() {
    return rows;
  }

  /** L = -E[ratio A] + penalty(u) at the current parameters. */
  double loss(Criterion criterion) {
    return rows.surrogateLoss() + rows.addPenalty(criterion);
  }

  /** dL/dparameters of the last {@link #loss}. */
  double[] lossGradient() {
    rows.backward(0, 0, product);
    return doubles(product);
  }

  /** E[KL(centre || current)]. */
  double kl() {
    return rows.klFromAnchor();
  }

  @Override
  public double[] parameters() {
    policy.get(flat);
    return doubles(flat);
  }

  /** Sets the parameters, rounded to floats. */
  @Override
  public void set(double[] parameters) {
    floats(parameters);
    policy.set(flat);
    rows.forward();
  }

  @Override
  public double[] gradient(int signal) {
    rows.signalSurrogate(signal);
    return lossGradient();
  }

  @Override
  public double[] fisherVector(double[] v, double damping) {
    floats(v);
    rows.fisher(flat, product);
    double[] damped = doubles(product);
    for (int i = 0; i < damped.length; i++) {
      damped[i] += damping * v[i];
    }
    return damped;
  }

  @Override
  public Probe probe() {
    return new Probe(Vec.of(rows.surrogates()), kl());
  }

  private void floats(double[] from) {
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) from[i];
    }
  }

  private static double[] doubles(float[] from) {
    double[] to = new double[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i];
    }
    return to;
  }
}
