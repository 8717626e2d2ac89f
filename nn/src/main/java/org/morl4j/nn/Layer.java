package org.morl4j.nn;

/**
 * One dense layer: activation(LayerNorm(x W' + b)), where LayerNorm (epsilon 1e-5, biased variance,
 * learned weight and bias, as PyTorch's) is optional.
 *
 * @param units the layer's width
 */
public record Layer(int units, Activation activation, boolean layerNorm, Init init) {
  public Layer {
    if (units < 1) {
      throw new IllegalArgumentException(
          "A layer has " + units + " units, but needs at least 1. Maybe a size is missing.");
    }
  }

  /** Parameters of this layer when it is fed with {@code inputs} values. */
  int parameterCount(int inputs) {
    return Math.addExact(
        Math.multiplyExact(units, inputs), Math.multiplyExact(layerNorm ? 3 : 1, units));
  }
}
