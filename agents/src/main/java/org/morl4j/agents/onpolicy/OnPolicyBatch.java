package org.morl4j.agents.onpolicy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.morl4j.agents.policy.NetworkPolicy;
import org.morl4j.agents.policy.RunningMoments;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;

/**
 * n rows as PPO, TRPO and MDPO learn from them: a rollout, or a minibatch of one. F features, A
 * action values, S signals; arrays are live.
 */
final class OnPolicyBatch {
  /** Nothing to learn from. */
  static final OnPolicyBatch EMPTY =
      new OnPolicyBatch(0, new float[0], new double[0], new float[0], new float[0]);

  final int rows;

  /** [n, F], normalised. */
  final float[] obs;

  /** [n, A]. */
  final double[] act;

  /** log pi(a|s) of the policy that acted [n]. */
  final float[] logProb;

  /** Of each signal, in its unit [n, S]. */
  final float[] advantages;

  /** What the critic regresses on [n, S]. */
  final float[] targets;

  /** The criterion's mixture of the advantages, standardised [n]. */
  final float[] mixed;

  /** How much each row counts [n], 1 on average. */
  final float[] weight;

  /** Outputs of the policy that later ones are compared with [n, outputs]; empty without one. */
  float[] anchor = {};

  /** Targets, mixture and weights are for the caller to fill in. */
  OnPolicyBatch(int rows, float[] obs, double[] act, float[] logProb, float[] advantages) {
    this.rows = rows;
    this.obs = obs;
    this.act = act;
    this.logProb = logProb;
    this.advantages = advantages;
    targets = new float[advantages.length];
    mixed = new float[rows];
    weight = new float[rows];
  }

  /**
   * Values, advantages and targets of a rollout, and the criterion's mixture of the advantages. The
   * policy's observation moments take the rollout in first; the critic's last layer is changed
   * where its units move with the new targets. Rows to which the criterion gives the weight 0 are
   * left out of all but the observation moments and the advantages' sums; if all are, nothing is
   * changed and the result is empty.
   *
   * @throws ArithmeticException if an advantage is not finite, naming its signal
   */
  static OnPolicyBatch of(Batch batch, Criterion criterion, OnPolicyNetworks networks) {
    NetworkPolicy policy = networks.policy();
    StateValues critic = networks.critic();
    int n = batch.rows();
    float[] weight = weights(batch, criterion);
    int[] counting = IntStream.range(0, n).filter(i -> weight[i] > 0).toArray();
    if (counting.length == 0) {
      return EMPTY;
    }
    // Before learning, not after: the policy that acts next is then the very one that was trained.
    RunningMoments moments = policy.obsMoments();
    if (moments != null) {
      moments.add(batch.obs(), n);
    }
    float[] obs = new float[batch.obs().length];
    policy.normalize(batch.obs(), n, obs);
    float[] values = new float[n * critic.signals()];
    critic.values(obs, n, values);
    float[] advantages = new float[values.length];
    Advantages.gae(batch, values, lastValues(batch, policy, critic), advantages);
    requireFinite(batch, advantages);
    OnPolicyBatch all =
        new OnPolicyBatch(n, obs, batch.act(), batch.column(Column.LOG_PROB), advantages);
    for (int i = 0; i < values.length; i++) {
      all.targets[i] = advantages[i] + values[i];
    }
    System.arraycopy(weight, 0, all.weight, 0, n);
    OnPolicyBatch rows = counting.length == n ? all : all.take(counting);
    Advantages.scaleToMeanOne(rows.weight);
    critic.rescale(rows.targets, rows.rows);
    criterion.mix(rows.advantages, null, rows.rows, rows.mixed);
    Advantages.standardize(rows.mixed, rows.weight);
    return rows;
  }

  /** The criterion's weights of the rows; 1 where it has none. */
  private static float[] weights(Batch batch, Criterion criterion) {
    float[] weight = new float[batch.rows()];
    if (!criterion.hooks().contains(Hook.SAMPLE) || !criterion.sampleWeights(batch, weight)) {
      Arrays.fill(weight, 1);
    }
    return weight;
  }

  /** V of each segment's last next observation [segments, S]. */
  private static float[] lastValues(Batch batch, NetworkPolicy policy, StateValues critic) {
    int n = batch.segments();
    int features = policy.observationSpace().features();
    float[] obs = new float[n * features];
    for (int g = 0; g < n; g++) {
      int row = batch.offset(g + 1) - 1;
      System.arraycopy(batch.nextObs(), row * features, obs, g * features, features);
    }
    policy.normalize(obs, n, obs);
    float[] values = new float[n * critic.signals()];
    critic.values(obs, n, values);
    return values;
  }

  private static void requireFinite(Batch batch, float[] advantages) {
    int signals = batch.signals().size();
    for (int i = 0; i < advantages.length; i++) {
      if (!Float.isFinite(advantages[i])) {
        throw new ArithmeticException(
            """
            The advantage of signal %s is %s in row %d of the rollout, but must be finite. Maybe \
            the environment gave a reward that is not, or the critic's learning rate is too high.\
            """
                .formatted(batch.signals().get(i % signals).name(), advantages[i], i / signals));
      }
    }
  }

  boolean isEmpty() {
    return rows == 0;
  }

  /** A copy of some rows. */
  OnPolicyBatch take(int[] which) {
    int n = which.length;
    OnPolicyBatch some =
        new OnPolicyBatch(
            n,
            new float[n * width(obs.length)],
            new double[n * width(act.length)],
            new float[n],
            new float[n * width(advantages.length)]);
    some.anchor = new float[n * width(anchor.length)];
    gather(obs, obs.length, which, some.obs);
    gather(act, act.length, which, some.act);
    gather(logProb, rows, which, some.logProb);
    gather(advantages, advantages.length, which, some.advantages);
    gather(targets, targets.length, which, some.targets);
    gather(mixed, rows, which, some.mixed);
    gather(weight, rows, which, some.weight);
    gather(anchor, anchor.length, which, some.anchor);
    return some;
  }

  /** Entries of a row in an array of all rows. */
  private int width(int length) {
    return length / rows;
  }

  private void gather(Object from, int length, int[] which, Object to) {
    int width = width(length);
    for (int i = 0; i < which.length; i++) {
      System.arraycopy(from, which[i] * width, to, i * width, width);
    }
  }
}
