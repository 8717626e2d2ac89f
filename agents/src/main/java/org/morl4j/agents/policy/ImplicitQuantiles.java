package org.morl4j.agents.policy;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.morl4j.core.check.Check;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Gradient;
import org.morl4j.nn.Init;
import org.morl4j.nn.Layer;
import org.morl4j.nn.Network;
import org.morl4j.nn.NetworkSpec;
import org.morl4j.nn.Networks;

/**
 * A network that gives the quantiles of every action's return at any fractions tau (Dabney et al.
 * 2018, arXiv 1806.06923, equation 4 and the text around it).
 *
 * <pre>
 *   phi_j(tau)  = relu(sum_{i=0}^{n-1} cos(pi i tau) w_ij + b_j)
 *   Z_tau(x, a) = f(psi(x) * phi(tau))_a                            * entry by entry
 * </pre>
 *
 * <p>psi is the hidden layers but the last, f that and a linear layer; with one hidden layer psi is
 * it and f only linear. To act, the fractions are K midpoints, distorted by a {@link Risk}, where
 * the paper draws them: the same observation always gives the same outputs. To learn, they are
 * given for each row.
 */
public final class ImplicitQuantiles implements ActionNetwork {
  /**
   * Its shape. Layers start as PyTorch's linear ones do.
   *
   * @param inputs features
   * @param hidden units of the hidden layers, at least one
   * @param activation of the hidden layers
   * @param actions A
   * @param signals S
   * @param cosines n, features of a fraction
   * @param samples K, fractions to act by
   * @param risk how these are distorted
   */
  public record Spec(
      int inputs,
      List<Integer> hidden,
      Activation activation,
      int actions,
      int signals,
      int cosines,
      int samples,
      Risk risk) {
    public Spec {
      Check.atLeast("actions", actions, 1);
      Check.atLeast("signals", signals, 1);
      Check.atLeast("cosines", cosines, 1);
      Check.atLeast("samples", samples, 1);
      hidden = List.copyOf(hidden);
      if (hidden.isEmpty()) {
        throw new IllegalArgumentException(
            "hidden is empty, but implicit quantiles need a hidden layer to meet the fractions in."
                + " Maybe set hidden to [64, 64].");
      }
    }

    /** psi, phi and f, to know their size before they are made. */
    public List<NetworkSpec> parts() {
      int shared = Math.max(1, hidden.size() - 1);
      int width = hidden.get(shared - 1);
      Init init = new Init.TorchDefault();
      List<Layer> psi =
          hidden.subList(0, shared).stream()
              .map(units -> new Layer(units, activation, false, init))
              .toList();
      int[] own = hidden.stream().skip(shared).mapToInt(Integer::intValue).toArray();
      return List.of(
          new NetworkSpec(inputs, psi),
          new NetworkSpec(cosines, List.of(new Layer(width, Activation.RELU, false, init))),
          NetworkSpec.mlp(width, own, activation, Math.multiplyExact(actions, signals)));
    }
  }

  private final Spec spec;
  private final List<Network> parts;
  private final Network psi;
  private final Network phi;
  private final Network f;
  private final int width; // where psi and phi meet
  private final float[] acting; // K distorted midpoints
  // The last forward pass: rows, fractions of a row, and what was made of both.
  private int rows;
  private int count;
  private boolean alike; // whether all rows have the same fractions
  private float[] x = {};
  private float[] embedded = {};
  private float[] cosines = {};
  private float[] met = {};
  private float[] quantiles = {};
  private float[] dF = {};
  private float[] dMet = {};
  private float[] dX = {};

  private ImplicitQuantiles(Spec spec, List<Network> parts) {
    this.spec = spec;
    this.parts = List.copyOf(parts);
    psi = parts.get(0);
    phi = parts.get(1);
    f = parts.get(2);
    width = phi.spec().outputs();
    acting = new float[spec.samples];
    for (int k = 0; k < acting.length; k++) {
      acting[k] = (float) spec.risk.distorted((k + 0.5) / acting.length);
    }
  }

  /** One over networks of the shapes that {@link Spec#parts} gives. */
  public static ImplicitQuantiles of(Spec spec, List<Network> parts) {
    return new ImplicitQuantiles(spec, parts);
  }

  /** A network with parameters drawn from {@code rng}. */
  public static ImplicitQuantiles create(Spec spec, RandomGenerator rng) {
    return of(spec, spec.parts().stream().map(part -> Networks.create(part, rng)).toList());
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

  /** S x K. */
  @Override
  public int outputs() {
    return spec.signals * spec.samples;
  }

  @Override
  public List<Network> parts() {
    return parts;
  }

  /**
   * phi of the K distorted midpoints it acts by, which no observation changes.
   *
   * @return [K, width of psi], a copy
   */
  public float[] actingEmbedding() {
    float[] out = phi.share().forward(cosines(acting, acting.length), acting.length);
    return Arrays.copyOf(out, acting.length * width);
  }

  private float[] cosines(float[] tau, int fractions) {
    cosines = grown(cosines, fractions * spec.cosines);
    for (int t = 0; t < fractions; t++) {
      for (int i = 0; i < spec.cosines; i++) {
        cosines[t * spec.cosines + i] = (float) Math.cos(Math.PI * i * tau[t]);
      }
    }
    return cosines;
  }

  /** Quantiles at the K distorted midpoints, [B, A, S, K]. */
  @Override
  public float[] forward(float[] in, int rows) {
    return forward(in, rows, acting, acting.length, true);
  }

  /**
   * Quantiles at fractions of each row's own.
   *
   * @param in [B, inputs]
   * @param tau fractions [B, count], the same for all actions and signals of a row
   * @return live [B, A, S, count], valid until the next forward pass
   */
  public float[] forward(float[] in, int rows, float[] tau, int count) {
    return forward(in, rows, tau, count, false);
  }

  private float[] forward(float[] in, int rows, float[] tau, int count, boolean alike) {
    this.rows = rows;
    this.count = count;
    this.alike = alike;
    int fractions = alike ? count : rows * count;
    x = psi.forward(in, rows);
    embedded = phi.forward(cosines(tau, fractions), fractions);
    met = grown(met, rows * count * width);
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < count; t++) {
        int row = (i * count + t) * width;
        int fraction = alike ? t * width : row;
        for (int j = 0; j < width; j++) {
          met[row + j] = x[i * width + j] * embedded[fraction + j];
        }
      }
    }
    float[] out = f.forward(met, rows * count);
    int values = spec.actions * spec.signals;
    quantiles = grown(quantiles, rows * values * count);
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < count; t++) {
        for (int v = 0; v < values; v++) {
          quantiles[(i * values + v) * count + t] = out[(i * count + t) * values + v];
        }
      }
    }
    return quantiles;
  }

  @Override
  public void backward(float[] dOut, Gradient gradient) {
    if (alike) {
      throw new IllegalStateException(
          "The last forward pass was one to act by. Maybe give each row fractions of its own.");
    }
    int values = spec.actions * spec.signals;
    dF = grown(dF, rows * count * values);
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < count; t++) {
        for (int v = 0; v < values; v++) {
          dF[(i * count + t) * values + v] = dOut[(i * values + v) * count + t];
        }
      }
    }
    dMet = grown(dMet, rows * count * width);
    f.backward(dF, gradient, psi.parameterCount() + phi.parameterCount(), dMet);
    dX = grown(dX, rows * width);
    Arrays.fill(dX, 0, rows * width, 0);
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < count; t++) {
        int row = (i * count + t) * width;
        for (int j = 0; j < width; j++) {
          float d = dMet[row + j];
          dX[i * width + j] += d * embedded[row + j];
          dMet[row + j] = d * x[i * width + j]; // now the gradient of phi
        }
      }
    }
    psi.backward(dX, gradient, 0, null);
    phi.backward(dMet, gradient, psi.parameterCount(), null);
  }

  private static float[] grown(float[] array, int length) {
    return array.length < length ? new float[length] : array;
  }

  @Override
  public ImplicitQuantiles copy() {
    return new ImplicitQuantiles(spec, parts.stream().map(Network::copy).toList());
  }

  @Override
  public ImplicitQuantiles share() {
    return new ImplicitQuantiles(spec, parts.stream().map(Network::share).toList());
  }
}
