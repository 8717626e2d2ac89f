package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference's derivatives against central differences of its own outputs. */
class ReferenceNetworkTest {
  private static final double STEP = 1e-5;
  private static final int[] SIZES = {4, 6, 5, 2};
  private static final int ROWS = 3;

  @ParameterizedTest
  @CsvSource({
    "IDENTITY,false", "TANH,false", "RELU,false", "GELU,false",
    "IDENTITY,true", "TANH,true", "RELU,true", "GELU,true"
  })
  void derivativesAgreeWithCentralDifferences(String activation, boolean layerNorm) {
    Random rng = new Random(3);
    double[] parameters = gaussian(count(layerNorm), rng);
    double[] in = gaussian(ROWS * 4, rng);
    double[] u = gaussian(ROWS * 2, rng);
    double[] v = gaussian(parameters.length, rng);

    ReferenceNetwork network = network(activation, layerNorm, parameters);
    network.forward(in, ROWS);
    ReferenceNetwork.Gradient gradient = network.backward(u);
    double[] tangent = network.tangent(v);

    for (int i = 0; i < parameters.length; i++) {
      double up = dot(u, network(activation, layerNorm, moved(parameters, i)).forward(in, ROWS));
      double down =
          dot(u, network(activation, layerNorm, movedBack(parameters, i)).forward(in, ROWS));
      assertThat(gradient.parameters()[i]).isCloseTo((up - down) / (2 * STEP), within(1e-6));
    }
    for (int i = 0; i < in.length; i++) {
      double up = dot(u, network.forward(moved(in, i), ROWS));
      double down = dot(u, network.forward(movedBack(in, i), ROWS));
      assertThat(gradient.inputs()[i]).isCloseTo((up - down) / (2 * STEP), within(1e-6));
    }
    double[] up = network(activation, layerNorm, along(parameters, v, STEP)).forward(in, ROWS);
    double[] down = network(activation, layerNorm, along(parameters, v, -STEP)).forward(in, ROWS);
    for (int i = 0; i < tangent.length; i++) {
      assertThat(tangent[i]).isCloseTo((up[i] - down[i]) / (2 * STEP), within(1e-6));
    }
  }

  /** Values of SciPy's scipy.special.ndtr would be the same to the last digits given here. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.5",
    "1, 0.8413447460685429",
    "-1, 0.15865525393145707",
    "1.96, 0.9750021048517795",
    "-3, 0.0013498980316300933"
  })
  void normalDistributionHasItsTabulatedValues(double x, double expected) {
    assertThat(ReferenceNetwork.normalDistribution(x)).isCloseTo(expected, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, 0, 2})
  void oneUnitIsWorkedByHand(double x) {
    ReferenceNetwork network =
        new ReferenceNetwork(
            new int[] {1, 1}, new String[] {"TANH"}, new boolean[] {false}, new double[] {3, -1});
    double y = Math.tanh(3 * x - 1);
    assertThat(network.forward(new double[] {x}, 1)).containsExactly(y);
    ReferenceNetwork.Gradient gradient = network.backward(new double[] {2});
    double slope = 2 * (1 - y * y);
    assertThat(gradient.parameters()[0]).isCloseTo(slope * x, within(1e-15));
    assertThat(gradient.parameters()[1]).isCloseTo(slope, within(1e-15));
    assertThat(gradient.inputs()[0]).isCloseTo(slope * 3, within(1e-15));
  }

  private static ReferenceNetwork network(String activation, boolean norm, double[] parameters) {
    return new ReferenceNetwork(
        SIZES,
        new String[] {activation, activation, "IDENTITY"},
        new boolean[] {norm, norm, false},
        parameters);
  }

  private static int count(boolean layerNorm) {
    return 6 * 4 + 6 + 5 * 6 + 5 + 2 * 5 + 2 + (layerNorm ? 2 * 6 + 2 * 5 : 0);
  }

  private static double[] gaussian(int n, Random rng) {
    return rng.doubles(n).map(x -> 2 * x - 1).toArray();
  }

  private static double[] moved(double[] x, int i) {
    double[] y = x.clone();
    y[i] += STEP;
    return y;
  }

  private static double[] movedBack(double[] x, int i) {
    double[] y = x.clone();
    y[i] -= STEP;
    return y;
  }

  private static double[] along(double[] x, double[] v, double step) {
    double[] y = x.clone();
    for (int i = 0; i < y.length; i++) {
      y[i] += step * v[i];
    }
    return y;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
