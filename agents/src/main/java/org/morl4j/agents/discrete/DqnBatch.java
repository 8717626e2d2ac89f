package org.morl4j.agents.discrete;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.part.PolicyTerm;
import org.morl4j.agents.policy.ActionValue;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.value.Backup;
import org.morl4j.agents.value.ValueHead;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;

/**
 * The arrays of one {@link Dqn} update, B rows: from distributions of all actions [B, A, S x
 * outputs] to the one that counts in each row.
 */
final class DqnBatch {
  /** {@link ValueHead#loss} or one of its shape. */
  @FunctionalInterface
  interface Loss {
    /** L of n = B x S distributions, its gradient written to {@code dOut}. */
    double of(
        float[] out, float[] target, int n, float @Nullable [] weight, float[] error, float[] dOut);
  }

  private final int actions;
  private final int lowest; // the first action's number
  private final int signals;
  private final int width; // of one action's distributions
  private final ValueHead head;
  private final ActionValue actionValue;
  private int rows;
  private int[] act = {};
  private int[] best = {};
  private float[] reward = {};
  private float[] discount = {};
  private float[] means = {}; // [B, A, S]
  private float[] slopes = {}; // [B, A, S]
  private float[] mixed = {}; // [B, A]
  private float[] next = {}; // [B, S x outputs]
  private float[] target = {}; // [B, S x targets]
  private float[] taken = {}; // [B, S x outputs]
  private float[] dTaken = {};
  private float[] dDists = {};
  private float[] error = {}; // [B, S]

  DqnBatch(QPolicy policy, ValueHead head) {
    this.head = head;
    actions = policy.actionSpace().n();
    lowest = policy.actionSpace().start();
    signals = policy.signals();
    actionValue = policy.actionValue();
    width = signals * head.outputs();
  }

  private void reserve(int n) {
    if (rows == n) {
      return;
    }
    rows = n;
    act = new int[n];
    best = new int[n];
    reward = new float[n * signals];
    discount = new float[n * signals];
    means = new float[n * actions * signals];
    slopes = new float[means.length];
    mixed = new float[n * actions];
    next = new float[n * width];
    target = new float[n * signals * head.targets()];
    taken = new float[next.length];
    dTaken = new float[next.length];
    dDists = new float[n * actions * width];
    error = new float[n * signals];
  }

  /** Takes actions (counted from 0), rewards and discounts of a batch. */
  void load(Batch batch) {
    reserve(batch.rows());
    for (int i = 0; i < rows; i++) {
      int a = (int) batch.act()[i] - lowest;
      if (a < 0 || a >= actions) {
        throw new IllegalArgumentException(
            "act["
                + i
                + "] is "
                + batch.act()[i]
                + ", but must be a whole number from "
                + lowest
                + " to "
                + (lowest + actions - 1)
                + ". Maybe the transitions are of another environment.");
      }
      act[i] = a;
      for (int s = 0; s < signals; s++) {
        reward[i * signals + s] = (float) batch.value(i, s);
        discount[i * signals + s] = (float) batch.discount(i, s);
      }
    }
  }

  /**
   * argmax_a mix(value of Z_1, .., of Z_S) in each row [B]; a distribution's value is its mean but
   * for agents with a utility.
   *
   * @param dists [B, A, S x outputs]
   * @param features what the network was given [B, F]
   * @throws IllegalArgumentException if the criterion's mix is not one weighted sum for all rows
   */
  int[] greedy(float[] dists, float[] features, Criterion criterion) {
    actionValue.of(dists, features, rows, means);
    criterion.mix(means, null, mixed.length, mixed);
    criterion.mixGradient(means, null, mixed.length, slopes);
    for (int i = signals; i < slopes.length; i++) {
      if (slopes[i] != slopes[i - signals]) {
        throw new IllegalArgumentException(
            "The criterion weighs signals differently from value to value ("
                + slopes[i - signals]
                + " and "
                + slopes[i]
                + "), but DQN's policy acts by one weighted sum. Maybe use fixed weights.");
      }
    }
    QPolicy.argMax(mixed, rows, actions, best);
    return best;
  }

  /** The weights the criterion mixes with [S]; the array is longer. */
  float[] mixingWeights() {
    return slopes;
  }

  /** Y: what the head makes of the distributions of {@code chosen} actions. */
  void target(float[] nextDists, int[] chosen, RandomGenerator rng) {
    gather(nextDists, chosen, rows, actions, width, next);
    head.target(next, rows * signals, new Backup(reward, discount), rng, target);
  }

  /** L at the distributions of the actions taken; leaves its gradient in {@link #dDists}. */
  double loss(float[] dists, Batch batch) {
    return loss(dists, batch, head::loss);
  }

  /** The same by another loss than the head's plain one. */
  double loss(float[] dists, Batch batch, Loss how) {
    gather(dists, act, rows, actions, width, taken);
    float[] weight = batch.has(Column.WEIGHT) ? batch.column(Column.WEIGHT) : null;
    double loss = how.of(taken, target, rows * signals, weight, error, dTaken);
    scatter(dTaken, act, rows, actions, width, dDists);
    return loss;
  }

  /**
   * Adds a term on the mixed values of all actions, its gradient to {@link #dDists}.
   *
   * @return its value
   */
  double add(QTerm term, float[] dists, Batch batch, Criterion criterion) {
    if (term == QTerm.NONE) {
      return 0;
    }
    head.mean(dists, means.length, means);
    criterion.mix(means, null, mixed.length, mixed);
    criterion.mixGradient(means, null, mixed.length, slopes);
    float[] weight = batch.has(Column.WEIGHT) ? batch.column(Column.WEIGHT) : null;
    float[] dMixed = new float[mixed.length];
    double value = term.add(mixed, act, weight, dMixed);
    for (int i = 0; i < means.length; i++) {
      means[i] = slopes[i] * dMixed[i / signals];
    }
    float[] more = new float[dDists.length];
    head.meanBackward(dists, means.length, means, more);
    for (int i = 0; i < more.length; i++) {
      dDists[i] += more[i];
    }
    return value;
  }

  /** dL/d(outputs) [B, A, S x outputs]. */
  float[] dDists() {
    return dDists;
  }

  /** What is told of an update; TD errors are written to the batch's rows where it asks. */
  Dqn.Losses losses(
      double loss, double gradientNorm, double epsilon, Batch batch, Criterion criterion) {
    double meanQ = meanQ(criterion);
    return new Dqn.Losses(
        loss, meanQ, tdErrors(batch), spread(), epsilon, gradientNorm, new PolicyTerm.NoLosses());
  }

  /** Mixed value of the actions taken, on average. */
  private double meanQ(Criterion criterion) {
    head.mean(taken, rows * signals, means);
    criterion.mix(means, null, rows, mixed);
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += mixed[i];
    }
    return sum / rows;
  }

  /** Standard deviation of the distributions of the actions taken, on average. */
  private double spread() {
    return head.spread(taken, rows * signals);
  }

  /** Sum over signals of |TD error|, on average; written to the batch's rows where it asks. */
  private double tdErrors(Batch batch) {
    float[] out = batch.has(Column.TD_ERROR) ? batch.column(Column.TD_ERROR) : mixed;
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      float row = 0;
      for (int s = 0; s < signals; s++) {
        row += error[i * signals + s];
      }
      out[i] = row;
      sum += row;
    }
    return sum / rows;
  }

  /** Row i's block {@code chosen[i]} of {@code all} [rows, actions, width]. */
  static void gather(float[] all, int[] chosen, int rows, int actions, int width, float[] out) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(all, (i * actions + chosen[i]) * width, out, i * width, width);
    }
  }

  /** Gradient through {@link #gather}: zero but for the chosen blocks. */
  static void scatter(float[] d, int[] chosen, int rows, int actions, int width, float[] dAll) {
    Arrays.fill(dAll, 0);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(d, i * width, dAll, (i * actions + chosen[i]) * width, width);
    }
  }
}
