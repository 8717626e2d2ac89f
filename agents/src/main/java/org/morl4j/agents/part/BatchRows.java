package org.morl4j.agents.part;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;

/**
 * A batch as networks read it, and what mixes its signals: rows of inputs put side by side, signals
 * in one array each. Shapes: B rows, F features, A action values, m weights of a preference (0 for
 * none), S signals; see {@link RowShape}.
 */
public final class BatchRows {
  private final RowShape shape;
  private final Signals signals;
  private final ObsScale scale;
  private final PenalisedMix mix;
  private int rows;
  private double[] act = {}; // [B, A]
  private float @Nullable [] nextAct; // [B, A]
  private float @Nullable [] returns; // [B, S]
  private float[] features = {}; // [B, F]
  private int[] numbers = {}; // [B]
  private float[] state = {}; // [B, F + m]
  private float[] nextState = {};
  private float[] stateAction = {}; // [B, F + A + m]
  private float[] otherAction = {}; // likewise
  private float[] reward = {}; // [B, S]
  private float[] discount = {};
  private float[] difference = {}; // [B, S]
  private float[] weight = {}; // [B]
  private float @Nullable [] weights;
  private float @Nullable [] preference;

  /** Rows of observations as they are. */
  public BatchRows(RowShape shape, Signals signals) {
    this(shape, signals, ObsScale.RAW);
  }

  /**
   * @param scale what networks see of observations
   */
  public BatchRows(RowShape shape, Signals signals, ObsScale scale) {
    this.shape = shape;
    this.signals = signals;
    this.scale = scale;
    mix = new PenalisedMix(shape.signals());
  }

  /** Takes a batch over; the arrays it gave before are overwritten. */
  public void load(Batch batch, Criterion criterion) {
    mix.follow(criterion);
    rows = batch.rows();
    act = batch.act();
    nextAct = batch.has(Column.NEXT_ACT) ? batch.column(Column.NEXT_ACT) : null;
    returns = batch.has(Column.RETURN_TO_GO) ? batch.column(Column.RETURN_TO_GO) : null;
    reserve();
    if (batch.has(Column.ROW)) {
      System.arraycopy(batch.ints(Column.ROW), 0, numbers, 0, rows);
    } else {
      Arrays.fill(numbers, -1);
    }
    preference = shape.preference() == 0 ? null : batch.column(Column.PREFERENCE);
    scale.apply(batch.nextObs(), rows, features);
    shape.join(features, null, preference, rows, nextState);
    scale.apply(batch.obs(), rows, features);
    shape.join(features, null, preference, rows, state);
    shape.join(features, act, preference, rows, stateAction);
    int size = shape.signals();
    for (int i = 0; i < rows; i++) {
      for (int s = 0; s < size; s++) {
        reward[i * size + s] = (float) batch.value(i, s);
        discount[i * size + s] = (float) batch.discount(i, s);
      }
    }
    weights = weights(batch, criterion);
  }

  private void reserve() {
    if (weight.length == rows) {
      return;
    }
    state = new float[rows * shape.state()];
    nextState = new float[state.length];
    stateAction = new float[rows * shape.stateAction()];
    otherAction = new float[stateAction.length];
    features = new float[rows * shape.features()];
    numbers = new int[rows];
    reward = new float[rows * shape.signals()];
    discount = new float[reward.length];
    difference = new float[reward.length];
    weight = new float[rows];
  }

  private float @Nullable [] weights(Batch batch, Criterion criterion) {
    boolean judged =
        criterion.hooks().contains(Hook.SAMPLE) && criterion.sampleWeights(batch, weight);
    if (!batch.has(Column.WEIGHT)) {
      return judged ? weight : null;
    }
    float[] drawn = batch.column(Column.WEIGHT);
    for (int i = 0; i < rows; i++) {
      weight[i] = judged ? weight[i] * drawn[i] : drawn[i];
    }
    return weight;
  }

  /** How wide they are. */
  RowShape shape() {
    return shape;
  }

  /** B. */
  public int size() {
    return rows;
  }

  /** S. */
  public int signals() {
    return shape.signals();
  }

  /** What a policy sees [B, F + m]. */
  public float[] state() {
    return state;
  }

  /** What a policy sees next [B, F + m]. */
  public float[] nextState() {
    return nextState;
  }

  /** What a critic sees [B, F + A + m], actions in {@link ActionUnits}. */
  public float[] stateAction() {
    return stateAction;
  }

  /**
   * The same with other actions [B, A], bounded ones in [-1, 1]; overwritten by the next call, as
   * by {@link #nextWith}.
   */
  public float[] with(float[] actions) {
    return replaced(state, actions);
  }

  /**
   * What a critic sees next under actions [B, A], bounded ones in [-1, 1]; overwritten by the next
   * call.
   */
  public float[] nextWith(float[] actions) {
    return replaced(nextState, actions);
  }

  private float[] replaced(float[] states, float[] actions) {
    int features = shape.features();
    int a = shape.act();
    for (int i = 0; i < rows; i++) {
      int from = i * shape.state();
      int at = i * shape.stateAction();
      System.arraycopy(states, from, otherAction, at, features);
      System.arraycopy(actions, i * a, otherAction, at + features, a);
      System.arraycopy(states, from + features, otherAction, at + features + a, shape.preference());
    }
    return otherAction;
  }

  /** The batch's actions as critics see them, bounded ones in [-1, 1] [B, A], to {@code out}. */
  public void unitActions(float[] out) {
    int a = shape.act();
    for (int i = 0; i < rows; i++) {
      int from = i * shape.stateAction() + shape.features();
      System.arraycopy(stateAction, from, out, i * a, a);
    }
  }

  /** The batch's actions as they are kept, in the environment's units [B, A]. */
  public double[] act() {
    return act;
  }

  /** The observations' features as networks see them [B, F], without preference. */
  public float[] features() {
    return features;
  }

  /** Which rows of their source they are [B], or -1. */
  public int[] numbers() {
    return numbers;
  }

  /** The recorded actions that followed, bounded ones in [-1, 1] [B, A], to {@code out}. */
  public void unitNextActions(float[] out) {
    float[] next = Objects.requireNonNull(nextAct, "the column NEXT_ACT");
    for (int i = 0; i < rows * shape.act(); i++) {
      out[i] = (float) shape.units().shrink(next[i], i % shape.act());
    }
  }

  /** The recorded returns from each row to its episode's end [B, S]. */
  public float[] returnToGo() {
    return Objects.requireNonNull(returns, "the column RETURN_TO_GO");
  }

  /** [B, S]. */
  public float[] reward() {
    return reward;
  }

  /** [B, S]. */
  public float[] discount() {
    return discount;
  }

  /**
   * r + discount next.
   *
   * @param next [B, S]
   * @param out [B, S], written; may be {@code next}
   */
  public void backup(float[] next, float[] out) {
    for (int i = 0; i < reward.length; i++) {
      out[i] = reward[i] + discount[i] * next[i];
    }
  }

  /** Weights of the rows [B], or null for 1. */
  public float @Nullable [] weights() {
    return weights;
  }

  /** The weight of row {@code i}. */
  public float weight(int i) {
    return weights == null ? 1 : weights[i];
  }

  /**
   * Multiplies by the weights of the rows.
   *
   * @param values [B], changed
   */
  public void weigh(float[] values) {
    for (int i = 0; i < rows; i++) {
      values[i] *= weight(i);
    }
  }

  /**
   * Multiplies the weights of the rows by others, until the next {@link #load}.
   *
   * @param factors [B]
   */
  public void reweigh(float[] factors) {
    for (int i = 0; i < rows; i++) {
      weight[i] = weight(i) * factors[i];
    }
    weights = weight;
  }

  /**
   * Mixes the signals' values into one of each row, see {@link PenalisedMix}.
   *
   * @param values [B, S]
   * @param mixed [B], written
   */
  public void mix(float[] values, float[] mixed) {
    mix.mix(values, preference, rows, mixed);
  }

  /**
   * Mixes how much more some values are than others.
   *
   * @param values [B, S]
   * @param less [B, S]
   * @param mixed mix(values - less) [B], written
   */
  public void advantage(float[] values, float[] less, float[] mixed) {
    for (int i = 0; i < difference.length; i++) {
      difference[i] = values[i] - less[i];
    }
    mix(difference, mixed);
  }

  /**
   * The derivative of {@link #mix} of the same values.
   *
   * @param dValues [B, S], written
   */
  public void mixGradient(float[] values, float[] dValues) {
    mix.gradient(values, preference, rows, dValues);
  }

  /**
   * The same for any rows, by the criterion of the last batch; 0 before there is one.
   *
   * @param values [n, S]
   * @param preference [n, m], or null
   * @param dValues [n, S], written
   */
  void mixGradient(float[] values, float @Nullable [] preference, int n, float[] dValues) {
    mix.gradient(values, preference, n, dValues);
  }

  /**
   * Where larger values are worse: the mix falls with them, or leaves out a cost, which it may come
   * to count.
   *
   * @param slope as {@link #mixGradient} gives it [B, S]
   * @param against [B, S], written
   */
  void against(float[] slope, boolean[] against) {
    int size = shape.signals();
    for (int i = 0; i < rows * size; i++) {
      boolean cost = signals.get(i % size).kind() == Signal.Kind.COST;
      against[i] = slope[i] < 0 || (slope[i] == 0 && cost);
    }
  }

  /** The mean of values [B]. */
  public double mean(float[] values) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += values[i];
    }
    return sum / rows;
  }
}
