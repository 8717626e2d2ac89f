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
 * With an absorbing state, whose value U is a number of its own, a row that terminates goes there,
 * e = r + gamma U - V(s), and a row e = gamma U - U stays in it, so that all visits sum to 1. B
 * rows, T of them terminate, N starts, F features.
 */
final class StartValue implements Composite {
  private final Trainable network;
  private final int features;
  private final boolean absorbing;
  private float[] in = {}; // s, s', s0 [2B + N, F]
  private float[] dOut = {}; // [2B + N]
  private float[] e = {}; // [2B], of which B + T count
  private float[] slope = {}; // [2B]
  private float[] weight = {}; // [2B]
  private int counted; // B + T
  private double norm;

  /**
   * @param weightDecay share of a parameter that a step at rate 1 takes off
   * @param absorbing whether terminated rows go to a state that is never left
   */
  StartValue(Mlps mlps, double weightDecay, boolean absorbing) {
    this.absorbing = absorbing;
    features = mlps.shape().state();
    TrainableSpec spec =
        TrainableSpec.of(mlps.spec(features, false, 1))
            .withAdam(Adam.Options.DEFAULT.withWeightDecay(weightDecay));
    network = mlps.trainable(absorbing ? spec.withFree(new float[1]) : spec);
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

  /** The residuals of rows that don't terminate, live [B] until the next call. */
  float[] residuals(Rows rows, int n) {
    load(rows, n, new float[0], 0);
    return e;
  }

  /** Values of all rows and starts, live [2B + N], and the residuals. */
  private float[] load(Rows rows, int n, float[] starts, int count) {
    if (e.length != 2 * n || in.length != (2 * n + count) * features) {
      in = new float[(2 * n + count) * features];
      dOut = new float[2 * n + count];
      e = new float[2 * n];
      slope = new float[2 * n];
      weight = new float[2 * n];
    }
    System.arraycopy(rows.state, 0, in, 0, n * features);
    System.arraycopy(rows.next, 0, in, n * features, n * features);
    System.arraycopy(starts, 0, in, 2 * n * features, count * features);
    float[] v = network.network(0).forward(in, 2 * n + count);
    for (int i = 0; i < n; i++) {
      e[i] = rows.reward[i] + rows.discount[i] * v[n + i] - v[i];
    }
    counted = n;
    return v;
  }

  /** Takes terminated rows to the absorbing state and adds as many that stay in it. */
  private void absorb(Rows rows, int n, float gamma) {
    float u = network.free(1)[0];
    for (int i = 0; i < n; i++) {
      weight[i] = rows.weight == null ? 1 : rows.weight[i];
      if (rows.discount[i] == 0) {
        e[i] += gamma * u;
        weight[counted] = weight[i];
        e[counted++] = gamma * u - u;
      }
    }
  }

  /**
   * One gradient step; {@link #last} are the residuals before it, those of the absorbing state
   * behind those of the rows.
   *
   * @param starts s0 [N, F]
   * @return L before it
   */
  double step(DualForm dual, Rows rows, int n, float[] starts, double gamma, double rate) {
    int count = starts.length / features;
    float[] v = load(rows, n, starts, count);
    if (absorbing) {
      absorb(rows, n, (float) gamma);
    }
    double loss = dual.evaluate(e, absorbing ? weight : rows.weight, counted, slope);
    for (int i = 0; i < n; i++) {
      dOut[i] = -slope[i];
      dOut[n + i] = rows.discount[i] * slope[i];
    }
    for (int i = 2 * n; i < 2 * n + count; i++) {
      loss += (1 - gamma) * v[i] / count;
      dOut[i] = (float) ((1 - gamma) / count);
    }
    network.network(0).backward(dOut, network.gradient(0), 0, null);
    if (absorbing) {
      network.freeGradient(0, 1, new float[] {absorbedSlope(rows, n, (float) gamma)});
    }
    norm = network.norm(0);
    network.step(0, rate);
    return loss;
  }

  /** dL / dU. */
  private float absorbedSlope(Rows rows, int n, float gamma) {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      sum += rows.discount[i] == 0 ? gamma * slope[i] : 0;
    }
    for (int i = n; i < counted; i++) {
      sum += (gamma - 1) * slope[i];
    }
    return sum;
  }

  /** The residuals of the last call, live; the first B are the rows'. */
  float[] last() {
    return e;
  }

  /** The sum of dL/de at the last step. */
  double slopeSum() {
    double sum = 0;
    for (int i = 0; i < counted; i++) {
      sum += slope[i];
    }
    return sum;
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
