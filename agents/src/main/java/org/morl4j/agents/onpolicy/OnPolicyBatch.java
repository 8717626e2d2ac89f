package org.morl4j.agents.onpolicy;

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

  /**
   * A whole batch; targets, mixture and weights are for the caller to fill in.
   *
   * @param obs normalised [n, F]
   * @param advantages [n, S]
   */
  OnPolicyBatch(Batch batch, float[] obs, float[] advantages) {
    this(batch.rows(), obs, batch.act(), batch.column(Column.LOG_PROB), advantages);
  }

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
