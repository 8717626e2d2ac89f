package org.morl4j.agents.part;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.constraint.Criterion;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;

/**
 * A replay batch as networks read it: rows of inputs put side by side, signals in one array each.
 * Shapes: B rows, F features, A action values, m weights of a preference (0 for none), S signals.
 */
public final class ReplayRows {
  private final Signals signals;
  private final int features;
  private final int actSize;
  private final int preferences;
  private int rows;
  private float[] state = {}; // [B, F + m]
  private float[] nextState = {};
  private float[] stateAction = {}; // [B, F + A + m]
  private float[] nextStateAction = {};
  private float[] act = {}; // [B, A]
  private float[] reward = {}; // [B, S]
  private float[] discount = {};
  private float[] weight = {}; // [B]
  private float @Nullable [] weights;
  private float @Nullable [] preference;

  public ReplayRows(Signals signals, int features, int actSize, int preferences) {
    this.signals = signals;
    this.features = features;
    this.actSize = actSize;
    this.preferences = preferences;
  }

  /** Takes a batch over; the arrays it gave before are overwritten. */
  public void load(Batch batch, Criterion criterion) {
    rows = batch.rows();
    reserve();
    preference = preferences == 0 ? null : batch.column(Column.PREFERENCE);
    for (int i = 0; i < rows * actSize; i++) {
      act[i] = (float) batch.act()[i];
    }
    join(batch.obs(), null, state);
    join(batch.nextObs(), null, nextState);
    join(batch.obs(), act, stateAction);
    int size = signals.size();
    for (int i = 0; i < rows; i++) {
      for (int s = 0; s < size; s++) {
        reward[i * size + s] = (float) batch.value(i, s);
        discount[i * size + s] = (float) batch.discount(i, s);
      }
    }
    weights = weights(batch, criterion);
  }

  private void reserve() {
    if (act.length == rows * actSize) {
      return;
    }
    act = new float[rows * actSize];
    state = new float[rows * (features + preferences)];
    nextState = new float[state.length];
    stateAction = new float[rows * (features + actSize + preferences)];
    nextStateAction = new float[stateAction.length];
    reward = new float[rows * signals.size()];
    discount = new float[reward.length];
    weight = new float[rows];
  }

  /** Rows of observation, action where there is one, and preference where there is one. */
  private void join(float[] obs, float @Nullable [] action, float[] out) {
    int a = action == null ? 0 : actSize;
    int width = features + a + preferences;
    for (int i = 0; i < rows; i++) {
      int at = i * width;
      System.arraycopy(obs, i * features, out, at, features);
      if (action != null) {
        System.arraycopy(action, i * actSize, out, at + features, actSize);
      }
      if (preference != null) {
        System.arraycopy(preference, i * preferences, out, at + features + a, preferences);
      }
    }
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

  /** The loaded rows with other actions [B, A]; overwritten by the next call. */
  public float[] withActions(float[] actions) {
    replace(actions, state, nextStateAction);
    return nextStateAction;
  }

  /** The loaded rows' next observations with actions [B, A]; overwritten by the next call. */
  public float[] nextWithActions(float[] actions) {
    replace(actions, nextState, nextStateAction);
    return nextStateAction;
  }

  private void replace(float[] actions, float[] states, float[] out) {
    int width = features + preferences;
    for (int i = 0; i < rows; i++) {
      int from = i * width;
      int at = i * (width + actSize);
      System.arraycopy(states, from, out, at, features);
      System.arraycopy(actions, i * actSize, out, at + features, actSize);
      System.arraycopy(states, from + features, out, at + features + actSize, preferences);
    }
  }

  /** B. */
  public int rows() {
    return rows;
  }

  /** What a policy sees [B, F + m]. */
  public float[] state() {
    return state;
  }

  /** What a policy sees next [B, F + m]. */
  public float[] nextState() {
    return nextState;
  }

  /** What a critic sees [B, F + A + m]; the action's values begin at F. */
  public float[] stateAction() {
    return stateAction;
  }

  /** [B, S]. */
  public float[] reward() {
    return reward;
  }

  /** [B, S]. */
  public float[] discount() {
    return discount;
  }

  /** Weights of the rows [B], or null for 1. */
  public float @Nullable [] weights() {
    return weights;
  }

  /** [B, m], or null. */
  public float @Nullable [] preference() {
    return preference;
  }

  /**
   * -alpha log pi for every objective, 0 for costs and auxiliaries, whose values are not soft.
   *
   * @param logProb [B]
   * @param shift [B, S], written
   */
  public void entropy(double alpha, float[] logProb, float[] shift) {
    int size = signals.size();
    for (int i = 0; i < rows; i++) {
      float bonus = (float) (-alpha * logProb[i]);
      for (int s = 0; s < size; s++) {
        shift[i * size + s] = signals.get(s).kind() == Signal.Kind.OBJECTIVE ? bonus : 0;
      }
    }
  }
}
