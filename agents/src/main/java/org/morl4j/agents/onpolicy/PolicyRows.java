package org.morl4j.agents.onpolicy;

import java.util.Arrays;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.head.ActionHead;

/**
 * The policy at n rows: the importance ratio, surrogates and divergences, and the gradients of
 * losses made of them. Forward, then a loss, then {@link #backward}.
 *
 * <pre>
 *   ratio = pi(a|s) / pi_old(a|s)      pi_old: what acted, by the rollout's log-probabilities
 *   u_s   = E[(ratio - 1) A_s]         the surrogates that a criterion's penalty is told
 * </pre>
 *
 * E is the mean over rows by their weights. The anchor is the policy as {@link #anchor} found it:
 * the centre of a trust region.
 */
final class PolicyRows {
  private final NetworkPolicy policy;
  private final ActionHead head;
  private final Trainable parameters;
  private final int signals;
  private final double[] surrogate; // [S]
  private final double[] unit; // [S]
  private final double[] dSurrogate; // [S]
  private final float[] dFree;
  private final float[] anchorFree;

  private OnPolicyBatch batch = OnPolicyBatch.EMPTY;
  private int n;
  private boolean klCounts;
  private float[] out = {}; // [n, outputs], the network's
  private float[] logProb = {}; // [n]
  private float[] entropy = {}; // [n]
  private float[] kl = {}; // [n]
  private double[] ratio = {}; // [n]
  private float[] dLogProb = {}; // [n]
  private float[] dEntropy = {}; // [n]
  private float[] dKl = {}; // [n]
  private float[] dOut = {}; // [n, outputs]
  private float[] dKlOut = {}; // [n, outputs]

  /** What a loss of n rows is made of; arrays are live. */
  @SuppressWarnings("ArrayRecordComponent") // equality is never asked for
  record Samples(int n, double[] ratio, float[] advantage, float[] weight) {}

  /**
   * @param parameters [policy network, head's free parameters, ..]; a gradient goes to its slot 0
   * @param signals S
   */
  PolicyRows(NetworkPolicy policy, Trainable parameters, int signals) {
    this.policy = policy;
    this.parameters = parameters;
    this.signals = signals;
    head = policy.head();
    surrogate = new double[signals];
    unit = new double[signals];
    dSurrogate = new double[signals];
    dFree = new float[head.free()];
    anchorFree = new float[head.free()];
  }

  private void reserve(int rows) {
    if (ratio.length >= rows) {
      return;
    }
    logProb = new float[rows];
    entropy = new float[rows];
    kl = new float[rows];
    ratio = new double[rows];
    dLogProb = new float[rows];
    dEntropy = new float[rows];
    dKl = new float[rows];
    dOut = new float[rows * head.outputs()];
    dKlOut = new float[dOut.length];
  }

  /** Runs the policy on the rows. */
  void forward(OnPolicyBatch rows) {
    batch = rows;
    n = rows.rows;
    klCounts = false;
    reserve(n);
    out = policy.network().forward(rows.obs, n);
    head.evaluate(out, policy.free(), rows.act, n, logProb, entropy);
    for (int i = 0; i < n; i++) {
      ratio[i] = Math.exp(logProb[i] - rows.logProb[i]);
    }
  }

  /** Runs the policy on the rows and remembers it there, as what it is compared with from now. */
  void anchor(OnPolicyBatch rows) {
    forward(rows);
    rows.anchor = Arrays.copyOf(out, n * head.outputs());
    System.arraycopy(policy.free(), 0, anchorFree, 0, anchorFree.length);
  }

  Samples samples() {
    return new Samples(n, ratio, batch.mixed, batch.weight);
  }

  /** The loss's derivative with respect to log pi(a|s) [n], to be set before {@link #backward}. */
  float[] dLogProb() {
    return dLogProb;
  }

  /**
   * That with respect to each row's KL(pi || anchor) [n], likewise: the loss then depends on it.
   */
  float[] dKl() {
    klCounts = true;
    return dKl;
  }

  /** KL(pi || anchor) of each row [n]; a live array. */
  float[] divergences() {
    head.kl(out, policy.free(), batch.anchor, anchorFree, n, kl);
    return kl;
  }

  /** -E[ratio A]; sets its derivative. */
  double surrogateLoss() {
    return surrogateLoss(samples(), dLogProb);
  }

  /** -E[ratio A] and its derivative with respect to log pi(a|s) [n]. */
  static double surrogateLoss(Samples rows, float[] dLogProb) {
    double loss = 0;
    for (int i = 0; i < rows.n; i++) {
      double gain = rows.weight[i] * rows.ratio[i] * rows.advantage[i];
      loss -= gain;
      dLogProb[i] = (float) (-gain / rows.n);
    }
    return loss / rows.n;
  }

  /** Adds {@code coefficient} E[KL(pi || anchor)] to the loss: sets its derivative. */
  void addKl(double coefficient) {
    float[] derivative = dKl();
    for (int i = 0; i < n; i++) {
      derivative[i] = (float) (coefficient * batch.weight[i] / n);
    }
  }

  /** Sets the derivative of u_s, to be maximised. */
  void gain(int s) {
    for (int i = 0; i < n; i++) {
      dLogProb[i] = (float) (batch.weight[i] * ratio[i] * batch.advantages[i * signals + s] / n);
    }
  }

  /** u [S]; a live array. */
  double[] surrogates() {
    Arrays.fill(surrogate, 0);
    for (int i = 0; i < n; i++) {
      double change = batch.weight[i] * (ratio[i] - 1) / n;
      for (int s = 0; s < signals; s++) {
        surrogate[s] += change * batch.advantages[i * signals + s];
      }
    }
    return surrogate;
  }

  /** The criterion's penalty at these rows; adds its derivative to that of the policy loss. */
  double addPenalty(Criterion criterion) {
    return addPenalty(criterion, Double.POSITIVE_INFINITY);
  }

  /**
   * The same of surrogates that are clipped as PPO's is, each on the side to which the penalty
   * pulls it, so that a broken bound can't push past the trust region either:
   *
   * <pre>
   *   u_s = E[min(ratio A_s, clip(ratio, 1 - eps, 1 + eps) A_s) - A_s]   max where it pulls down
   * </pre>
   *
   * @param clip eps
   */
  double addPenalty(Criterion criterion, double clip) {
    for (int s = 0; s < signals; s++) {
      unit[s] = criterion.horizon(s);
    }
    double penalty = criterion.penalty(surrogates(), unit, dSurrogate);
    double[] pull = dSurrogate.clone();
    if (clip < Double.POSITIVE_INFINITY && Arrays.stream(pull).anyMatch(d -> d != 0)) {
      clipSurrogates(pull, clip);
      penalty = criterion.penalty(surrogate, unit, dSurrogate);
    }
    for (int s = 0; s < signals; s++) {
      if (dSurrogate[s] != 0) {
        double slope = dSurrogate[s] / n;
        for (int i = 0; i < n; i++) {
          double a = batch.advantages[i * signals + s];
          double gain = batch.weight[i] * slope * ratio[i] * a;
          dLogProb[i] += clipped(i, a, pull[s], clip) ? 0 : (float) gain;
        }
      }
    }
    return penalty;
  }

  private void clipSurrogates(double[] pull, double clip) {
    Arrays.fill(surrogate, 0);
    for (int i = 0; i < n; i++) {
      double within = Math.max(1 - clip, Math.min(1 + clip, ratio[i]));
      for (int s = 0; s < signals; s++) {
        double a = batch.advantages[i * signals + s];
        double change = (clipped(i, a, pull[s], clip) ? within : ratio[i]) - 1;
        surrogate[s] += batch.weight[i] * change / n * a;
      }
    }
  }

  /** Whether row {@code i} has gone beyond the clip to where a signal is pulled. */
  private boolean clipped(int i, double advantage, double pull, double clip) {
    boolean up = advantage * pull < 0; // the penalty falls as the ratio rises
    return up ? ratio[i] > 1 + clip : ratio[i] < 1 - clip;
  }

  /**
   * Gradient of the loss whose derivatives were set, minus {@code entropyCoefficient} E[H], into
   * slot 0.
   */
  void backward(double entropyCoefficient) {
    for (int i = 0; i < n; i++) {
      dEntropy[i] = (float) (-entropyCoefficient * batch.weight[i] / n);
    }
    Arrays.fill(dFree, 0);
    head.backward(out, policy.free(), batch.act, n, dLogProb, dEntropy, dOut, dFree);
    if (klCounts) {
      head.klBackward(out, policy.free(), batch.anchor, anchorFree, n, dKl, dKlOut, dFree);
      for (int i = 0; i < n * head.outputs(); i++) {
        dOut[i] += dKlOut[i];
      }
    }
    toParameters(0);
  }

  /**
   * F v for the Fisher information F = E[J' M J] of the parameters at the last forward, into slot
   * 1.
   */
  void fisher(float[] v) {
    int p = policy.network().parameterCount();
    float[] vFree = Arrays.copyOfRange(v, p, p + dFree.length);
    policy.network().tangent(v, 0, dKlOut);
    Arrays.fill(dFree, 0);
    head.fisher(out, policy.free(), n, dKlOut, vFree, dOut, dFree);
    int outputs = head.outputs();
    for (int i = 0; i < n * outputs; i++) {
      dOut[i] = dOut[i] * batch.weight[i / outputs] / n;
    }
    // M of free parameters is the same in every row, so that weights of mean 1 leave its sum.
    for (int i = 0; i < dFree.length; i++) {
      dFree[i] /= n;
    }
    toParameters(1);
  }

  private void toParameters(int slot) {
    policy.network().backward(dOut, parameters.gradient(slot), parameters.offset(0), null);
    parameters.freeGradient(slot, 1, dFree);
  }

  /** E[KL(anchor || pi)]: what a trust region bounds. */
  double klFromAnchor() {
    head.kl(batch.anchor, anchorFree, out, policy.free(), n, kl);
    return mean(kl);
  }

  /** E[KL(pi || anchor)]: what mirror descent pays for. */
  double klToAnchor() {
    return mean(divergences());
  }

  /** E[H(pi)]. */
  double entropy() {
    return mean(entropy);
  }

  private double mean(float[] values) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) batch.weight[i] * values[i];
    }
    return sum / n;
  }

  /** E[(ratio - 1) - log ratio], an estimate of KL(old || new) that is never negative. */
  double klEstimate() {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += batch.weight[i] * (ratio[i] - 1 - (logProb[i] - batch.logProb[i]));
    }
    return sum / n;
  }

  /** Share of the rows whose ratio is outside [1 - clip, 1 + clip]. */
  double clipped(double clip) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.abs(ratio[i] - 1) > clip ? batch.weight[i] : 0;
    }
    return sum / n;
  }
}
