package org.morl4j.agents.actorcritic;

import java.util.Arrays;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.nn.head.ActionHead;

/**
 * One gradient step's worth of a {@link PpoRollout}: gathers n rows, runs both networks on them and
 * takes the loss back to the flat gradient [policy network, head's free parameters, critic].
 */
final class PpoMinibatch {
  private final NetworkPolicy policy;
  private final ActionHead head;
  private final PpoCritic critic;
  private final PpoRollout rollout;
  private final int signals;
  private final int features;
  private final int actSize;

  private final float[] obs; // [n, F]
  private final double[] act; // [n, A]
  private final float[] oldLogProb; // [n]
  private final float[] advantage; // [n] mixed and standardised
  private final float[] advantages; // [n, S] reward units
  private final float[] targets; // [n, S]
  private final float[] logProb; // [n]
  private final float[] entropy; // [n]
  private final double[] ratio; // [n]
  private final float[] dLogProb; // [n]
  private final float[] dEntropy; // [n]
  private final float[] dOut; // [n, outputs]
  private final float[] dFree;
  private final double[] surrogate; // [S]
  private final double[] dSurrogate; // [S]
  private float[] out = {};

  /**
   * @param rows the most rows a step takes
   */
  PpoMinibatch(NetworkPolicy policy, PpoCritic critic, PpoRollout rollout, int rows) {
    this.policy = policy;
    this.critic = critic;
    this.rollout = rollout;
    head = policy.head();
    signals = critic.signals();
    features = critic.features();
    actSize = policy.actionSpace().size();
    obs = new float[rows * features];
    act = new double[rows * actSize];
    oldLogProb = new float[rows];
    advantage = new float[rows];
    advantages = new float[rows * signals];
    targets = new float[rows * signals];
    logProb = new float[rows];
    entropy = new float[rows];
    ratio = new double[rows];
    dLogProb = new float[rows];
    dEntropy = new float[rows];
    dOut = new float[rows * head.outputs()];
    dFree = new float[head.free()];
    surrogate = new double[signals];
    dSurrogate = new double[signals];
  }

  /** Gathers the rollout's rows order[from..from+n) and runs both networks on them. */
  void forward(int[] order, int from, int n) {
    for (int i = 0; i < n; i++) {
      int row = order[from + i];
      System.arraycopy(rollout.obs(), row * features, obs, i * features, features);
      System.arraycopy(rollout.act(), row * actSize, act, i * actSize, actSize);
      System.arraycopy(rollout.advantages(), row * signals, advantages, i * signals, signals);
      System.arraycopy(rollout.targets(), row * signals, targets, i * signals, signals);
      oldLogProb[i] = rollout.oldLogProb()[row];
      advantage[i] = rollout.mixed()[row];
    }
    out = policy.network().forward(obs, n);
    head.evaluate(out, policy.free(), act, n, logProb, entropy);
    critic.forward(obs, n);
    for (int i = 0; i < n; i++) {
      ratio[i] = Math.exp(logProb[i] - oldLogProb[i]);
    }
  }

  /** L_clip; sets the loss's derivative with respect to log pi(a|s). */
  double policyLoss(int n, double clip) {
    return policyLoss(ratio, advantage, n, clip, dLogProb);
  }

  /** L_V; sets its derivative with respect to the critic's outputs. */
  double valueLoss(int n) {
    return critic.loss(targets, n);
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
  double addPenalty(Criterion criterion, int n) {
    Arrays.fill(surrogate, 0);
    for (int i = 0; i < n; i++) {
      double change = (ratio[i] - 1) / n;
      for (int s = 0; s < signals; s++) {
        surrogate[s] += change * advantages[i * signals + s];
      }
    }
    double penalty = criterion.penalty(surrogate, dSurrogate);
    for (int s = 0; s < signals; s++) {
      if (dSurrogate[s] != 0) {
        double slope = dSurrogate[s] / n;
        for (int i = 0; i < n; i++) {
          dLogProb[i] += (float) (slope * ratio[i] * advantages[i * signals + s]);
        }
      }
    }
    return penalty;
  }

  /** Back through head and networks into the flat gradient. */
  void backward(int n, double entropyCoefficient, double valueCoefficient, float[] gradient) {
    Arrays.fill(dEntropy, 0, n, (float) (-entropyCoefficient / n));
    Arrays.fill(dFree, 0);
    head.backward(out, policy.free(), act, n, dLogProb, dEntropy, dOut, dFree);
    policy.network().backward(dOut, gradient, 0, null);
    int p = policy.network().parameterCount();
    System.arraycopy(dFree, 0, gradient, p, dFree.length);
    critic.backward(n, valueCoefficient, gradient, p + dFree.length);
  }

  /** Sum over rows of the KL(old || new) estimate (ratio - 1) - log ratio, never negative. */
  double kl(int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += ratio[i] - 1 - (logProb[i] - oldLogProb[i]);
    }
    return sum;
  }

  /** How many rows have a ratio outside the clip. */
  int clipped(int n, double clip) {
    int count = 0;
    for (int i = 0; i < n; i++) {
      count += Math.abs(ratio[i] - 1) > clip ? 1 : 0;
    }
    return count;
  }

  /** Sum over rows of the policy's entropy. */
  double entropy(int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += entropy[i];
    }
    return sum;
  }
}
