package org.morl4j.agents.part;

import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;

/**
 * What entropy adds to vector values: the same on every objective, so much that the mix of all is
 * what a policy's loss holds, whatever the weights.
 *
 * <pre>
 *   shift_s = -alpha log pi / W,   W = sum over objectives of d mix / d Q_s
 * </pre>
 *
 * 0 for costs and auxiliary signals, whose values are not soft, and in rows where W is not
 * positive. W within 1e-6 of 1 counts as 1: floats that are meant to sum to 1 do so up to rounding.
 * B rows, S signals.
 */
public final class EntropyBonus {
  private static final double ROUNDING = 1e-6;

  private final boolean[] soft; // [S]
  private float[] bonus = {}; // [B, S]

  public EntropyBonus(Signals signals) {
    soft = new boolean[signals.size()];
    for (int s = 0; s < soft.length; s++) {
      soft[s] = signals.get(s).kind() == Signal.Kind.OBJECTIVE;
    }
  }

  /**
   * shift_s.
   *
   * @param logProb [B]
   * @param slope d mix / d Q_s [B, S]
   * @return live [B, S]
   */
  public float[] of(double alpha, float[] logProb, float[] slope, int rows) {
    int size = soft.length;
    if (bonus.length < rows * size) {
      bonus = new float[rows * size];
    }
    for (int i = 0; i < rows; i++) {
      float share = share(-alpha * logProb[i], weight(slope, i * size));
      for (int s = 0; s < size; s++) {
        bonus[i * size + s] = soft[s] ? share : 0;
      }
    }
    return bonus;
  }

  private double weight(float[] slope, int at) {
    double sum = 0;
    for (int s = 0; s < soft.length; s++) {
      sum += soft[s] ? slope[at + s] : 0;
    }
    return sum;
  }

  private static float share(double entropy, double weight) {
    if (Math.abs(weight - 1) <= ROUNDING) {
      return (float) entropy;
    }
    return weight > 0 ? (float) (entropy / weight) : 0;
  }
}
