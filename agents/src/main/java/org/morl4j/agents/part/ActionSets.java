package org.morl4j.agents.part;

import java.util.Arrays;

/**
 * The batch's states with several actions each: set 0 has the recorded ones, sets 1 to K others. B
 * rows, S signals.
 */
public final class ActionSets {
  private int sets; // 1 + K
  private int rows;
  private float[] in = {}; // [1 + K, B, F + A + m]
  private float[] values = {}; // [B, S] of one set
  private float[] mixed = {}; // [B]
  private float[] all = {}; // [1 + K, B]
  private float[] dAll = {}; // [1 + K, B]

  /** Takes the batch's own actions, and makes room for {@code further} sets. */
  public void load(BatchRows batch, int further) {
    if (sets != 1 + further || rows != batch.size()) {
      sets = 1 + further;
      rows = batch.size();
      in = new float[sets * batch.stateAction().length];
      values = new float[rows * batch.signals()];
      mixed = new float[rows];
      all = new float[sets * rows];
      dAll = new float[all.length];
    }
    put(0, batch.stateAction());
  }

  /**
   * Sets the actions of a set.
   *
   * @param set from 1 to K
   * @param actions bounded ones in [-1, 1] [B, A]
   */
  public void put(BatchRows batch, int set, float[] actions) {
    put(set, batch.with(actions));
  }

  private void put(int set, float[] stateAction) {
    System.arraycopy(stateAction, 0, in, set * in.length / sets, in.length / sets);
  }

  /** What critics see [1 + K, B, F + A + m]. */
  float[] in() {
    return in;
  }

  /** (1 + K) B. */
  int size() {
    return sets * rows;
  }

  /**
   * A term's value at a critic's, and what it hands back to them.
   *
   * @param means the critic's [1 + K, B, S]
   * @param dMeans dL/d(means), written
   */
  double add(CriticTerm term, BatchRows batch, float[] means, float[] dMeans) {
    for (int k = 0; k < sets; k++) {
      System.arraycopy(means, k * values.length, values, 0, values.length);
      batch.mix(values, mixed);
      System.arraycopy(mixed, 0, all, k * rows, rows);
    }
    Arrays.fill(dAll, 0);
    double loss = term.add(batch, all, dAll);
    int signals = batch.signals();
    for (int k = 0; k < sets; k++) {
      System.arraycopy(means, k * values.length, values, 0, values.length);
      batch.mixGradient(values, values);
      for (int i = 0; i < values.length; i++) {
        dMeans[k * values.length + i] = values[i] * dAll[k * rows + i / signals];
      }
    }
    return loss;
  }
}
