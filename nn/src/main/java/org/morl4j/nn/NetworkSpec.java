package org.morl4j.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a feed-forward network: {@code inputs} values in, then the layers in order.
 *
 * @param inputs width of a row fed to the first layer
 * @param layers at least one; the last one's units are the outputs
 */
public record NetworkSpec(int inputs, List<Layer> layers) {
  public NetworkSpec {
    layers = List.copyOf(layers);
    if (inputs < 1) {
      throw new IllegalArgumentException(
          "A network has " + inputs + " inputs, but needs at least 1. Maybe the space is empty.");
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          "A network has no layers, but needs at least 1. Maybe the output layer is missing.");
    }
    count(inputs, layers);
  }

  /**
   * Hidden layers with orthogonal weights of gain sqrt(2) and a linear output layer of gain {@code
   * outputGain}, all biases 0: the start that Stable-Baselines3 and CleanRL give PPO.
   */
  public static NetworkSpec mlp(
      int inputs, int[] hidden, Activation activation, int outputs, double outputGain) {
    Init inner = new Init.Orthogonal(Math.sqrt(2));
    Init last = new Init.Orthogonal(outputGain);
    return mlp(inputs, hidden, activation, false, outputs, inner, last);
  }

  /** Hidden layers and a linear output layer, all started as PyTorch starts its linear layers. */
  public static NetworkSpec mlp(int inputs, int[] hidden, Activation activation, int outputs) {
    Init init = new Init.TorchDefault();
    return mlp(inputs, hidden, activation, false, outputs, init, init);
  }

  /**
   * The same with or without LayerNorm in the hidden layers.
   *
   * @param hidden units of the hidden layers
   */
  public static NetworkSpec mlp(
      int inputs, List<Integer> hidden, Activation activation, boolean layerNorm, int outputs) {
    return mlp(inputs, hidden, activation, layerNorm, outputs, new Init.TorchDefault());
  }

  /**
   * The same with all layers started by {@code init}.
   *
   * @param hidden units of the hidden layers
   */
  public static NetworkSpec mlp(
      int inputs,
      List<Integer> hidden,
      Activation activation,
      boolean layerNorm,
      int outputs,
      Init init) {
    int[] units = hidden.stream().mapToInt(Integer::intValue).toArray();
    return mlp(inputs, units, activation, layerNorm, outputs, init, init);
  }

  private static NetworkSpec mlp(
      int inputs,
      int[] hidden,
      Activation activation,
      boolean layerNorm,
      int outputs,
      Init inner,
      Init last) {
    List<Layer> layers = new ArrayList<>();
    for (int units : hidden) {
      layers.add(new Layer(units, activation, layerNorm, inner));
    }
    layers.add(new Layer(outputs, Activation.IDENTITY, false, last));
    return new NetworkSpec(inputs, layers);
  }

  /** Width of an output row. */
  public int outputs() {
    return layers.get(layers.size() - 1).units();
  }

  /** Length of the flat parameter vector. */
  public int parameterCount() {
    return count(inputs, layers);
  }

  private static int count(int inputs, List<Layer> layers) {
    int count = 0;
    int width = inputs;
    for (Layer layer : layers) {
      count = Math.addExact(count, layer.parameterCount(width));
      width = layer.units();
    }
    return count;
  }
}
