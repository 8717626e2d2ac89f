package org.morl4j.agents.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Gradient;
import org.morl4j.nn.Init;
import org.morl4j.nn.Layer;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;

/**
 * A network from features to one block of outputs for each action, plain or dueling (Wang et al.
 * 2016, arXiv 1511.06581, equation 9).
 *
 * <pre>
 *   x    = trunk(features)
 *   Q_a  = V(x) + A_a(x) - 1/A sum_b A_b(x)      output by output
 * </pre>
 *
 * <p>The dueling streams V and A have a last hidden layer each and share the ones before. Where the
 * outputs are logits or quantiles, they are what is combined, as in Rainbow (Hessel et al. 2018,
 * arXiv 1710.02298). The paper's factor 1/sqrt(2) on the gradient that enters the trunk is left
 * out.
 */
public final class QNetwork implements ActionNetwork {
  /**
   * Its shape. Layers start as PyTorch's linear ones do.
   *
   * @param inputs features
   * @param hidden units of the hidden layers
   * @param activation of the hidden layers
   * @param actions A
   * @param outputs of one action
   * @param dueling whether V and A are separate streams
   */
  public record Spec(
      int inputs,
      List<Integer> hidden,
      Activation activation,
      int actions,
      int outputs,
      boolean dueling) {
    public Spec {
      Check.atLeast("actions", actions, 1);
      hidden = List.copyOf(hidden);
      requireStreams(dueling, hidden);
    }

    /** Shared layers of the dueling streams, or null where they share none. */
    @Nullable NetworkSpec trunk() {
      if (shared() == 0) {
        return null;
      }
      List<Layer> layers = new ArrayList<>();
      for (int units : hidden.subList(0, shared())) {
        layers.add(new Layer(units, activation, false, new Init.TorchDefault()));
      }
      return new NetworkSpec(inputs, layers);
    }

    /** What follows the trunk, with {@code width} outputs. */
    NetworkSpec stream(int width) {
      int from = shared() == 0 ? inputs : hidden.get(shared() - 1);
      int[] own =
          hidden.subList(shared(), hidden.size()).stream().mapToInt(Integer::intValue).toArray();
      return NetworkSpec.mlp(from, own, activation, width);
    }

    /** All networks it is made of, to know its size before it is made. */
    public List<NetworkSpec> parts() {
      List<NetworkSpec> parts = new ArrayList<>();
      NetworkSpec trunk = trunk();
      if (trunk != null) {
        parts.add(trunk);
      }
      if (dueling) {
        parts.add(stream(outputs));
      }
      parts.add(stream(Math.multiplyExact(actions, outputs)));
      return parts;
    }

    private int shared() {
      return dueling ? hidden.size() - 1 : 0;
    }
  }

  private final Spec spec;
  private final @Nullable Network trunk;
  private final @Nullable Network value;
  private final Network perAction; // Q itself where there is no value stream
  private final List<Network> parts; // trunk, V, A
  private int rows;
  private float[] q = {};
  private float[] dValue = {};
  private float[] dAdvantage = {};
  private float[] dTrunk = {};
  private float[] dFromAdvantage = {};

  private QNetwork(Spec spec, List<Network> parts) {
    this.spec = spec;
    this.parts = List.copyOf(parts);
    int last = parts.size() - 1;
    trunk = spec.trunk() == null ? null : parts.get(0);
    value = spec.dueling ? parts.get(last - 1) : null;
    perAction = parts.get(last);
  }

  /** One over networks of the shapes that {@link Spec#parts} gives. */
  public static QNetwork of(Spec spec, List<Network> parts) {
    return new QNetwork(spec, parts);
  }

  /** A network with parameters drawn from {@code rng}. */
  public static QNetwork create(Spec spec, RandomGenerator rng) {
    return of(spec, spec.parts().stream().map(part -> Networks.create(part, rng)).toList());
  }

  /** Requires a hidden layer for each dueling stream. */
  public static void requireStreams(boolean dueling, List<Integer> hidden) {
    if (dueling && hidden.isEmpty()) {
      throw new IllegalArgumentException(
          "dueling is true, but hidden is empty: each stream needs a hidden layer of its own."
              + " Maybe set hidden to [64, 64].");
    }
  }

  private static int count(@Nullable Network part) {
    return part == null ? 0 : part.parameterCount();
  }

  public Spec spec() {
    return spec;
  }

  @Override
  public int inputs() {
    return spec.inputs;
  }

  @Override
  public int actions() {
    return spec.actions;
  }

  @Override
  public int outputs() {
    return spec.outputs;
  }

  @Override
  public List<Network> parts() {
    return parts;
  }

  @Override
  public float[] forward(float[] in, int rows) {
    this.rows = rows;
    float[] x = trunk == null ? in : trunk.forward(in, rows);
    float[] advantage = perAction.forward(x, rows);
    if (value == null) {
      return advantage;
    }
    q = grown(q, rows * spec.actions * spec.outputs);
    combine(value.forward(x, rows), advantage, rows, spec.actions, spec.outputs, q);
    return q;
  }

  /** Q_a = V + A_a - mean_b A_b. v [rows, width], a and q [rows, actions, width]. */
  static void combine(float[] v, float[] a, int rows, int actions, int width, float[] q) {
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < width; k++) {
        int first = i * actions * width + k;
        float sum = 0;
        for (int j = 0, at = first; j < actions; j++, at += width) {
          sum += a[at];
        }
        float base = v[i * width + k] - sum / actions;
        for (int j = 0, at = first; j < actions; j++, at += width) {
          q[at] = base + a[at];
        }
      }
    }
  }

  /** Gradient through {@link #combine}; dV and dA are written. */
  static void split(float[] dQ, int rows, int actions, int width, float[] dV, float[] dA) {
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < width; k++) {
        int first = i * actions * width + k;
        float sum = 0;
        for (int j = 0, at = first; j < actions; j++, at += width) {
          sum += dQ[at];
        }
        dV[i * width + k] = sum;
        float mean = sum / actions;
        for (int j = 0, at = first; j < actions; j++, at += width) {
          dA[at] = dQ[at] - mean;
        }
      }
    }
  }

  @Override
  public void backward(float[] dOut, Gradient gradient) {
    if (value == null) {
      perAction.backward(dOut, gradient, 0, null);
      return;
    }
    dValue = grown(dValue, rows * spec.outputs);
    dAdvantage = grown(dAdvantage, rows * spec.actions * spec.outputs);
    split(dOut, rows, spec.actions, spec.outputs, dValue, dAdvantage);
    int valueAt = count(trunk);
    int advantageAt = valueAt + count(value);
    if (trunk == null) {
      value.backward(dValue, gradient, valueAt, null);
      perAction.backward(dAdvantage, gradient, advantageAt, null);
      return;
    }
    int n = rows * trunk.spec().outputs();
    dTrunk = grown(dTrunk, n);
    dFromAdvantage = grown(dFromAdvantage, n);
    value.backward(dValue, gradient, valueAt, dTrunk);
    perAction.backward(dAdvantage, gradient, advantageAt, dFromAdvantage);
    for (int i = 0; i < n; i++) {
      dTrunk[i] += dFromAdvantage[i];
    }
    trunk.backward(dTrunk, gradient, 0, null);
  }

  private static float[] grown(float[] array, int length) {
    return array.length < length ? new float[length] : array;
  }

  @Override
  public QNetwork copy() {
    return new QNetwork(spec, parts.stream().map(Network::copy).toList());
  }

  @Override
  public QNetwork share() {
    return new QNetwork(spec, parts.stream().map(Network::share).toList());
  }
}
