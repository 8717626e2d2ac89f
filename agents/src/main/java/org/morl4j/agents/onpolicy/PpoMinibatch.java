package org.morl4j.agents.onpolicy;

import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.constraint.Criterion;

/**
 * One gradient step's worth of a {@link OnPolicyBatch}: gathers n rows, runs both networks on them
 * and takes the loss back to the flat gradient [policy network, head's free parameters, critic].
 */
final class PpoMinibatch {
  private final PolicyRows policy;
  private final CriticRows critic;
  private final int policyParameters;

  /**
   * @param rows the most rows a step takes
   */
  PpoMinibatch(NetworkPolicy policy, StateValues critic, OnPolicyBatch rollout, int rows) {
    this.policy = new PolicyRows(policy, rollout, critic.signals());
    this.critic = new CriticRows(critic, rollout, rows);
    policyParameters = new PolicyParameters(policy).count();
  }

  /** Gathers the rollout's rows order[from..from+n) and runs both networks on them. */
  void forward(int[] order, int from, int n) {
    policy.load(order, from, n);
    policy.forward();
    critic.forward(order, from, n);
  }

  /** L_clip; sets the loss's derivative with respect to log pi(a|s). */
  double policyLoss(int n, double clip) {
    return policyLoss(policy.ratio(), policy.advantage(), n, clip, policy.dLogProb());
  }

  /** L_V; sets its derivative with respect to the critic's outputs. */
  double valueLoss(int n) {
    return critic.loss(n);
  }

  /** L_clip and its derivative with respect to log pi(a|s). All arrays [n]. */
  static double policyLoss(
      double[] ratio, float[] advantage, int n, double clip, float[] dLogProb) {
    double loss = 0;
    for (int i = 0; i < n; i++) {
      double a = advantage[i];
      double free = ratio[i] * a;
      double clipped = Math.max(1 - clip, Math.min(1 + clip, ratio[i])) * a;
      loss -= Math.min(free, clipped);
      dLogProb[i] = free <= clipped ? (float) (-free / n) : 0;
    }
    return loss / n;
  }

  /** The criterion's penalty at this minibatch; adds its derivative to that of the policy loss. */
  double addPenalty(Criterion criterion) {
    return policy.addPenalty(criterion);
  }

  /** Back through head and networks into the flat gradient. */
  void backward(int n, double entropyCoefficient, double valueCoefficient, float[] gradient) {
    policy.backward(entropyCoefficient, 0, gradient);
    critic.backward(n, valueCoefficient, gradient, policyParameters);
  }

  /** Sum over rows of the KL(old || new) estimate (ratio - 1) - log ratio, never negative. */
  double kl() {
    return policy.klEstimate();
  }

  /** How many rows have a ratio outside the clip. */
  int clipped(int n, double clip) {
    int count = 0;
    for (int i = 0; i < n; i++) {
      count += Math.abs(policy.ratio()[i] - 1) > clip ? 1 : 0;
    }
    return count;
  }

  /** Sum over rows of the policy's entropy. */
  double entropy() {
    return policy.entropy();
  }
}
