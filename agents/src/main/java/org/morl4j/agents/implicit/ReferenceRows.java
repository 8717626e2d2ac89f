package org.morl4j.agents.implicit;

/**
 * What is known of the actions of the reference policy mu at a batch's states: K actions a state, B
 * rows, Z outputs of the policy's network.
 */
public final class ReferenceRows {
  private final int outputs;
  private int sets;
  private int rows;
  private float[] d = {};
  private float[] logRatio = {};
  private float[] slopes = {};
  private float[] climb = {};

  /**
   * @param outputs Z
   */
  ReferenceRows(int outputs) {
    this.outputs = outputs;
  }

  /** Makes room. */
  void reserve(int sets, int rows) {
    if (this.sets != sets || this.rows != rows) {
      this.sets = sets;
      this.rows = rows;
      d = new float[sets * rows];
      logRatio = new float[sets * rows];
      slopes = new float[sets * rows * outputs];
      climb = new float[rows * outputs];
    }
  }

  /** K. */
  int sets() {
    return sets;
  }

  /** B. */
  int rows() {
    return rows;
  }

  /** Z. */
  int outputs() {
    return outputs;
  }

  /** K B. */
  int count() {
    return sets * rows;
  }

  /** mix(Q'(s, a) - V(s)) [K, B]. */
  float[] d() {
    return d;
  }

  /** log pi(a|s) - log mu(a|s) [K, B]. */
  float[] logRatio() {
    return logRatio;
  }

  /** d log pi(a|s) / dz [K, B, Z]. */
  float[] slopes() {
    return slopes;
  }

  /** d mix(Q(s, a)) / dz at actions of the policy [B, Z]; stale unless they were asked for. */
  float[] climb() {
    return climb;
  }
}
