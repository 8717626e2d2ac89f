package org.morl4j.agents.dice;

import org.jspecify.annotations.Nullable;
import org.morl4j.agents.Composite;
import org.morl4j.agents.Parts;
import org.morl4j.agents.part.Mlps;
import org.morl4j.nn.Adam;
import org.morl4j.nn.Trainable;
import org.morl4j.nn.TrainableSpec;

/**
 * V(s) of one signal, trained by the dual of a divergence with its value where episodes start.
 *
 * <pre>
 *   e = r + discount V(s') - V(s)
 *   L = (1 - gamma) E_start[V(s0)] + dual(e)            true gradient: V(s), V(s') and V(s0) move
 * </pre>
 *
 * B rows, N starts, F features.
 */
final class StartValue implements Composite {
  private final Trainable network;
  private final int features;
  private float[] in = {}; // s, s', s0 [2B + N, F]
  private float[] dOut = {}; // [2B + N]
  private float[] e = {}; // [B]
  private float[] slope = {}; // [B]
  private double norm;

  /**
   * @param weightDecay share of a parameter that a step at rate 1 takes off
   */
  StartValue(Mlps mlps, double weightDecay) {
    features = mlps.shape().state();
    network =
        mlps.trainable(
            TrainableSpec.of(mlps.spec(features, false, 1))
                .withAdam(Adam.Options.DEFAULT.withWeightDecay(weightDecay)));
  }

  /**
   * Rows of a batch.
   *
   * @param state s [B, F]
   * @param next s' [B, F]
   * @param reward r [B]
   * @param discount [B]
   * @param weight of the rows [B], or null for 1
   */
  record Rows(
      float[] state, float[] next, float[] reward, float[] discount, float @Nullable [] weight) {}

  /** The residuals, live [B] until the next call. */
  float[] residuals(Rows rows, int n) {
    load(rows, n, new float[0], 0);
    return e;
  }

  /** Values of all rows and starts, live [2B + N], and the residuals. */
  private float[] load(Rows rows, int n, float[] starts, int count) {
    if (e.length != n || in.length != (2 * n + count) * features) {
      in = new float[(2 * n + count) * features];
      dOut = new float[2 * n + count];
      e = new float[n];
      slope = new float[n];
    }
    System.arraycopy(rows.state, 0, in, 0, n * features);
    System.arraycopy(rows.next, 0, in, n * features, n * features);
    System.arraycopy(starts, 0, in, 2 * n * features, count * features);
    float[] v = network.network(0).forward(in, 2 * n + count);
    for (int i = 0; i < n; i++) {
      e[i] = rows.reward[i] + rows.discount[i] * v[n + i] - v[i];
    }
    return v;
  }

  /**
   * One gradient step; {@link #last} are the residuals before it.
   *
   * @param starts s0 [N, F]
   * @return L before it
   */
  double step(DualForm dual, Rows rows, int n, float[] starts, double gamma, double rate) {
    int count = starts.length / features;
    float[] v = load(rows, n, starts, count);
    double loss = dual.evaluate(e, rows.weight, n, slope);
    for (int i = 0; i < n; i++) {
      dOut[i] = -slope[i];
      dOut[n + i] = rows.discount[i] * slope[i];
    }
    for (int i = 2 * n; i < 2 * n + count; i++) {
      loss += (1 - gamma) * v[i] / count;
      dOut[i] = (float) ((1 - gamma) / count);
    }
    network.network(0).backward(dOut, network.gradient(0), 0, null);
    norm = network.norm(0);
    network.step(0, rate);
    return loss;
  }

  /** The residuals of the last call, live [B]. */
  float[] last() {
    return e;
  }

  /** The gradient's norm at the last step. */
  double gradientNorm() {
    return norm;
  }

  /** A copy of the gradient of the last step. */
  float[] gradient() {
    return network.gradient(0).copy();
  }

  @Override
  public Parts parts() {
    return new Parts().part("network", network);
  }
}
