package org.morl4j.agents.regularized;

import org.jspecify.annotations.Nullable;
import org.morl4j.agents.part.ActionTerm;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.ObsScale;
import org.morl4j.core.data.DataView;

/**
 * Keeps a policy near the recorded actions: those of TD3+BC and ReBRAC.
 *
 * <pre>
 *   L_pi   = -lambda E[q] + weight E[sum_j (pi_j(s) - a_j)^2],   lambda = alpha / sg[E|q|]
 *   lost_i = nextWeight sum_j (a'_j - next recorded action_j)^2
 * </pre>
 *
 * q is the mixed value of pi(s); B rows, A action values in [-1, 1].
 */
final class ActionCloning implements ActionTerm {
  /** Below it, values tell of nothing yet and don't count alpha in full. */
  private static final float LEAST = 1e-8f;

  /**
   * What it came to.
   *
   * @param cloning weight E[sum_j (pi_j(s) - a_j)^2]
   * @param lambda what values count for
   */
  public record Losses(double cloning, double lambda) {}

  private final int size;
  private final double alpha;
  private final double weight;
  private final double nextWeight;
  private float lambda;
  private double cloning;
  private float[] recorded = {}; // [B, A]
  private float[] lost = {}; // [B]

  /**
   * @param size A
   * @param nextWeight of the distance of next actions in the critics' targets; 0 for none
   */
  ActionCloning(int size, double alpha, double weight, double nextWeight) {
    this.size = size;
    this.alpha = alpha;
    this.weight = weight;
    this.nextWeight = nextWeight;
  }

  @Override
  public void prepare(DataView data, ObsScale scale) {}

  @Override
  public float scale(float[] q, int rows) {
    lambda = lambda(alpha, q, rows);
    return lambda;
  }

  @Override
  public double add(BatchRows rows, float[] act, float[] dAct) {
    reserve(rows);
    rows.unitActions(recorded);
    cloning = squared(weight, act, recorded, rows.size(), dAct);
    return cloning;
  }

  private void reserve(BatchRows rows) {
    if (lost.length != rows.size()) {
      lost = new float[rows.size()];
      recorded = new float[rows.size() * size];
    }
  }

  @Override
  public float @Nullable [] lost(BatchRows rows, float[] act) {
    if (nextWeight == 0) {
      return null;
    }
    reserve(rows);
    rows.unitNextActions(recorded);
    distances(nextWeight, act, recorded, lost);
    return lost;
  }

  @Override
  public Losses losses() {
    return new Losses(cloning, lambda);
  }

  /** alpha / E|q|. */
  static float lambda(double alpha, float[] q, int rows) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += Math.abs(q[i]);
    }
    return (float) (alpha / Math.max(sum / rows, LEAST));
  }

  /**
   * weight E[sum_j (act_j - target_j)^2] and its derivative.
   *
   * @param act [B, A]
   * @param target [B, A]
   * @param dAct [B, A], added to
   */
  static double squared(double weight, float[] act, float[] target, int rows, float[] dAct) {
    double sum = 0;
    for (int i = 0; i < target.length; i++) {
      double e = (double) act[i] - target[i];
      sum += e * e;
      dAct[i] += (float) (2 * weight / rows * e);
    }
    return weight * sum / rows;
  }

  /**
   * weight sum_j (act_j - target_j)^2 of each row.
   *
   * @param act [B, A]
   * @param target [B, A]
   * @param out [B], written
   */
  static void distances(double weight, float[] act, float[] target, float[] out) {
    int size = target.length / out.length;
    for (int i = 0; i < out.length; i++) {
      double sum = 0;
      for (int j = i * size; j < (i + 1) * size; j++) {
        double e = (double) act[j] - target[j];
        sum += e * e;
      }
      out[i] = (float) (weight * sum);
    }
  }
}
