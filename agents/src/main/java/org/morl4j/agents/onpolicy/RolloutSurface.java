package org.morl4j.agents.onpolicy;

import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.PolicySurface;

/**
 * A policy's neighbourhood on one rollout: what a trust-region step asks. Its centre is the policy
 * as it was made; nothing here changes the critic.
 */
final class RolloutSurface implements PolicySurface {
  private final PolicyRows rows;
  private final PolicyParameters policy;
  private final float[] flat; // [P]
  private final float[] product; // [P]
  private final Criterion criterion;

  /** Takes the whole rollout; the policy as it is becomes the centre. */
  RolloutSurface(PolicyRows rows, NetworkPolicy policy, Criterion criterion) {
    this.rows = rows;
    this.criterion = criterion;
    this.policy = new PolicyParameters(policy);
    rows.loadAll();
    flat = new float[this.policy.count()];
    product = new float[flat.length];
  }

  private double loss() {
    return rows.surrogateLoss() + rows.addPenalty(criterion);
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
  public double[] gradient() {
    loss();
    rows.backward(0, 0, product);
    return doubles(product);
  }

  @Override
  public double[] gradient(int signal) {
    rows.signalSurrogate(signal);
    rows.backward(0, 0, product);
    double[] gradient = doubles(product);
    double horizon = criterion.horizon(signal);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= horizon;
    }
    return gradient;
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

  private static double[] doubles(float[] from) {
    double[] to = new double[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i];
    }
    return to;
  }
}
