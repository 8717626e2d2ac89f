package org.morl4j.agents.onpolicy;

import java.util.random.RandomGenerator;
import org.morl4j.agents.value.Backup;
import org.morl4j.agents.value.GaussianHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.nn.Network;
import org.morl4j.nn.Trainable;

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
final class StateValues {
  private static final RandomGenerator NO_DRAWS =
      () -> {
        throw new IllegalStateException("A value head drew a sample, but must stand alone here.");
      };

  private final Trainable parameters;
  private final int block;
  private final Network network;
  private final ValueHead head;
  private final ValueScale scale;
  private final boolean squared;
  private final int signals;
  private final int features;

  /** Rows the network is asked for at once, so that it keeps activations of one size only. */
  private final int chunk;

  private final float[] chunkObs; // [chunk, F]
  private final float[] means; // [chunk, S]
  private final float[] target; // [chunk, S, targets]
  private final float[] zeros; // [chunk, S]
  private final float[] error; // [chunk, S]
  private final float[] dOut; // [chunk, S, outputs]
  private int rows;

  /**
   * @param parameters whose {@code block} is a network of S x head.outputs outputs
   * @param chunk the most rows a step takes
   */
  StateValues(
      Trainable parameters, int block, ValueHeadOptions options, ValueScale scale, int chunk) {
    this.parameters = parameters;
    this.block = block;
    this.scale = scale;
    this.chunk = chunk;
    network = parameters.network(block);
    signals = scale.signals();
    features = network.spec().inputs();
    head = options.head(signals, 1);
    squared = isSquaredError(options);
    int n = chunk * signals;
    chunkObs = new float[chunk * features];
    means = new float[n];
    target = new float[n * head.targets()];
    zeros = new float[n];
    error = new float[n];
    dOut = new float[n * head.outputs()];
  }

  /** Numbers without Huber's bend, whose loss is summed by {@link #squaredError}. */
  private static boolean isSquaredError(ValueHeadOptions options) {
    return options instanceof ScalarHead.Options scalar && scalar.huber() == 0;
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
    if (!head.standsAlone()) {
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

  /** What holds the network; a gradient is in its slot 0. */
  Trainable parameters() {
    return parameters;
  }

  ValueScale scale() {
    return scale;
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
      scale.add(targets, n, parameters, block);
    } else {
      // Bins stand where they stand: a distribution can't follow the units, its values move.
      scale.add(targets, n);
    }
    scale.encode(targets, n);
  }

  /** Runs the network on up to {@code chunk} rows and gives their L_V; sets its derivative. */
  double loss(OnPolicyBatch batch) {
    rows = batch.rows;
    float[] out = network.forward(batch.obs, rows);
    if (squared) {
      return squaredError(out, batch.targets, batch.weight, signals, dOut);
    }
    int n = rows * signals;
    head.target(out, n, new Backup(batch.targets, zeros), NO_DRAWS, target);
    return head.loss(out, target, n, batch.weight, error, dOut);
  }

  /**
   * L_V of numbers and targets [n, S] with weights [n], and its derivative. {@link ScalarHead}
   * gives the same up to rounding; this is the order in which published results were summed.
   */
  static double squaredError(
      float[] values, float[] targets, float[] weight, int s, float[] dValues) {
    int n = weight.length;
    double loss = 0;
    for (int i = 0; i < n * s; i++) {
      float d = values[i] - targets[i];
      float weighted = weight[i / s] * d;
      loss += weighted * d;
      dValues[i] = weighted / n;
    }
    return loss / (2.0 * n);
  }

  /** {@code coefficient} dL_V/dparameters of the last {@link #loss}, into its part of slot 0. */
  void backward(double coefficient) {
    for (int i = 0; i < rows * signals * head.outputs(); i++) {
      dOut[i] *= (float) coefficient;
    }
    network.backward(dOut, parameters.gradient(0), parameters.offset(block), null);
  }
}
