package org.morl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.testkit.ReferenceNetwork;

/**
 * Against a reference network of one layer whose weight is the identity, so that its inputs are the
 * weighted sums.
 */
class LayerNormTest {
  private static final int ROWS = 5;

  /**
   * Widths around the kernels' steps of eight; sums far from 0 beside their deviation, as float
   * still tells them apart; deviations below epsilon's root, 3e-3.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 1",
    "7, 0, 1",
    "8, 0, 1",
    "19, 0, 1",
    "256, 0, 1",
    "256, 1, 1e-3",
    "256, 0, 1e-6",
    "256, 0, 1e6",
    "256, 1000, 0.1",
    "256, -1000, 1e-2",
    "257, 1e5, 1"
  })
  void agreesWithTheReference(int units, float mean, float deviation) {
    Random rng = new Random(units);
    float[] weight = gaussian(units, rng);
    float[] bias = gaussian(units, rng);
    float[] sums = gaussian(ROWS * units, rng);
    for (int i = 0; i < sums.length; i++) {
      sums[i] = mean + deviation * sums[i];
    }
    ReferenceNetwork reference = reference(units, weight, bias);
    double[] expected = reference.forward(doubles(sums), ROWS);
    float[] y = sums.clone();
    LayerNorm norm = new LayerNorm(ROWS, units);
    norm.forward(y, ROWS, weight, bias);
    assertClose(y, expected);

    float[] dOut = gaussian(ROWS * units, rng);
    ReferenceNetwork.Gradient gradient = reference.backward(doubles(dOut));
    float[] own = new float[2 * units + 2];
    own[0] = 42;
    own[2 * units + 1] = 43;
    norm.parameterGradient(dOut, ROWS, own, 1, units + 1);
    assertThat(own[0]).isEqualTo(42);
    assertThat(own[2 * units + 1]).isEqualTo(43);
    int normAt = units * (units + 1);
    assertClose(
        Arrays.copyOfRange(own, 1, 2 * units + 1),
        Arrays.copyOfRange(gradient.parameters(), normAt, normAt + 2 * units));
    float[] d = dOut.clone();
    norm.inputGradient(d, ROWS, weight);
    assertClose(d, gradient.inputs());
  }

  /** The direction moves the weighted sums by a random V x + v, and weight and bias. */
  @ParameterizedTest
  @CsvSource({"1, 0, 1", "7, 0, 1", "256, 0, 1", "256, 1000, 0.1", "256, 0, 1e-6"})
  void tangentAgreesWithTheReference(int units, float mean, float deviation) {
    Random rng = new Random(units);
    float[] weight = gaussian(units, rng);
    float[] bias = gaussian(units, rng);
    float[] sums = gaussian(ROWS * units, rng);
    for (int i = 0; i < sums.length; i++) {
      sums[i] = mean + deviation * sums[i];
    }
    ReferenceNetwork reference = reference(units, weight, bias);
    reference.forward(doubles(sums), ROWS);
    float[] y = sums.clone();
    LayerNorm norm = new LayerNorm(ROWS, units);
    norm.forward(y, ROWS, weight, bias);

    float[] v = gaussian(units * (units + 3), rng);
    double[] expected = reference.tangent(doubles(v));
    float[] t = new float[ROWS * units];
    for (int r = 0; r < ROWS; r++) {
      for (int o = 0; o < units; o++) {
        double moved = v[units * units + o];
        for (int i = 0; i < units; i++) {
          moved += (double) v[o * units + i] * sums[r * units + i];
        }
        t[r * units + o] = (float) moved;
      }
    }
    norm.tangent(t, ROWS, weight, v, units * (units + 1), units * (units + 2));
    assertClose(t, expected);
  }

  private static ReferenceNetwork reference(int units, float[] weight, float[] bias) {
    double[] parameters = new double[units * (units + 3)];
    for (int i = 0; i < units; i++) {
      parameters[i * units + i] = 1;
      parameters[units * (units + 1) + i] = weight[i];
      parameters[units * (units + 2) + i] = bias[i];
    }
    return new ReferenceNetwork(
        new int[] {units, units}, new String[] {"IDENTITY"}, new boolean[] {true}, parameters);
  }

  private static void assertClose(float[] actual, double[] expected) {
    double largest = 0;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      error = Math.max(error, Math.abs(actual[i] - expected[i]));
    }
    assertThat(error).isLessThanOrEqualTo(5e-7 * largest);
  }

  private static float[] gaussian(int n, Random rng) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) rng.nextGaussian();
    }
    return x;
  }

  private static double[] doubles(float[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i];
    }
    return y;
  }
}
