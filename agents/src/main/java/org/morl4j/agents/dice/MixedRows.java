package org.morl4j.agents.dice;

import org.morl4j.agents.part.BatchRows;

/** A batch of S signals as rows of their mix, which is what V of one signal sees. B rows. */
final class MixedRows {
  private final int signals;
  private float[] reward = {}; // [B]
  private float[] discount = {}; // [B]

  /**
   * @param signals S, all under one discount
   */
  MixedRows(int signals) {
    this.signals = signals;
  }

  /** The rows, whose rewards the caller may change until the next call. */
  StartValue.Rows of(BatchRows rows) {
    int n = rows.size();
    if (reward.length != n) {
      reward = new float[n];
      discount = new float[n];
    }
    rows.mix(rows.reward(), reward);
    for (int i = 0; i < n; i++) {
      discount[i] = rows.discount()[i * signals];
    }
    return new StartValue.Rows(rows.state(), rows.nextState(), reward, discount, rows.weights());
  }
}
