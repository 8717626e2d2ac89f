package org.morl4j.agents.part;

import org.jspecify.annotations.Nullable;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

/**
 * V(s) of S signals, in training: learned from the values of a batch's actions by a {@link
 * ValueRule}, so that no other action is asked about.
 *
 * <pre>
 *   L_V = E[sum_s l(q_s(s, a) - V_s(s))]
 * </pre>
 *
 * B rows.
 */
public final class StateValue implements Composite {
  private final Trainable network;
  private final int signals;
  private float[] d = {}; // [B, S]
  private float[] losses = {};
  private float[] dV = {};
  private double norm;

  /**
   * @param layerNorm whether hidden layers are normalised
   * @param target whether a slowly moving copy is kept
   */
  public StateValue(Mlps mlps, boolean layerNorm, boolean target) {
    RowShape shape = mlps.shape();
    signals = shape.signals();
    network =
        mlps.trainable(
            TrainableSpec.of(mlps.spec(shape.state(), layerNorm, signals)).withTarget(target));
  }

  /** V at what a policy sees [B, F + m], live [B, S] until the next pass of the same copy. */
  public float[] values(Copy copy, float[] state, int rows) {
    return copy.of(network).forward(state, rows);
  }

  /**
   * One gradient step at the batch's states.
   *
   * @param q values of the batch's actions [B, S]
   * @return L_V before it
   */
  public double regress(ValueRule rule, float[] q, BatchRows rows, double learningRate) {
    int n = rows.size() * signals;
    if (d.length < n) {
      d = new float[n];
      losses = new float[n];
      dV = new float[n];
    }
    float[] v = values(Copy.LIVE, rows.state(), rows.size());
    for (int i = 0; i < n; i++) {
      d[i] = q[i] - v[i];
    }
    rule.losses(d, n, losses, dV);
    double loss = mean(losses, dV, rows.size(), signals, rows.weights());
    network.network(0).backward(dV, network.gradient(0), 0, null);
    norm = network.norm(0);
    network.step(0, learningRate);
    return loss;
  }

  /**
   * The weighted mean over rows of sums over signals.
   *
   * @param losses [B, S]
   * @param dV of each loss [B, S]; afterwards of the mean
   * @param weight [B], or null for 1
   */
  static double mean(float[] losses, float[] dV, int rows, int signals, float @Nullable [] weight) {
    double sum = 0;
    for (int i = 0; i < rows * signals; i++) {
      float w = weight == null ? 1 : weight[i / signals];
      sum += w * (double) losses[i];
      dV[i] *= w / rows;
    }
    return sum / rows;
  }

  /** The gradient's norm at the last step. */
  public double gradientNorm() {
    return norm;
  }

  /** Moves the target where there is one. */
  public void track(double polyak) {
    network.track(polyak);
  }

  @Override
  public Parts parts() {
    return new Parts().part("network", network);
  }
}
