package org.morl4j.agents.implicit;

import org.morl4j.agents.Composite;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.policy.LivePolicy;

/**
 * Soft values of one signal and the policy that follows from them, as {@link IqLearn} trains them:
 * H critics, V(s) = temperature log sum_a e^(Q(s, a) / temperature). B rows.
 */
interface SoftQ extends Composite {
  /** H. */
  int heads();

  /** Evaluates a batch; what the others give is of it, live until the next call. */
  void load(BatchRows rows);

  /** Q_h(s, a) of the recorded actions [B]. */
  float[] recorded(int h);

  /** V(s) [B]. */
  float[] values();

  /** V(s') [B]. */
  float[] nextValues();

  /**
   * A gradient step of the critics, and one of the policy where it is a network of its own.
   *
   * @param slopes of the loss
   * @return the policy's loss before it; 0 where it has none
   */
  double step(BatchRows rows, Slopes slopes, double rate);

  /** The critics' gradient's norm at the last step. */
  double gradientNorm();

  /** What acts, live. */
  LivePolicy policy();

  /**
   * dL / d values of a batch.
   *
   * @param recorded by Q_h(s, a) [H][B]
   * @param value by V(s) [B]
   * @param next by V(s') [B]
   */
  record Slopes(float[][] recorded, float[] value, float[] next) {
    static Slopes of(int heads, int rows) {
      return new Slopes(new float[heads][rows], new float[rows], new float[rows]);
    }
  }
}
