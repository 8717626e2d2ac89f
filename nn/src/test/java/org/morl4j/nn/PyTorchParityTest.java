package org.morl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * 100 Adam updates on one batch end where PyTorch 2.8.0 ends. The problems and the stored final
 * parameters come from benchmarks/python/nn (parity_cases.py, make_parity_fixtures.py).
 */
class PyTorchParityTest {
  private static final int OBSERVATION = 17;
  private static final int ACTION = 6;
  private static final int UPDATES = 100;
  private static final double LEARNING_RATE = 3e-4;
  private static final double TOLERANCE = 1e-5;
  private static final double LOG_ROOT_2PI = 0.5 * Math.log(2 * Math.PI);

  @ParameterizedTest
  @CsvSource({"64,TANH,64,0", "256,RELU,16,5"})
  void regression(int hidden, Activation activation, int rows, int seed) throws IOException {
    float[] expected = stored("regression", hidden, activation);
    float[] actual = trainRegression(hidden, activation, rows, seed);
    assertThat(largestDifference(actual, expected)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({"64,TANH,64,0", "256,RELU,16,0"})
  void ppo(int hidden, Activation activation, int rows, int seed) throws IOException {
    float[] expected = stored("ppo", hidden, activation);
    float[] actual = trainPpo(hidden, activation, rows, seed);
    assertThat(largestDifference(actual, expected)).isLessThan(TOLERANCE);
  }

  /** The fixtures distinguish: another seed's batch ends elsewhere by far more than the bound. */
  @Test
  void anotherBatchEndsElsewhere() throws IOException {
    float[] expected = stored("regression", 64, Activation.TANH);
    float[] actual = trainRegression(64, Activation.TANH, 64, 1);
    assertThat(largestDifference(actual, expected)).isGreaterThan(1e-2);
  }

  private static float[] trainRegression(int hidden, Activation activation, int rows, int seed) {
    Network network = network(hidden, activation, ACTION, 16 * seed + 2);
    float[] obs = uniform(16 * seed + 1, rows * OBSERVATION);
    float[] target = uniform(16 * seed + 3, rows * ACTION);
    float[] parameters = parameters(network);
    float[] gradient = new float[parameters.length];
    float[] dOut = new float[target.length];
    Adam adam = new Adam(parameters.length, Adam.Options.DEFAULT);
    for (int update = 0; update < UPDATES; update++) {
      float[] out = network.forward(obs, rows);
      for (int i = 0; i < dOut.length; i++) {
        dOut[i] = 2f / dOut.length * (out[i] - target[i]);
      }
      network.backward(dOut, Gradient.over(gradient), 0, null);
      adam.step(parameters, gradient, LEARNING_RATE);
      network.setParameters(parameters, 0);
    }
    return parameters;
  }

  /** Policy, value and log deviation in one vector, clipped surrogate, value loss times 1/2. */
  private static float[] trainPpo(int hidden, Activation activation, int rows, int seed) {
    int s = 16 * seed;
    Network policy = network(hidden, activation, ACTION, s + 2);
    Network value = network(hidden, activation, 1, s + 3);
    float[] obs = uniform(s + 1, rows * OBSERVATION);
    float[] action = uniform(s + 4, rows * ACTION);
    float[] advantage = uniform(s + 5, rows);
    float[] returns = uniform(s + 6, rows);
    float[] oldLogProb = uniform(s + 7, rows);
    int valueAt = policy.parameterCount();
    int logStdAt = valueAt + value.parameterCount();
    float[] parameters = new float[logStdAt + ACTION];
    policy.getParameters(parameters, 0);
    value.getParameters(parameters, valueAt);
    float[] mean = policy.forward(obs, rows);
    for (int r = 0; r < rows; r++) {
      oldLogProb[r] =
          (float) (logProb(action, mean, r, parameters, logStdAt) + 0.1 * oldLogProb[r]);
    }
    float[] gradient = new float[parameters.length];
    float[] dMean = new float[rows * ACTION];
    float[] dValue = new float[rows];
    Adam adam = new Adam(parameters.length, Adam.Options.DEFAULT);
    for (int update = 0; update < UPDATES; update++) {
      mean = policy.forward(obs, rows);
      float[] values = value.forward(obs, rows);
      double[] dLogStd = new double[ACTION];
      for (int r = 0; r < rows; r++) {
        double ratio = Math.exp(logProb(action, mean, r, parameters, logStdAt) - oldLogProb[r]);
        boolean clipped = advantage[r] >= 0 ? ratio > 1.2 : ratio < 0.8;
        double dLogProb = clipped ? 0 : -advantage[r] * ratio / rows;
        for (int a = 0; a < ACTION; a++) {
          double deviation = Math.exp(parameters[logStdAt + a]);
          double z = (action[r * ACTION + a] - mean[r * ACTION + a]) / deviation;
          dMean[r * ACTION + a] = (float) (dLogProb * z / deviation);
          dLogStd[a] += dLogProb * (z * z - 1);
        }
        dValue[r] = (values[r] - returns[r]) / rows;
      }
      policy.backward(dMean, Gradient.over(gradient), 0, null);
      value.backward(dValue, Gradient.over(gradient), valueAt, null);
      for (int a = 0; a < ACTION; a++) {
        gradient[logStdAt + a] = (float) dLogStd[a];
      }
      Gradients.clipByNorm(gradient, 0.5);
      adam.step(parameters, gradient, LEARNING_RATE);
      policy.setParameters(parameters, 0);
      value.setParameters(parameters, valueAt);
    }
    return parameters;
  }

  private static double logProb(float[] action, float[] mean, int row, float[] p, int logStdAt) {
    double sum = 0;
    for (int a = 0; a < ACTION; a++) {
      double logStd = p[logStdAt + a];
      double z = (action[row * ACTION + a] - mean[row * ACTION + a]) * Math.exp(-logStd);
      sum -= 0.5 * z * z + logStd + LOG_ROOT_2PI;
    }
    return sum;
  }

  private static Network network(int hidden, Activation activation, int outputs, int stream) {
    Init init = new Init.TorchDefault();
    NetworkSpec spec =
        new NetworkSpec(
            OBSERVATION,
            List.of(
                new Layer(hidden, activation, false, init),
                new Layer(hidden, activation, false, init),
                new Layer(outputs, Activation.IDENTITY, false, init)));
    Network network = Networks.create(spec, new Random(0));
    float[] parameters = uniform(stream, spec.parameterCount());
    int width = OBSERVATION;
    int at = 0;
    for (Layer layer : spec.layers()) {
      double bound = 1 / Math.sqrt(width);
      for (int end = at + layer.units() * (width + 1); at < end; at++) {
        parameters[at] = (float) (parameters[at] * bound);
      }
      width = layer.units();
    }
    network.setParameters(parameters, 0);
    return network;
  }

  private static float[] parameters(Network network) {
    float[] parameters = new float[network.parameterCount()];
    network.getParameters(parameters, 0);
    return parameters;
  }

  /** SplitMix64 of a counter, the top 24 bits scaled to [-1, 1): parity_cases.uniform. */
  private static float[] uniform(int stream, int count) {
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      long z = (((long) stream << 32) + i + 1) * 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      x[i] = (float) ((z >>> 40) / 0x1p23 - 1);
    }
    return x;
  }

  private static float[] stored(String loss, int hidden, Activation activation) throws IOException {
    String name = loss + "-" + hidden + "-" + activation.name().toLowerCase(Locale.ROOT);
    try (InputStream in =
        Objects.requireNonNull(
            PyTorchParityTest.class.getResourceAsStream("parity/" + name + ".f32"), name)) {
      FloatBuffer floats =
          ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      float[] values = new float[floats.remaining()];
      floats.get(values);
      return values;
    }
  }

  private static double largestDifference(float[] a, float[] b) {
    assertThat(a).hasSameSizeAs(b);
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
    }
    return largest;
  }
}
