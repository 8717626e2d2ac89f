package org.morl4j.agents.onpolicy;

import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.policy.RunningMoments;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;

/**
 * A rollout of B transitions as PPO, TRPO and MDPO learn from it: normalised observations,
 * advantages and value targets of S signals, and the criterion's mixture of the advantages. Its
 * arrays are kept and grown when a larger rollout comes.
 */
final class OnPolicyBatch {
  private final NetworkPolicy policy;
  private final StateValues critic;
  private final int signals;
  private final int features;

  private float[] obs = {}; // [B, F] normalised
  private float[] values = {}; // [B, S] reward units
  private float[] advantages = {}; // [B, S] reward units
  private float[] targets = {}; // [B, S] the critic's units
  private float[] mixed = {}; // [B]
  private float[] lastObs = {}; // [segments, F] normalised
  private float[] lastValues = {}; // [segments, S] reward units
  private float[] oldLogProb = {}; // [B], the batch's
  private double[] act = {}; // [B, A], the batch's
  private int rows;

  OnPolicyBatch(NetworkPolicy policy, StateValues critic) {
    this.policy = policy;
    this.critic = critic;
    signals = critic.signals();
    features = critic.features();
  }

  /**
   * Values, advantages and targets of a rollout. The policy's observation moments take it in first;
   * the critic's last layer is changed where its units move with the new targets.
   *
   * @throws ArithmeticException if an advantage is not finite, naming its signal
   */
  void load(Batch batch, Criterion criterion) {
    rows = batch.rows();
    // Before learning, not after: the policy that acts next is then the very one that was trained.
    RunningMoments moments = policy.obsMoments();
    if (moments != null) {
      moments.add(batch.obs(), rows);
    }
    reserve(rows, batch.segments());
    oldLogProb = batch.column(Column.LOG_PROB);
    act = batch.act();
    policy.normalize(batch.obs(), rows, obs);
    critic.values(obs, rows, values);
    lastValues(batch);
    Advantages.gae(batch, values, lastValues, advantages);
    requireFinite(batch);
    for (int i = 0; i < rows * signals; i++) {
      targets[i] = advantages[i] + values[i];
    }
    critic.rescale(targets, rows);
    criterion.mix(advantages, null, rows, mixed);
    Advantages.standardize(mixed, rows);
  }

  private void reserve(int rows, int segments) {
    if (mixed.length < rows) {
      obs = new float[rows * features];
      values = new float[rows * signals];
      advantages = new float[rows * signals];
      targets = new float[rows * signals];
      mixed = new float[rows];
    }
    if (lastValues.length < segments * signals) {
      lastObs = new float[segments * features];
      lastValues = new float[segments * signals];
    }
  }

  private void lastValues(Batch batch) {
    int n = batch.segments();
    for (int g = 0; g < n; g++) {
      int row = batch.offset(g + 1) - 1;
      System.arraycopy(batch.nextObs(), row * features, lastObs, g * features, features);
    }
    policy.normalize(lastObs, n, lastObs);
    critic.values(lastObs, n, lastValues);
  }

  private void requireFinite(Batch batch) {
    for (int i = 0; i < rows * signals; i++) {
      if (!Float.isFinite(advantages[i])) {
        throw new ArithmeticException(
            "The advantage of signal "
                + batch.signals().get(i % signals).name()
                + " is "
                + advantages[i]
                + " in row "
                + i / signals
                + " of the rollout, but must be finite. Maybe the environment gave a reward that is"
                + " not, or agent.learningRate is too high.");
      }
    }
  }

  int rows() {
    return rows;
  }

  float[] obs() {
    return obs;
  }

  float[] advantages() {
    return advantages;
  }

  float[] targets() {
    return targets;
  }

  float[] mixed() {
    return mixed;
  }

  float[] oldLogProb() {
    return oldLogProb;
  }

  double[] act() {
    return act;
  }
}
