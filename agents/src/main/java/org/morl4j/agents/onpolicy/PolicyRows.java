package org.morl4j.agents.onpolicy;

import java.util.Arrays;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.nn.Gradient;
import org.morl4j.nn.head.ActionHead;

/**
 * n rows of a {@link OnPolicyBatch} at the policy: the importance ratio, surrogates and
 * divergences, and their gradients in the flat vector of {@link PolicyParameters}. Load, forward,
 * then a loss, then {@link #backward}.
 *
 * <pre>
 *   ratio = pi(a|s) / pi_old(a|s)      pi_old: what acted, by the rollout's log-probabilities
 *   u_s   = E[(ratio - 1) A_s]         the surrogates that a criterion's penalty is told
 * </pre>
 *
 * The anchor is the policy as it was when {@link #anchor} was called: the centre of a trust region.
 */
final class PolicyRows {
  private final NetworkPolicy policy;
  private final ActionHead head;
  private final OnPolicyBatch rollout;
  private final int signals;
  private final int features;
  private final int actSize;
  private final double[] surrogate; // [S]
  private final double[] dSurrogate; // [S]
  private final float[] dFree;
  private final float[] anchorFree;

  private int n;
  private float[] obs = {}; // [n, F]
  private double[] act = {}; // [n, A]
  private float[] oldLogProb = {}; // [n]
  private float[] advantage = {}; // [n] mixed and standardised
  private float[] advantages = {}; // [n, S] reward units
  private float[] logProb = {}; // [n]
  private float[] entropy = {}; // [n]
  private double[] ratio = {}; // [n]
  private float[] dLogProb = {}; // [n]
  private float[] rowWeights = {}; // [n]
  private float[] dOut = {}; // [n, outputs]
  private float[] dKlOut = {}; // [n, outputs]
  private float[] anchorOut = {}; // [n, outputs]
  private float[] kl = {}; // [n]
  private float[] out = {}; // [n, outputs], the network's

  PolicyRows(NetworkPolicy policy, OnPolicyBatch rollout, int signals) {
    this.policy = policy;
    this.rollout = rollout;
    this.signals = signals;
    head = policy.head();
    features = policy.network().spec().inputs();
    actSize = policy.actionSpace().size();
    surrogate = new double[signals];
    dSurrogate = new double[signals];
    dFree = new float[head.free()];
    anchorFree = new float[head.free()];
  }

  /** Gathers the rollout's rows order[from..from+n). */
  void load(int[] order, int from, int n) {
    this.n = n;
    reserve(n);
    for (int i = 0; i < n; i++) {
      int row = order[from + i];
      System.arraycopy(rollout.obs(), row * features, obs, i * features, features);
      System.arraycopy(rollout.act(), row * actSize, act, i * actSize, actSize);
      System.arraycopy(rollout.advantages(), row * signals, advantages, i * signals, signals);
      oldLogProb[i] = rollout.oldLogProb()[row];
      advantage[i] = rollout.mixed()[row];
    }
  }

  /** Takes all of the rollout's rows and remembers the policy at them. */
  void loadAll() {
    int[] order = new int[rollout.rows()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    load(order, 0, order.length);
    forward();
    anchor();
  }

  private void reserve(int rows) {
    if (ratio.length >= rows) {
      return;
    }
    obs = new float[rows * features];
    act = new double[rows * actSize];
    oldLogProb = new float[rows];
    advantage = new float[rows];
    advantages = new float[rows * signals];
    logProb = new float[rows];
    entropy = new float[rows];
    ratio = new double[rows];
    dLogProb = new float[rows];
    rowWeights = new float[rows];
    dOut = new float[rows * head.outputs()];
  }

  /** Runs the policy on the loaded rows. */
  void forward() {
    out = policy.network().forward(obs, n);
    head.evaluate(out, policy.free(), act, n, logProb, entropy);
    for (int i = 0; i < n; i++) {
      ratio[i] = Math.exp(logProb[i] - oldLogProb[i]);
    }
  }

  /** Remembers the policy at the loaded rows, as the last {@link #forward} found it. */
  void anchor() {
    if (kl.length < n) {
      kl = new float[n];
      anchorOut = new float[n * head.outputs()];
      dKlOut = new float[n * head.outputs()];
    }
    System.arraycopy(out, 0, anchorOut, 0, n * head.outputs());
    System.arraycopy(policy.free(), 0, anchorFree, 0, anchorFree.length);
  }

  int rows() {
    return n;
  }

  double[] ratio() {
    return ratio;
  }

  float[] advantage() {
    return advantage;
  }

  /** The loss's derivative with respect to log pi(a|s) [n], to be set before {@link #backward}. */
  float[] dLogProb() {
    return dLogProb;
  }

  /** -E[ratio A]; sets its derivative. */
  double surrogateLoss() {
    return surrogateLoss(ratio, advantage, n, dLogProb);
  }

  /** -E[ratio A] and its derivative with respect to log pi(a|s). All arrays [n]. */
  static double surrogateLoss(double[] ratio, float[] advantage, int n, float[] dLogProb) {
    double loss = 0;
    for (int i = 0; i < n; i++) {
      double gain = ratio[i] * advantage[i];
      loss -= gain;
      dLogProb[i] = (float) (-gain / n);
    }
    return loss / n;
  }

  /** E[ratio A_s] of one signal, to be maximised; sets its derivative. */
  double signalSurrogate(int s) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double gain = ratio[i] * advantages[i * signals + s];
      sum += gain;
      dLogProb[i] = (float) (gain / n);
    }
    return sum / n;
  }

  /** u [S]; a live array. */
  double[] surrogates() {
    Arrays.fill(surrogate, 0);
    for (int i = 0; i < n; i++) {
      double change = (ratio[i] - 1) / n;
      for (int s = 0; s < signals; s++) {
        surrogate[s] += change * advantages[i * signals + s];
      }
    }
    return surrogate;
  }

  /** The criterion's penalty at these rows; adds its derivative to that of the policy loss. */
  double addPenalty(Criterion criterion) {
    double penalty = criterion.penalty(surrogates(), dSurrogate);
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

  /**
   * Gradient of the loss whose derivative at log pi was set, minus {@code entropyCoefficient} E[H],
   * plus {@code klCoefficient} E[KL(pi || anchor)], into gradient[0..P).
   */
  void backward(double entropyCoefficient, double klCoefficient, float[] gradient) {
    Arrays.fill(rowWeights, 0, n, (float) (-entropyCoefficient / n));
    Arrays.fill(dFree, 0);
    head.backward(out, policy.free(), act, n, dLogProb, rowWeights, dOut, dFree);
    if (klCoefficient != 0) {
      Arrays.fill(rowWeights, 0, n, (float) (klCoefficient / n));
      head.klBackward(out, policy.free(), anchorOut, anchorFree, n, rowWeights, dKlOut, dFree);
      for (int i = 0; i < n * head.outputs(); i++) {
        dOut[i] += dKlOut[i];
      }
    }
    toParameters(gradient);
  }

  /** F v for the Fisher information F = E[J' M J] of the parameters at the last forward. */
  void fisher(float[] v, float[] product) {
    int p = policy.network().parameterCount();
    float[] vFree = Arrays.copyOfRange(v, p, p + dFree.length);
    policy.network().tangent(v, 0, dKlOut);
    Arrays.fill(dFree, 0);
    head.fisher(out, policy.free(), n, dKlOut, vFree, dOut, dFree);
    for (int i = 0; i < n * head.outputs(); i++) {
      dOut[i] /= n;
    }
    for (int i = 0; i < dFree.length; i++) {
      dFree[i] /= n;
    }
    toParameters(product);
  }

  private void toParameters(float[] gradient) {
    policy.network().backward(dOut, Gradient.over(gradient), 0, null);
    System.arraycopy(dFree, 0, gradient, policy.network().parameterCount(), dFree.length);
  }

  /** E[KL(anchor || pi)]: what a trust region bounds. */
  double klFromAnchor() {
    head.kl(anchorOut, anchorFree, out, policy.free(), n, kl);
    return mean(kl);
  }

  /** E[KL(pi || anchor)]: what mirror descent pays for. */
  double klToAnchor() {
    head.kl(out, policy.free(), anchorOut, anchorFree, n, kl);
    return mean(kl);
  }

  private double mean(float[] values) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += values[i];
    }
    return sum / n;
  }

  /** Sum over rows of the KL(old || new) estimate (ratio - 1) - log ratio, never negative. */
  double klEstimate() {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += ratio[i] - 1 - (logProb[i] - oldLogProb[i]);
    }
    return sum;
  }

  /** Sum over rows of the policy's entropy. */
  double entropy() {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += entropy[i];
    }
    return sum;
  }
}
