package org.morl4j.agents.actorcritic;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.loss.Advantages;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.policy.RunningMoments;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.nn.Network;
import org.morl4j.nn.head.ActionHead;

/**
 * The arrays of a PPO update: a rollout with its advantages and targets, and the minibatch gathered
 * from it. Allocated once, grown when a larger rollout comes.
 */
final class PpoMinibatch {
  private final NetworkPolicy policy;
  private final ActionHead head;
  private final Network critic;
  private final int signals;
  private final int features;
  private final int actSize;

  private float[] allObs = {}; // [B, F] normalised
  private float[] allAdvantages = {}; // [B, S] reward units
  private float[] allTargets = {}; // [B, S] units of deviation
  private float[] allMixed = {}; // [B]
  private float[] allOldLogProb = {}; // [B], the batch's
  private double[] allAct = {}; // [B, A], the batch's

  private final float[] obs;
  private final double[] act;
  private final float[] oldLogProb;
  private final float[] advantage;
  private final float[] advantages;
  private final float[] targets;
  private final float[] logProb;
  private final float[] entropy;
  private final float[] dLogProb;
  private final float[] dEntropy;
  private final float[] dOut;
  private final float[] dFree;
  private final float[] dValues;
  private final double[] surrogate;
  private final double[] dSurrogate;
  private float[] out = {};
  private float[] values = {};

  PpoMinibatch(NetworkPolicy policy, Network critic, int signals, int rows) {
    this.policy = policy;
    this.critic = critic;
    this.signals = signals;
    head = policy.head();
    features = policy.observationSpace().features();
    actSize = policy.actionSpace().size();
    obs = new float[rows * features];
    act = new double[rows * actSize];
    oldLogProb = new float[rows];
    advantage = new float[rows];
    advantages = new float[rows * signals];
    targets = new float[rows * signals];
    logProb = new float[rows];
    entropy = new float[rows];
    dLogProb = new float[rows];
    dEntropy = new float[rows];
    dOut = new float[rows * head.outputs()];
    dFree = new float[head.free()];
    dValues = new float[rows * signals];
    surrogate = new double[signals];
    dSurrogate = new double[signals];
  }

  /** Values, advantages and targets of a rollout; {@code returns} scales the critic unless null. */
  void load(Batch batch, @Nullable RunningMoments returns) {
    int rows = batch.rows();
    if (allMixed.length < rows) {
      allObs = new float[rows * features];
      allAdvantages = new float[rows * signals];
      allTargets = new float[rows * signals];
      allMixed = new float[rows];
    }
    allOldLogProb = batch.column(Column.LOG_PROB);
    allAct = batch.act();
    policy.normalize(batch.obs(), rows, allObs);
    float[] scale = new float[signals];
    Arrays.fill(scale, 1);
    if (returns != null) {
      addDiscountedReturns(batch, returns);
      for (int s = 0; s < signals; s++) {
        scale[s] = (float) returns.deviation(s);
      }
    }
    float[] old = scaled(critic.forward(allObs, rows), rows, scale);
    Advantages.gae(batch, old, tails(batch, scale), allAdvantages);
    for (int i = 0; i < rows * signals; i++) {
      allTargets[i] = (allAdvantages[i] + old[i]) / scale[i % signals];
    }
  }

  private float[] tails(Batch batch, float[] scale) {
    int n = batch.segments();
    float[] last = new float[n * features];
    for (int g = 0; g < n; g++) {
      int row = batch.offset(g + 1) - 1;
      System.arraycopy(batch.nextObs(), row * features, last, g * features, features);
    }
    policy.normalize(last, n, last);
    return scaled(critic.forward(last, n), n, scale);
  }

  private float[] scaled(float[] outputs, int rows, float[] scale) {
    float[] result = new float[rows * signals];
    for (int i = 0; i < result.length; i++) {
      result[i] = outputs[i] * scale[i % signals];
    }
    return result;
  }

  /** Feeds R_t = r_t + gamma R_t-1 within segments, whose deviation scales the critic. */
  private void addDiscountedReturns(Batch batch, RunningMoments returns) {
    int rows = batch.rows();
    for (int s = 0; s < signals; s++) {
      double gamma = batch.signals().get(s).gamma();
      for (int g = 0; g < batch.segments(); g++) {
        double sum = 0;
        for (int row = batch.offset(g); row < batch.offset(g + 1); row++) {
          sum = batch.value(row, s) + gamma * sum;
          allTargets[row * signals + s] = (float) sum; // scratch until load fills it
        }
      }
    }
    returns.add(allTargets, rows);
  }

  /** Gathers rows order[from..from+n) and runs both networks on them. */
  void forward(int[] order, int from, int n) {
    for (int i = 0; i < n; i++) {
      int row = order[from + i];
      System.arraycopy(allObs, row * features, obs, i * features, features);
      System.arraycopy(allAct, row * actSize, act, i * actSize, actSize);
      System.arraycopy(allAdvantages, row * signals, advantages, i * signals, signals);
      System.arraycopy(allTargets, row * signals, targets, i * signals, signals);
      oldLogProb[i] = allOldLogProb[row];
      advantage[i] = allMixed[row];
    }
    out = policy.network().forward(obs, n);
    head.evaluate(out, policy.free(), act, n, logProb, entropy);
    values = critic.forward(obs, n);
  }

  /** The criterion's penalty at this minibatch; adds its derivative to dLogProb. */
  double addPenalty(Criterion criterion, int n) {
    Arrays.fill(surrogate, 0);
    for (int i = 0; i < n; i++) {
      double change = Math.exp(logProb[i] - oldLogProb[i]) - 1;
      for (int s = 0; s < signals; s++) {
        surrogate[s] += change * advantages[i * signals + s] / n;
      }
    }
    double penalty = criterion.penalty(surrogate, dSurrogate);
    boolean flat = true;
    for (double d : dSurrogate) {
      flat &= d == 0;
    }
    for (int i = 0; i < n && !flat; i++) {
      double ratio = Math.exp(logProb[i] - oldLogProb[i]);
      double sum = 0;
      for (int s = 0; s < signals; s++) {
        sum += dSurrogate[s] * advantages[i * signals + s];
      }
      dLogProb[i] += (float) (ratio * sum / n);
    }
    return penalty;
  }

  /** Back through head and networks into the flat gradient: policy, free, critic. */
  void backward(int n, double entropyCoefficient, double valueCoefficient, float[] gradient) {
    Arrays.fill(dEntropy, 0, n, (float) (-entropyCoefficient / n));
    Arrays.fill(dFree, 0);
    head.backward(out, policy.free(), act, n, dLogProb, dEntropy, dOut, dFree);
    policy.network().backward(dOut, gradient, 0, null);
    int p = policy.network().parameterCount();
    System.arraycopy(dFree, 0, gradient, p, dFree.length);
    for (int i = 0; i < n * signals; i++) {
      dValues[i] *= (float) valueCoefficient;
    }
    critic.backward(dValues, gradient, p + dFree.length, null);
  }

  float[] advantages() {
    return allAdvantages;
  }

  float[] mixed() {
    return allMixed;
  }

  float[] logProb() {
    return logProb;
  }

  float[] oldLogProb() {
    return oldLogProb;
  }

  float[] advantage() {
    return advantage;
  }

  float[] entropy() {
    return entropy;
  }

  float[] values() {
    return values;
  }

  float[] targets() {
    return targets;
  }

  float[] dLogProb() {
    return dLogProb;
  }

  float[] dValues() {
    return dValues;
  }
}
