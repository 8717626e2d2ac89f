package org.morl4j.agents.discrete;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.policy.ActionValue;
import org.morl4j.agents.policy.QPolicy;
import org.morl4j.agents.value.ValueHead;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;

/**
 * The arrays of one {@link Dqn} update, B rows: from laws of all actions [B, A, S x outputs] to the
 * one that counts in each row.
 */
final class DqnMinibatch {
  /** {@link ValueHead#loss} or one of its shape. */
  @FunctionalInterface
  interface Loss {
    /** L of n = B x S laws, its gradient written to {@code dOut}. */
    double of(
        float[] out, float[] target, int n, float @Nullable [] weight, float[] error, float[] dOut);
  }

  private final int rows;
  private final int actions;
  private final int signals;
  private final int width; // of one action's laws
  private final ValueHead head;
  private final int[] act;
  private final int[] best;
  private final float[] reward;
  private final float[] discount;
  private final float[] means; // [B, A, S]
  private final float[] slopes; // [B, A, S]
  private final float[] mixed; // [B, A]
  private final float[] next; // [B, S x outputs]
  private final float[] target; // [B, S x targets]
  private final float[] taken; // [B, S x outputs]
  private final float[] dTaken;
  private final float[] dLaws;
  private final float[] error; // [B, S]

  DqnMinibatch(int rows, int actions, ValueHead head, int signals) {
    this.rows = rows;
    this.actions = actions;
    this.signals = signals;
    this.head = head;
    width = signals * head.outputs();
    act = new int[rows];
    best = new int[rows];
    reward = new float[rows * signals];
    discount = new float[rows * signals];
    means = new float[rows * actions * signals];
    slopes = new float[means.length];
    mixed = new float[rows * actions];
    next = new float[rows * width];
    target = new float[rows * signals * head.targets()];
    taken = new float[next.length];
    dTaken = new float[next.length];
    dLaws = new float[rows * actions * width];
    error = new float[rows * signals];
  }

  int rows() {
    return rows;
  }

  /** Takes actions (counted from 0), rewards and discounts of a batch. */
  void load(Batch batch, int lowest) {
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
   * argmax_a mix(worth of Z_1, .., of Z_S) in each row [B].
   *
   * @param worth of a law, its mean but for agents with a utility
   * @param laws [B, A, S x outputs]
   * @param features what they are laws of [B, F]
   * @throws IllegalArgumentException if the criterion's mix is not one weighted sum for all rows
   */
  int[] greedy(ActionValue worth, float[] laws, float[] features, Criterion criterion) {
    worth.of(laws, features, rows, means);
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

  /** Y: what the head makes of the laws of {@code chosen} actions. */
  void target(float[] nextLaws, int[] chosen, RandomGenerator rng) {
    gather(nextLaws, chosen, rows, actions, width, next);
    head.target(next, rows * signals, reward, discount, null, rng, target);
  }

  /** L at the laws of the actions taken; leaves its gradient in {@link #dLaws}. */
  double loss(float[] laws, Batch batch) {
    return loss(laws, batch, head::loss);
  }

  /** The same by another loss than the head's plain one. */
  double loss(float[] laws, Batch batch, Loss how) {
    gather(laws, act, rows, actions, width, taken);
    float[] weight = batch.has(Column.WEIGHT) ? batch.column(Column.WEIGHT) : null;
    double loss = how.of(taken, target, rows * signals, weight, error, dTaken);
    scatter(dTaken, act, rows, actions, width, dLaws);
    return loss;
  }

  /** dL/dlaws [B, A, S x outputs]. */
  float[] dLaws() {
    return dLaws;
  }

  /** What is told of an update; TD errors are written to the batch's rows where it asks. */
  Dqn.Losses losses(
      double loss, Batch batch, Criterion criterion, double epsilon, double gradientNorm) {
    double meanQ = meanQ(criterion);
    return new Dqn.Losses(loss, meanQ, tdErrors(batch), spread(), epsilon, gradientNorm);
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

  /** Standard deviation of the laws of the actions taken, on average. */
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
