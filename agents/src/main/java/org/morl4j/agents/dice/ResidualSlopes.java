package org.morl4j.agents.dice;

import java.util.Arrays;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.SignalSlopes;
import org.morl4j.agents.part.ValueRule.ChiSquare;

/**
 * The dual losses of a residual d = r + discount V(s') - V(s) of S signals, x = mix(d), and their
 * slopes; either value may be a constant.
 *
 * <pre>
 *   forward   lambda f*(x)          by V(s)
 *   linear    (1 - lambda) V(s)     by V(s)
 *   next      lambda f*(x)          by V(s')
 * </pre>
 *
 * All are means over rows by the batch's weights, times the share of one V_h. B rows.
 */
final class ResidualSlopes {
  private final int signals;
  private final SignalSlopes slopes;
  private float[] d = {}; // [B, S]
  private float[] x = {}; // [B]
  private float[] slope = {};
  private float[] pull = {};
  private float[] mixedV = {};
  private double valueLoss;
  private double nextLoss;
  private double residual;

  ResidualSlopes(int signals) {
    this.signals = signals;
    slopes = new SignalSlopes(signals);
  }

  /** Begins a batch. */
  void begin() {
    valueLoss = 0;
    nextLoss = 0;
    residual = 0;
  }

  /** Takes a residual: V(s') and V(s) [B, S]. */
  void load(float[] next, float[] v, BatchRows rows) {
    int n = rows.size();
    if (x.length != n) {
      d = new float[n * signals];
      x = new float[n];
      slope = new float[n];
      pull = new float[n];
      mixedV = new float[n];
    }
    float[] reward = rows.reward();
    float[] discount = rows.discount();
    for (int i = 0; i < d.length; i++) {
      d[i] = reward[i] + discount[i] * next[i] - v[i];
    }
    rows.mix(d, x);
  }

  /** x [B]. */
  float[] mixed() {
    return x;
  }

  /**
   * The dual loss by V(s).
   *
   * @param dV [B, S], written
   */
  void forward(double lambda, double share, BatchRows rows, float[] dV) {
    valueLoss += dual(lambda, share, rows);
    residual += share * rows.mean(x);
    spread(share, rows, dV);
  }

  /**
   * The value's own loss.
   *
   * @param v V(s) [B, S]
   * @param dV [B, S], written
   */
  void linear(double lambda, double share, float[] v, BatchRows rows, float[] dV) {
    Arrays.fill(slope, (float) (1 - lambda));
    Arrays.fill(pull, 0);
    rows.mix(v, mixedV);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += rows.weight(i) * (1 - lambda) * mixedV[i];
    }
    valueLoss += share * sum / x.length;
    spread(share, rows, dV);
  }

  /**
   * The dual loss by V(s').
   *
   * @param dV dL/dV(s') [B, S], written
   */
  void next(double lambda, double share, BatchRows rows, float[] dV) {
    nextLoss += dual(lambda, share, rows);
    spread(share, rows, dV);
    for (int i = 0; i < d.length; i++) {
      dV[i] *= -rows.discount()[i];
    }
  }

  /** lambda f*(x), with its slope by what is taken off, and the pull of each row. */
  private double dual(double lambda, double share, BatchRows rows) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += rows.weight(i) * lambda * ChiSquare.conjugate(x[i]);
      pull[i] = (float) lambda * ChiSquare.weight(x[i]);
      slope[i] = -pull[i];
    }
    return share * sum / x.length;
  }

  private void spread(double share, BatchRows rows, float[] dV) {
    Arrays.fill(dV, 0);
    slopes.add(d, rows, new SignalSlopes.Mixed(x, slope, pull), 0, dV);
    for (int i = 0; i < d.length; i++) {
      dV[i] *= (float) (share * rows.weight(i / signals) / x.length);
    }
  }

  /** E[(1 - lambda) mix(V(s)) + lambda f*(x)] of the batch. */
  double valueLoss() {
    return valueLoss;
  }

  /** E[lambda f*(x)] by V(s'). */
  double nextLoss() {
    return nextLoss;
  }

  /** E[x] of the forward residual. */
  double residual() {
    return residual;
  }
}
