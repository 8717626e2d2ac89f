package org.morl4j.configs.onnx;

import java.util.Arrays;
import java.util.List;
import org.morl4j.nn.Layer;
import org.morl4j.nn.Network;
import org.morl4j.nn.OddRational;

/**
 * A {@link Network}'s layers as nodes, in its precision: floats, but for the sums of LayerNorm.
 * Activations are the rational functions that the network computes.
 */
final class NetworkNodes {
  /** Of {@code LayerNorm}. */
  private static final double EPSILON = 1e-5;

  private final OnnxGraph graph;

  NetworkNodes(OnnxGraph graph) {
    this.graph = graph;
  }

  /**
   * Outputs [N, O] of inputs [N, I].
   *
   * @param stem what its parameters are called
   */
  String forward(Network network, String stem, String in) {
    float[] parameters = new float[network.parameterCount()];
    network.getParameters(parameters, 0);
    String x = in;
    int width = network.spec().inputs();
    int at = 0;
    int number = 0;
    for (Layer layer : network.spec().layers()) {
      String prefix = stem + "." + number + ".";
      int units = layer.units();
      String weight =
          graph.floats(prefix + "weight", part(parameters, at, units * width), units, width);
      at += units * width;
      String bias = graph.floats(prefix + "bias", part(parameters, at, units), units);
      at += units;
      x = graph.node("Gemm", List.of(x, weight, bias), Attribute.of("transB", 1));
      if (layer.layerNorm()) {
        String gain = graph.floats(prefix + "norm.weight", part(parameters, at, units), units);
        at += units;
        String shift = graph.floats(prefix + "norm.bias", part(parameters, at, units), units);
        at += units;
        x = normalized(x, gain, shift);
      }
      x = activated(x, layer);
      width = units;
      number++;
    }
    return x;
  }

  private static float[] part(float[] parameters, int from, int length) {
    return Arrays.copyOfRange(parameters, from, from + length);
  }

  /** In doubles up to the normalised value, as the sums over a row are there. */
  private String normalized(String u, String gain, String shift) {
    Attribute lastAxis = Attribute.list("axes", -1);
    String exact = graph.cast(u, ElementType.DOUBLE);
    String mean = graph.node("ReduceMean", List.of(exact), lastAxis);
    String centred = graph.node("Sub", List.of(exact, mean));
    String square = graph.node("Mul", List.of(centred, centred));
    String variance = graph.node("ReduceMean", List.of(square), lastAxis);
    String epsilon = graph.doubles("epsilon", new double[] {EPSILON}, 1);
    String deviation = graph.node("Sqrt", List.of(graph.node("Add", List.of(variance, epsilon))));
    String xhat = graph.cast(graph.node("Div", List.of(centred, deviation)), ElementType.FLOAT);
    return graph.node("Add", List.of(graph.node("Mul", List.of(xhat, gain)), shift));
  }

  private String activated(String x, Layer layer) {
    return switch (layer.activation()) {
      case IDENTITY -> x;
      case RELU -> graph.node("Relu", List.of(x));
      case TANH -> tanh(x);
      case GELU -> gelu(x);
    };
  }

  private String gelu(String x) {
    OddRational offset = OddRational.phiOffset();
    String above = graph.node("Max", List.of(x, graph.scalar(-offset.limit())));
    String within = graph.node("Min", List.of(above, graph.scalar(offset.limit())));
    String phi = graph.node("Add", List.of(rational(within, offset), graph.scalar(0.5f)));
    return graph.node("Mul", List.of(above, phi));
  }

  private String tanh(String x) {
    OddRational function = OddRational.tanh();
    String low = graph.scalar(-function.limit());
    String high = graph.scalar(function.limit());
    return rational(graph.node("Clip", List.of(x, low, high)), function);
  }

  private String rational(String x, OddRational function) {
    String square = graph.node("Mul", List.of(x, x));
    String above = graph.node("Mul", List.of(x, polynomial(square, function.p())));
    return graph.node("Div", List.of(above, polynomial(square, function.q())));
  }

  /** By Horner's rule, from the highest coefficient down. */
  private String polynomial(String u, List<Float> coefficients) {
    int highest = coefficients.size() - 1;
    String sum = graph.scalar(coefficients.get(highest));
    for (int k = highest - 1; k >= 0; k--) {
      String product = graph.node("Mul", List.of(sum, u));
      sum = graph.node("Add", List.of(product, graph.scalar(coefficients.get(k))));
    }
    return sum;
  }
}
