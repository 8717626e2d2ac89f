package org.morl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.testkit.ReferenceNetwork;

/** Both executors against the double-precision reference. */
class NetworkTest {
  private static final String ND4J = "nd4j";
  private static final double TOLERANCE = 1e-5;
  private static final int[] SIZES = {5, 16, 12, 3};

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (String kernel : List.of("auto", "openblas", "java")) {
      for (Activation activation : Activation.values()) {
        for (boolean layerNorm : new boolean[] {false, true}) {
          for (int rows : new int[] {1, 7, 64, 300}) {
            cases.add(Arguments.of(kernel, activation, layerNorm, rows));
          }
        }
      }
    }
    for (Activation activation : Activation.values()) {
      for (boolean layerNorm : new boolean[] {false, true}) {
        for (int rows : new int[] {1, 30}) {
          cases.add(Arguments.of(ND4J, activation, layerNorm, rows));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheReference(String kernel, Activation activation, boolean layerNorm, int rows) {
    Random rng = new Random(rows);
    Network network = network(kernel, activation, layerNorm);
    float[] parameters = randomise(network, rng);
    ReferenceNetwork reference = reference(network.spec(), parameters);

    float[] in = gaussian(rows * 5, 1, rng);
    assertClose(network.forward(in, rows), reference.forward(doubles(in), rows));

    float[] dOut = gaussian(rows * 3, 1, rng);
    ReferenceNetwork.Gradient expected = reference.backward(doubles(dOut));
    float[] gradient = new float[network.parameterCount() + 2];
    gradient[0] = 42;
    gradient[gradient.length - 1] = 43;
    float[] dIn = new float[in.length];
    network.backward(dOut, Gradient.over(gradient), 1, dIn);
    assertThat(gradient[0]).isEqualTo(42);
    assertThat(gradient[gradient.length - 1]).isEqualTo(43);
    assertClose(slice(gradient, 1, network.parameterCount()), expected.parameters());
    assertClose(dIn, expected.inputs());
    float[] alone = new float[in.length];
    network.inputGradient(dOut, alone);
    assertClose(alone, expected.inputs());

    float[] v = gaussian(network.parameterCount(), 1, rng);
    float[] tangent = new float[rows * 3];
    network.tangent(v, 0, tangent);
    assertClose(tangent, reference.tangent(doubles(v)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tracksAnotherNetwork(String kernel, Activation activation, boolean layerNorm, int rows) {
    Random rng = new Random(rows + 2000);
    Network network = network(kernel, activation, layerNorm);
    Network source = network(kernel, activation, layerNorm);
    float[] own = randomise(network, rng);
    float[] other = randomise(source, rng);
    float[] in = gaussian(rows * 5, 1, rng);
    network.forward(in, rows); // what is cached of the old parameters must go
    network.track(source, 0.25);
    float[] moved = new float[own.length];
    network.getParameters(moved, 0);
    for (int i = 0; i < own.length; i++) {
      assertThat(moved[i]).isCloseTo(own[i] + 0.25f * (other[i] - own[i]), within(1e-6f));
    }
    assertClose(
        network.forward(in, rows), reference(network.spec(), moved).forward(doubles(in), rows));
    network.track(source, 1);
    network.getParameters(moved, 0);
    assertThat(moved).isEqualTo(other);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void backwardIsTheTransposeOfTangent(
      String kernel, Activation activation, boolean layerNorm, int rows) {
    Random rng = new Random(rows + 1000);
    Network network = network(kernel, activation, layerNorm);
    randomise(network, rng);
    network.forward(gaussian(rows * 5, 1, rng), rows);
    float[] u = gaussian(rows * 3, 1, rng);
    float[] v = gaussian(network.parameterCount(), 1, rng);
    float[] jv = new float[rows * 3];
    network.tangent(v, 0, jv);
    float[] ju = new float[network.parameterCount()];
    network.backward(u, Gradient.over(ju), 0, null);
    double size = Math.sqrt(dot(ju, ju) * dot(v, v));
    assertThat(Math.abs(dot(u, jv) - dot(ju, v)) / size).isLessThan(1e-5);
  }

  @Test
  void rowsUpToSixteenDontDependOnTheirNeighbours() {
    Random rng = new Random(5);
    Network network =
        Networks.create(NetworkSpec.mlp(17, new int[] {64, 64}, Activation.TANH, 6, 1), rng);
    float[] in = gaussian(16 * 17, 1, rng);
    float[] together = slice(network.forward(in, 16), 0, 16 * 6);
    for (int r = 0; r < 16; r++) {
      float[] alone = network.forward(slice(in, r * 17, 17), 1);
      assertThat(slice(alone, 0, 6)).isEqualTo(slice(together, r * 6, 6));
    }
  }

  @Test
  void passesOfDifferentSizesDontDisturbEachOther() {
    Random rng = new Random(6);
    Network network = network("auto", Activation.TANH, false);
    float[] in = gaussian(40 * 5, 1, rng);
    float[] first = slice(network.forward(in, 40), 0, 120);
    for (int rows = 1; rows < 30; rows++) {
      network.forward(in, rows);
    }
    assertThat(slice(network.forward(in, 40), 0, 120)).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", ND4J})
  void shareFollowsTheParametersAndCopyDoesNot(String kernel) {
    Random rng = new Random(7);
    Network network = network(kernel, Activation.RELU, true);
    Network shared = network.share();
    Network copy = network.copy();
    float[] in = gaussian(5, 1, rng);
    float[] before = network.forward(in, 1).clone();
    assertThat(shared.forward(in, 1)).isEqualTo(before);
    assertThat(copy.forward(in, 1)).isEqualTo(before);

    randomise(network, rng);
    float[] after = network.forward(in, 1).clone();
    assertThat(after).isNotEqualTo(before);
    assertThat(shared.forward(in, 1)).isEqualTo(after);
    assertThat(copy.forward(in, 1)).isEqualTo(before);

    shared.forward(gaussian(5, 1, rng), 1);
    assertThat(network.forward(in, 1)).isEqualTo(after);
  }

  @Test
  void largeRowCountsAgreeAcrossKernels() {
    Random rng = new Random(8);
    NetworkSpec spec = NetworkSpec.mlp(17, new int[] {64, 64}, Activation.TANH, 6, 1);
    Network network = Networks.create(spec, rng);
    Network java = FusedNetwork.create(spec, rng, new JavaGemm());
    float[] parameters = new float[spec.parameterCount()];
    network.getParameters(parameters, 0);
    java.setParameters(parameters, 0);
    float[] in = gaussian(4096 * 17, 1, rng);
    assertClose(network.forward(in, 4096), doubles(java.forward(in, 4096)));
  }

  /** Two threads at once give the bits of one thread alone, in all passes. */
  @Test
  void threadsDontDisturbEachOther() {
    NetworkSpec spec = NetworkSpec.mlp(17, new int[] {64, 64}, Activation.TANH, 6, 1);
    Network network = Networks.create(spec, new Random(10));
    List<float[]> alone = List.of(gradient(network.share(), 64), gradient(network.share(), 8));
    for (int repeat = 0; repeat < 20; repeat++) {
      List<float[]> together =
          Stream.of(64, 8)
              .map(rows -> CompletableFuture.supplyAsync(() -> gradient(network.share(), rows)))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();
      assertThat(together.get(0)).isEqualTo(alone.get(0));
      assertThat(together.get(1)).isEqualTo(alone.get(1));
    }
  }

  private static float[] gradient(Network network, int rows) {
    Random rng = new Random(rows);
    network.forward(gaussian(rows * 17, 1, rng), rows);
    float[] gradient = new float[network.parameterCount()];
    network.backward(gaussian(rows * 6, 1, rng), Gradient.over(gradient), 0, null);
    return gradient;
  }

  @Test
  void executorsDrawTheSameParameters() {
    NetworkSpec spec = NetworkSpec.mlp(4, new int[] {8}, Activation.TANH, 2, 1);
    float[] fused = new float[spec.parameterCount()];
    float[] nd4j = new float[spec.parameterCount()];
    Networks.create(spec, new Random(9)).getParameters(fused, 0);
    new Nd4jBackend().network(spec, new Random(9)).getParameters(nd4j, 0);
    assertThat(nd4j).isEqualTo(fused);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", ND4J})
  void wrongShapesAreNamed(String kernel) {
    Network network = network(kernel, Activation.TANH, false);
    assertThatThrownBy(
            () -> network.backward(new float[3], Gradient.over(new float[1000]), 0, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("forward");
    assertThatThrownBy(() -> network.forward(new float[9], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9 entries for 2 rows of 5");
    assertThatThrownBy(() -> network.setParameters(new float[9], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parameter vector has 9 entries");
  }

  private static Network network(String kernel, Activation activation, boolean layerNorm) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < SIZES.length; i++) {
      boolean last = i == SIZES.length - 1;
      layers.add(
          new Layer(
              SIZES[i],
              last ? Activation.IDENTITY : activation,
              layerNorm && !last,
              new Init.TorchDefault()));
    }
    NetworkSpec spec = new NetworkSpec(SIZES[0], layers);
    return kernel.equals(ND4J)
        ? new Nd4jBackend().network(spec, new Random(1))
        : FusedNetwork.create(spec, new Random(1), Gemms.choose(kernel).get());
  }

  private static ReferenceNetwork reference(NetworkSpec spec, float[] parameters) {
    int layers = spec.layers().size();
    int[] sizes = new int[layers + 1];
    String[] activations = new String[layers];
    boolean[] norms = new boolean[layers];
    sizes[0] = spec.inputs();
    for (int l = 0; l < layers; l++) {
      sizes[l + 1] = spec.layers().get(l).units();
      activations[l] = spec.layers().get(l).activation().name();
      norms[l] = spec.layers().get(l).layerNorm();
    }
    return new ReferenceNetwork(sizes, activations, norms, doubles(parameters));
  }

  private static float[] randomise(Network network, Random rng) {
    float[] parameters = gaussian(network.parameterCount(), .5, rng);
    network.setParameters(parameters, 0);
    float[] read = new float[parameters.length];
    network.getParameters(read, 0);
    assertThat(read).isEqualTo(parameters);
    return parameters;
  }

  private static void assertClose(float[] actual, double[] expected) {
    double largest = 0;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      error = Math.max(error, Math.abs(actual[i] - expected[i]));
    }
    assertThat(error / largest).isLessThan(TOLERANCE);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static float[] gaussian(int n, double deviation, Random rng) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) (deviation * rng.nextGaussian());
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

  private static float[] slice(float[] x, int at, int n) {
    float[] y = new float[n];
    System.arraycopy(x, at, y, 0, n);
    return y;
  }
}
