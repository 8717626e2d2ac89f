package org.morl4j.agents.onpolicy;

import java.util.random.RandomGenerator;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.agents.value.QuantileHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.Savable;
import org.morl4j.core.state.State;
import org.morl4j.nn.Gradient;
import org.morl4j.nn.Network;

/**
 * V of S signals: one network with a value head for each signal, the units in which the heads
 * learn, and their loss.
 *
 * <pre>
 *   V_s = mu_s + sigma_s mean(Z_s)            mu, sigma: see ValueScale
 *   L_V = sum_s E[loss(Z_s, y_s)]             y_s in the head's units; 1/2 (out_s - y_s)^2 for numbers
 * </pre>
 *
 * A target y is regressed on as a reward y with discount 0.
 */
final class StateValues implements Savable {
  private final Network network;
  private final ValueHead head;
  private final ValueScale scale;
  private final boolean squared;
  private final int signals;
  private final int features;

  /** Rows the network is asked for at once, so that it keeps activations of one size only. */
  private final int chunk;

  private final RandomGenerator unused = new Rng(0);
  private final float[] chunkObs; // [chunk, F]
  private final float[] means; // [chunk, S]
  private final float[] law; // [chunk, S, targets]
  private final float[] zeros; // [chunk, S]
  private final float[] error; // [chunk, S]
  private final float[] dOut; // [chunk, S, outputs]
  private float[] out = {};

  /**
   * @param network S x head.outputs outputs
   * @param chunk the most rows a step takes
   */
  StateValues(Network network, ValueHeadOptions options, ValueScale scale, int chunk) {
    this.network = network;
    this.scale = scale;
    this.chunk = chunk;
    signals = scale.signals();
    features = network.spec().inputs();
    head = options.head(signals, 1);
    squared = options.equals(ScalarHead.Options.DEFAULT);
    int n = chunk * signals;
    chunkObs = new float[chunk * features];
    means = new float[n];
    law = new float[n * head.targets()];
    zeros = new float[n];
    error = new float[n];
    dOut = new float[n * head.outputs()];
  }

  /**
   * Requires a head that can be regressed on a number and stands alone; returns it.
   *
   * @param algorithm who asks, for the message
   */
  static ValueHeadOptions requireFits(String algorithm, ValueHeadOptions head) {
    if (head.pools()) {
      throw new IllegalArgumentException(
          "valueHead pools the laws of several critics, but "
              + algorithm
              + " has one. Maybe set valueHead.pool to false and valueHead.drop to 0.");
    }
    if (!(head instanceof ScalarHead.Options
        || head instanceof QuantileHead.Options
        || head instanceof CategoricalHead.C51
        || head instanceof CategoricalHead.TwoHot
        || head instanceof CategoricalHead.HlGauss)) {
      throw new IllegalArgumentException(
          "valueHead is "
              + (head instanceof GaussianHead.Options ? "gaussian" : head)
              + ", but "
              + algorithm
              + " serves only scalar, c51, two-hot, hl-gauss and quantile. Maybe use hl-gauss.");
    }
    return head;
  }

  int signals() {
    return signals;
  }

  int features() {
    return features;
  }

  Network network() {
    return network;
  }

  /** V(s) of normalised observations [n, F], in reward units: values [n, S]. */
  void values(float[] obs, int n, float[] values) {
    for (int at = 0; at < n; at += chunk) {
      int take = Math.min(chunk, n - at);
      // Rows beyond the last chunk's end are left over from before; their values are not read.
      System.arraycopy(obs, at * features, chunkObs, 0, take * features);
      head.mean(network.forward(chunkObs, chunk), take * signals, means);
      System.arraycopy(means, 0, values, at * signals, take * signals);
    }
    scale.decode(values, n);
  }

  /** Takes in new targets [n, S] in reward units and turns them into the heads' units, in place. */
  void rescale(float[] targets, int n) {
    if (head.outputs() == 1) {
      scale.add(targets, n, network);
    } else {
      // Bins stand where they stand: a law can't follow the units, so its values move with them.
      scale.add(targets, n);
    }
    scale.encode(targets, n);
  }

  void forward(float[] obs, int n) {
    out = network.forward(obs, n);
  }

  /** L_V of the last {@link #forward} at targets [n, S]; sets its derivative. */
  double loss(float[] targets, int n) {
    if (squared) {
      return squaredError(out, targets, n, signals, dOut);
    }
    head.target(out, n * signals, targets, zeros, null, unused, law);
    return head.loss(out, law, n * signals, null, error, dOut);
  }

  /**
   * L_V of numbers and targets [n, S], and its derivative. {@link ScalarHead} gives the same up to
   * rounding; this is the order in which published results were summed.
   */
  static double squaredError(float[] values, float[] targets, int n, int s, float[] dValues) {
    double loss = 0;
    for (int i = 0; i < n * s; i++) {
      float d = values[i] - targets[i];
      loss += d * d;
      dValues[i] = d / n;
    }
    return loss / (2.0 * n);
  }

  /** {@code coefficient} dL_V/dparameters into gradient[offset..). */
  void backward(int n, double coefficient, float[] gradient, int offset) {
    for (int i = 0; i < n * signals * head.outputs(); i++) {
      dOut[i] *= (float) coefficient;
    }
    network.backward(dOut, Gradient.over(gradient), offset, null);
  }

  @Override
  public void save(State out) {
    float[] values = new float[network.parameterCount()];
    network.getParameters(values, 0);
    out.put("critic", values);
    out.put("returns", scale);
  }

  @Override
  public void restore(State in) {
    network.setParameters(in.floats("critic", network.parameterCount()), 0);
    in.restore("returns", scale);
  }
}
