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

class QNetworkTest {
  private static QNetwork network(List<Integer> hidden, boolean dueling) {
    return QNetwork.create(
        new QNetwork.Spec(2, hidden, Activation.TANH, 3, 2, dueling), new Rng(7));
  }

  @Test
  void streamsCombineOutputByOutput() {
    // One row, three actions of two outputs: means of A are 2 and -1.
    float[] v = {10, 20};
    float[] a = {1, -2, 2, 0, 3, -1};
    float[] q = new float[6];
    QNetwork.combine(v, a, 1, 3, 2, q);
    assertThat(q).containsExactly(9, 19, 10, 21, 11, 20);
  }

  @Test
  void gradientOfTheCombination() {
    // dV sums over actions; dA is what is left when its mean is taken off: 6 / 3 and 3 / 3.
    float[] dV = new float[2];
    float[] dA = new float[6];
    QNetwork.split(new float[] {1, 0, 2, 0, 3, 3}, 1, 3, 2, dV, dA);
    assertThat(dV).containsExactly(6, 3);
    assertThat(dA).containsExactly(-1, -1, 0, -1, 1, 2);
  }

  @Test
  void streamsHaveALastHiddenLayerEach() {
    // trunk 2 -> 5, V 5 -> 4 -> 2, A 5 -> 4 -> 6
    int expected = (2 * 5 + 5) + (5 * 4 + 4 + 4 * 2 + 2) + (5 * 4 + 4 + 4 * 6 + 6);
    assertThat(network(List.of(5, 4), true).parameterCount()).isEqualTo(expected);
    // V 2 -> 4 -> 2, A 2 -> 4 -> 6
    assertThat(network(List.of(4), true).parameterCount()).isEqualTo(22 + 42);
    // 2 -> 5 -> 4 -> 6
    assertThat(network(List.of(5, 4), false).parameterCount()).isEqualTo(15 + 24 + 30);
    assertThatThrownBy(() -> network(List.of(), true))
        .hasMessageContaining("dueling is true, but hidden is empty")
        .hasMessageContaining("Maybe");
  }

  /** L = sum of Q times c, from streams in double precision. */
  private static double loss(double[] p, int[] hidden, float[] in, float[] c) {
    int shared = hidden.length - 1;
    int width = shared == 0 ? 2 : hidden[0];
    int trunk = shared == 0 ? 0 : 3 * hidden[0];
    int last = hidden[hidden.length - 1];
    int value = (width + 1) * last + (last + 1) * 2;
    double[] x = new double[in.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = in[i];
    }
    int rows = in.length / 2;
    if (shared > 0) {
      x = forward(new int[] {2, hidden[0]}, new String[] {"TANH"}, p, 0, trunk, x, rows);
    }
    String[] activations = {"TANH", "IDENTITY"};
    double[] v = forward(new int[] {width, last, 2}, activations, p, trunk, value, x, rows);
    int rest = p.length - trunk - value;
    double[] a = forward(new int[] {width, last, 6}, activations, p, trunk + value, rest, x, rows);
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < 2; k++) {
        int first = 6 * i + k;
        double mean = (a[first] + a[first + 2] + a[first + 4]) / 3;
        for (int at = first; at < first + 6; at += 2) {
          sum += c[at] * (v[2 * i + k] + a[at] - mean);
        }
      }
    }
    return sum;
  }

  private static double[] forward(
      int[] sizes, String[] activations, double[] p, int at, int n, double[] x, int rows) {
    boolean[] norm = new boolean[activations.length];
    return new ReferenceNetwork(sizes, activations, norm, Arrays.copyOfRange(p, at, at + n))
        .forward(x, rows);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void duelingGradientByCentralDifferences(boolean trunk) {
    int[] hidden = trunk ? new int[] {5, 4} : new int[] {4};
    QNetwork network = network(Arrays.stream(hidden).boxed().toList(), true);
    Rng rng = new Rng(5);
    float[] in = new float[8];
    float[] c = new float[24];
    for (int i = 0; i < in.length; i++) {
      in[i] = (float) rng.nextGaussian();
    }
    for (int i = 0; i < c.length; i++) {
      c[i] = (float) rng.nextGaussian();
    }
    float[] flat = new float[network.parameterCount()];
    network.getParameters(flat);
    double[] p = new double[flat.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = flat[i];
    }
    float[] q = network.forward(in, 4);
    double sum = 0;
    for (int i = 0; i < c.length; i++) {
      sum += c[i] * q[i];
    }
    assertThat(sum).isCloseTo(loss(p, hidden, in, c), within(1e-5));
    float[] gradient = new float[flat.length];
    network.backward(c, Gradient.over(gradient));
    double h = 1e-6;
    for (int i = 0; i < p.length; i++) {
      double[] moved = p.clone();
      moved[i] = p[i] + h;
      double up = loss(moved, hidden, in, c);
      moved[i] = p[i] - h;
      double expected = (up - loss(moved, hidden, in, c)) / (2 * h);
      assertThat((double) gradient[i]).as("parameter %s", i).isCloseTo(expected, within(2e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void copiesOwnWhatSharesFollow(boolean dueling) {
    QNetwork network = network(List.of(5, 4), dueling);
    float[] in = {1, -2, 0.5f, 3};
    float[] before = Arrays.copyOf(network.forward(in, 2), 12);
    QNetwork copy = network.copy();
    QNetwork share = network.share();
    float[] parameters = new float[network.parameterCount()];
    network.getParameters(parameters);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += 0.25f;
    }
    network.setParameters(parameters);
    float[] after = Arrays.copyOf(network.forward(in, 2), 12);
    assertThat(after).isNotEqualTo(before);
    assertThat(Arrays.copyOf(copy.forward(in, 2), 12)).isEqualTo(before);
    assertThat(Arrays.copyOf(share.forward(in, 2), 12)).isEqualTo(after);
  }
}
