package org.morl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jTest {
  private static final int ROWS = 9;

  @ParameterizedTest
  @EnumSource(names = {"IDENTITY", "TANH", "RELU"})
  void sameParametersAndOutputsThereAndBack(Activation activation) {
    Random rng = new Random(1);
    NetworkSpec spec =
        new NetworkSpec(
            5,
            List.of(
                new Layer(16, activation, false, new Init.TorchDefault()),
                new Layer(12, activation, false, new Init.TorchDefault()),
                new Layer(3, Activation.IDENTITY, false, new Init.TorchDefault())));
    Network network = Networks.create(spec, rng);
    float[] in = new float[ROWS * 5];
    for (int i = 0; i < in.length; i++) {
      in[i] = (float) rng.nextGaussian();
    }

    MultiLayerNetwork there = Dl4j.toMultiLayerNetwork(network);
    float[] parameters = new float[spec.parameterCount()];
    network.getParameters(parameters, 0);
    assertThat(there.params().toFloatVector()).isEqualTo(parameters);
    INDArray out = there.output(Nd4j.createFromArray(in).reshape('c', ROWS, 5));
    float[] expected = network.forward(in, ROWS);
    for (int i = 0; i < ROWS * 3; i++) {
      assertThat(out.getFloat(i / 3, i % 3)).isCloseTo(expected[i], within(2e-6f));
    }

    Network back = Dl4j.fromMultiLayerNetwork(there);
    assertThat(back.forward(in, ROWS)).isEqualTo(expected);
    assertThat(back.spec().layers().get(0).activation()).isEqualTo(activation);
  }

  @Test
  void layersThatDifferAreRefusedByName() {
    assertThatThrownBy(() -> Dl4j.toMultiLayerNetwork(network(Activation.GELU, false)))
        .hasMessageContaining("Layer 0 uses the exact GELU")
        .hasMessageContaining("Maybe");
    assertThatThrownBy(() -> Dl4j.toMultiLayerNetwork(network(Activation.TANH, true)))
        .hasMessageContaining("Layer 0 uses LayerNorm");
  }

  @Test
  void foreignLayersAreRefusedByName() {
    MultiLayerNetwork normalised =
        dense(new DenseLayer.Builder().nIn(2).nOut(2).hasLayerNorm(true));
    assertThatThrownBy(() -> Dl4j.fromMultiLayerNetwork(normalised))
        .hasMessageContaining("Layer 0 of the MultiLayerNetwork");
    MultiLayerNetwork sigmoid =
        dense(
            new DenseLayer.Builder()
                .nIn(2)
                .nOut(2)
                .activation(org.nd4j.linalg.activations.Activation.SIGMOID));
    assertThatThrownBy(() -> Dl4j.fromMultiLayerNetwork(sigmoid)).hasMessageContaining("sigmoid");
  }

  private static MultiLayerNetwork dense(DenseLayer.Builder layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder().list().layer(layer.build()).build());
    network.init();
    return network;
  }

  private static Network network(Activation activation, boolean layerNorm) {
    NetworkSpec spec =
        new NetworkSpec(2, List.of(new Layer(3, activation, layerNorm, new Init.TorchDefault())));
    return Networks.create(spec, new Random(2));
  }
}
