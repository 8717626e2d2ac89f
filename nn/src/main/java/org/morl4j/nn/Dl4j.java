package org.morl4j.nn;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * Networks as Deeplearning4j's {@link MultiLayerNetwork} and back: the same parameters, the same
 * outputs up to rounding. Both libraries keep a layer's weight in the same order, so that the flat
 * parameter vectors are equal.
 *
 * <p>Deeplearning4j has no exact GELU (its two are the sigmoid and the tanh approximation) and its
 * LayerNorm has neither a bias before nor PyTorch's epsilon; such layers are refused by name.
 */
public final class Dl4j {
  private Dl4j() {}

  /**
   * A Deeplearning4j network of dense layers with a mean-squared-error output layer, which only
   * matters to those who train it further there.
   */
  public static MultiLayerNetwork toMultiLayerNetwork(Network network) {
    List<Layer> layers = network.spec().layers();
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().dataType(DataType.FLOAT).list();
    int width = network.spec().inputs();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      IActivation activation = activation(layer, i);
      boolean last = i == layers.size() - 1;
      list.layer(
          last
              ? new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                  .nIn(width)
                  .nOut(layer.units())
                  .activation(activation)
                  .build()
              : new DenseLayer.Builder()
                  .nIn(width)
                  .nOut(layer.units())
                  .activation(activation)
                  .build());
      width = layer.units();
    }
    MultiLayerNetwork result = new MultiLayerNetwork(list.build());
    result.init();
    float[] parameters = new float[network.parameterCount()];
    network.getParameters(parameters, 0);
    result.setParams(Nd4j.createFromArray(parameters));
    return result;
  }

  /**
   * A fused network with the parameters of {@code source}, which may have dense and output layers
   * with a bias and the activations identity, tanh and ReLU.
   */
  public static Network fromMultiLayerNetwork(MultiLayerNetwork source) {
    MultiLayerConfiguration configuration = source.getLayerWiseConfigurations();
    List<Layer> layers = new ArrayList<>();
    int inputs = 0;
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      FeedForwardLayer layer = dense(configuration.getConf(i).getLayer(), i);
      if (i == 0) {
        inputs = Math.toIntExact(layer.getNIn());
      }
      layers.add(
          new Layer(
              Math.toIntExact(layer.getNOut()),
              activation(layer.getActivationFn(), i),
              false,
              new Init.TorchDefault()));
    }
    NetworkSpec spec = new NetworkSpec(inputs, layers);
    FusedNetwork network = FusedNetwork.uninitialised(spec, Gemms.create());
    network.setParameters(source.params().castTo(DataType.FLOAT).toFloatVector(), 0);
    return network;
  }

  private static FeedForwardLayer dense(org.deeplearning4j.nn.conf.layers.Layer layer, int index) {
    if (layer instanceof DenseLayer dense && dense.hasBias() && !dense.hasLayerNorm()) {
      return dense;
    }
    if (layer instanceof BaseOutputLayer output && output.hasBias()) {
      return output;
    }
    throw new IllegalArgumentException(
        "Layer "
            + index
            + " of the MultiLayerNetwork is "
            + layer
            + ", but only DenseLayer and OutputLayer with a bias and without layer normalisation"
            + " can be taken over. Maybe rebuild the network from such layers.");
  }

  private static IActivation activation(Layer layer, int index) {
    if (layer.layerNorm()) {
      throw unsupported(index, "LayerNorm", "without it");
    }
    return switch (layer.activation()) {
      case IDENTITY -> new ActivationIdentity();
      case TANH -> new ActivationTanH();
      case RELU -> new ActivationReLU();
      case GELU -> throw unsupported(index, "the exact GELU", "with RELU or TANH");
    };
  }

  private static IllegalArgumentException unsupported(int index, String what, String remedy) {
    return new IllegalArgumentException(
        "Layer "
            + index
            + " uses "
            + what
            + ", which Deeplearning4j 1.0.0-M2.1 doesn't have in the same form. Maybe train the"
            + " network "
            + remedy
            + ", or take the policy home as safetensors or ONNX.");
  }

  private static Activation activation(IActivation activation, int index) {
    if (activation instanceof ActivationIdentity) {
      return Activation.IDENTITY;
    }
    if (activation instanceof ActivationTanH) {
      return Activation.TANH;
    }
    if (activation instanceof ActivationReLU relu && relu.equals(new ActivationReLU())) {
      return Activation.RELU;
    }
    throw new IllegalArgumentException(
        "Layer "
            + index
            + " of the MultiLayerNetwork has the activation "
            + activation
            + ", but must have identity, tanh or relu. Maybe rebuild it with one of these.");
  }
}
