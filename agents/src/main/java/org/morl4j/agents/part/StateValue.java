package org.morl4j.agents.part;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

/**
 * V(s) of S signals, in training: learned from the values of a batch's actions by a {@link
 * ValueRule} on the mix, so that no other action need be asked about.
 *
 * <pre>
 *   L_V = E[l(mix(Q(s, a) - V(s)))]           its slopes of single signals: {@link SignalSlopes}
 * </pre>
 *
 * B rows.
 */
public final class StateValue implements Composite {
  private final Trainable network;
  private final int signals;
  private final SignalSlopes slopes;
  private float[] d = {}; // [B, S]
  private float[] dV = {};
  private float[] mixed = {}; // [B]
  private float[] mixedV = {};
  private float[] x = {}; // [sets, B]
  private float[] v = {};
  private float[] loss = {};
  private float[] slope = {};
  private float[] pull = {};
  private double norm;

  /**
   * @param layerNorm whether hidden layers are normalised
   * @param target whether a slowly moving copy is kept
   */
  public StateValue(Mlps mlps, boolean layerNorm, boolean target) {
    RowShape shape = mlps.shape();
    signals = shape.signals();
    slopes = new SignalSlopes(signals);
    network =
        mlps.trainable(
            TrainableSpec.of(mlps.spec(shape.state(), layerNorm, signals)).withTarget(target));
  }

  /** V at what a policy sees [B, F + m], live [B, S] until the next pass of the same copy. */
  public float[] values(Copy copy, float[] state, int rows) {
    return copy.of(network).forward(state, rows);
  }

  private void reserve(int sets, int rows) {
    if (d.length < rows * signals) {
      d = new float[rows * signals];
      dV = new float[rows * signals];
      mixed = new float[rows];
      mixedV = new float[rows];
    }
    if (x.length < sets * rows) {
      x = new float[sets * rows];
      v = new float[sets * rows];
      loss = new float[sets * rows];
      slope = new float[sets * rows];
      pull = new float[sets * rows];
    }
  }

  /**
   * One gradient step at the batch's states.
   *
   * @param q values of the batch's actions [B, S]
   * @return L_V before it
   */
  public double regress(ValueRule rule, float[] q, BatchRows rows, double learningRate) {
    return regress(rule, q, 1, rows, learningRate);
  }

  /**
   * The same from several actions at each state, which count the same.
   *
   * @param q [sets, B, S]
   */
  public double regress(ValueRule rule, float[] q, int sets, BatchRows rows, double learningRate) {
    return regress(rule, q, sets, rows, rows.weights(), learningRate);
  }

  /**
   * The same with other weights of the rows than the batch's.
   *
   * @param q [sets, B, S]
   * @param weight [B], or null for 1
   */
  public double regress(
      ValueRule rule,
      float[] q,
      int sets,
      BatchRows rows,
      float @Nullable [] weight,
      double learningRate) {
    int n = rows.size();
    reserve(sets, n);
    float[] live = values(Copy.LIVE, rows.state(), n);
    rows.mix(live, mixedV);
    for (int k = 0; k < sets; k++) {
      difference(q, k, live, n);
      rows.mix(d, mixed);
      System.arraycopy(mixed, 0, x, k * n, n);
      System.arraycopy(mixedV, 0, v, k * n, n);
    }
    rule.evaluate(x, v, sets * n, loss, slope, pull);
    SignalSlopes.Mixed all = new SignalSlopes.Mixed(x, slope, pull);
    Arrays.fill(dV, 0, n * signals, 0);
    for (int k = 0; k < sets; k++) {
      if (sets > 1) {
        difference(q, k, live, n);
      }
      slopes.add(d, rows, all, k * n, dV);
    }
    double mean = mean(sets, n, weight);
    network.network(0).backward(dV, network.gradient(0), 0, null);
    norm = network.norm(0);
    network.step(0, learningRate);
    return mean;
  }

  /** q of a set less V, to {@link #d}. */
  private void difference(float[] q, int set, float[] live, int rows) {
    int size = rows * signals;
    for (int i = 0; i < size; i++) {
      d[i] = q[set * size + i] - live[i];
    }
  }

  /** The weighted mean of the losses, and of {@link #dV} the slopes of that mean. */
  private double mean(int sets, int rows, float @Nullable [] weight) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      float w = weight == null ? 1 : weight[i];
      for (int k = 0; k < sets; k++) {
        sum += w * (double) loss[k * rows + i];
      }
      for (int s = i * signals; s < (i + 1) * signals; s++) {
        dV[s] *= w / (rows * sets);
      }
    }
    return sum / (rows * sets);
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
