package org.morl4j.agents.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.rng.Rng;
import org.morl4j.nn.Activation;
import org.morl4j.nn.Gradient;
import org.morl4j.testkit.ReferenceNetwork;

class ImplicitQuantilesTest {
  /** Z = x (1 + cos(pi tau)) for the first action, 3 less that for the second. */
  private static final float[] COSINE = {1, 0, 1, 1, 0, 1, -1, 0, 3};

  private static ImplicitQuantiles cosine(int samples, Risk risk) {
    ImplicitQuantiles network =
        ImplicitQuantiles.create(
            new ImplicitQuantiles.Spec(1, List.of(1), Activation.RELU, 2, 1, 2, samples, risk),
            new Rng(1));
    network.setParameters(COSINE);
    return network;
  }

  private static void close(float[] actual, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).as("value %s", i).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  void quantilesAreThoseOfEachRowsFractions() {
    ImplicitQuantiles network = cosine(4, new Risk.Neutral());
    // cos(pi / 3) = 1/2, cos(pi / 2) = 0, cos(0) = 1, cos(pi) = -1
    float[] tau = {1 / 3f, 0.5f, 0, 1};
    close(network.forward(new float[] {1, 2}, 2, tau, 2), 1.5, 1, 1.5, 2, 4, 0, -1, 3);
  }

  @Test
  void itActsByDistortedMidpoints() {
    double c = Math.cos(Math.PI / 4);
    // tau = 1/4, 3/4
    close(cosine(2, new Risk.Neutral()).forward(new float[] {1}, 1), 1 + c, 1 - c, 2 - c, 2 + c);
    // tau = 1/8, 3/8
    double low = Math.cos(Math.PI / 8);
    double high = Math.cos(3 * Math.PI / 8);
    close(cosine(2, new Risk.Cvar(0.5)).forward(new float[] {1}, 1), 1 + low, 1 + high);
    ImplicitQuantiles network = cosine(5, new Risk.Neutral());
    assertThat(network.outputs()).isEqualTo(5);
    network.forward(new float[] {1}, 1);
    assertThatThrownBy(() -> network.backward(new float[10], Gradient.over(new float[9])))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one to act by");
  }

  /** sum of c times the quantiles, in double precision by another way. */
  private static double loss(
      double[] p, int[] hidden, double[] in, double[] tau, int count, float[] c) {
    int shared = Math.max(1, hidden.length - 1);
    int width = hidden[shared - 1];
    int psi = shared == 1 ? 3 * width : 3 * hidden[0] + (hidden[0] + 1) * width;
    int phi = 4 * width;
    int rows = in.length / 2;
    int[] psiSizes = shared == 1 ? new int[] {2, width} : new int[] {2, hidden[0], width};
    double[] x = forward(psiSizes, "TANH", "TANH", p, 0, psi, in, rows);
    int[] fSizes =
        hidden.length == 1 ? new int[] {width, 6} : new int[] {width, hidden[hidden.length - 1], 6};
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < count; t++) {
        double at = tau[i * count + t];
        double[] cosines = {1, Math.cos(Math.PI * at), Math.cos(2 * Math.PI * at)};
        double[] e = forward(new int[] {3, width}, "RELU", "RELU", p, psi, phi, cosines, 1);
        double[] met = new double[width];
        for (int j = 0; j < width; j++) {
          met[j] = x[i * width + j] * e[j];
        }
        int at2 = psi + phi;
        double[] z = forward(fSizes, "TANH", "IDENTITY", p, at2, p.length - at2, met, 1);
        for (int v = 0; v < 6; v++) {
          sum += c[(i * 6 + v) * count + t] * z[v];
        }
      }
    }
    return sum;
  }

  private static double[] forward(
      int[] sizes, String inner, String last, double[] p, int at, int n, double[] x, int rows) {
    String[] activations = new String[sizes.length - 1];
    Arrays.fill(activations, inner);
    activations[activations.length - 1] = last;
    boolean[] norm = new boolean[activations.length];
    return new ReferenceNetwork(sizes, activations, norm, Arrays.copyOfRange(p, at, at + n))
        .forward(x, rows);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void gradientByCentralDifferences(int layers) {
    int[] hidden = Arrays.copyOfRange(new int[] {5, 4, 3}, 0, layers);
    int rows = 3;
    int count = 4;
    ImplicitQuantiles network =
        ImplicitQuantiles.create(
            new ImplicitQuantiles.Spec(
                2,
                Arrays.stream(hidden).boxed().toList(),
                Activation.TANH,
                3,
                2,
                3,
                7,
                new Risk.Neutral()),
            new Rng(3));
    Rng rng = new Rng(5);
    float[] in = new float[rows * 2];
    float[] tau = new float[rows * count];
    float[] c = new float[rows * 6 * count];
    for (int i = 0; i < in.length; i++) {
      in[i] = (float) rng.nextGaussian();
    }
    for (int i = 0; i < tau.length; i++) {
      tau[i] = rng.nextFloat();
    }
    for (int i = 0; i < c.length; i++) {
      c[i] = (float) rng.nextGaussian();
    }
    float[] flat = new float[network.parameterCount()];
    network.getParameters(flat);
    double[] p = doubles(flat);
    float[] q = network.forward(in, rows, tau, count);
    double sum = 0;
    for (int i = 0; i < c.length; i++) {
      sum += c[i] * q[i];
    }
    assertThat(sum).isCloseTo(loss(p, hidden, doubles(in), doubles(tau), count, c), within(1e-5));
    float[] gradient = new float[flat.length];
    network.backward(c, Gradient.over(gradient));
    double h = 1e-6;
    for (int i = 0; i < p.length; i++) {
      double[] moved = p.clone();
      moved[i] = p[i] + h;
      double up = loss(moved, hidden, doubles(in), doubles(tau), count, c);
      moved[i] = p[i] - h;
      double down = loss(moved, hidden, doubles(in), doubles(tau), count, c);
      assertThat((double) gradient[i])
          .as("parameter %s", i)
          .isCloseTo((up - down) / (2 * h), within(2e-5));
    }
  }

  private static double[] doubles(float[] values) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i];
    }
    return out;
  }

  @Test
  void copiesOwnWhatSharesFollow() {
    ImplicitQuantiles network = cosine(2, new Risk.Neutral());
    ImplicitQuantiles copy = network.copy();
    ImplicitQuantiles share = network.share();
    network.setParameters(new float[] {2, 0, 1, 1, 0, 1, -1, 0, 3});
    double c = Math.cos(Math.PI / 4);
    close(copy.forward(new float[] {1}, 1), 1 + c);
    close(share.forward(new float[] {1}, 1), 2 + 2 * c);
  }

  @Test
  void aLayerToMeetInIsNeeded() {
    assertThatThrownBy(
            () ->
                new ImplicitQuantiles.Spec(
                    1, List.of(), Activation.RELU, 2, 1, 64, 32, new Risk.Neutral()))
        .hasMessageContaining("hidden is empty, but implicit quantiles need a hidden layer")
        .hasMessageContaining("Maybe set hidden to [64, 64].");
  }
}
