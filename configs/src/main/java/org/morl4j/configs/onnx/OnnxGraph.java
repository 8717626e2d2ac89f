package org.morl4j.configs.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An ONNX graph under construction. Values go by their names; a node's is that of its only output.
 * Field numbers are those of {@code onnx.proto}, operators those of opset {@value #OPSET}.
 *
 * <p>The operators whose nodes this package makes are all in ONNX's default domain, and none of
 * them draws, so that a graph is a function.
 */
final class OnnxGraph {
  /** Version of the operators: the last one in which means take their axes as an attribute. */
  static final int OPSET = 17;

  private static final int IR_VERSION = 8; // the one that came with the opset
  private static final String ROWS = "N";

  private final String name;
  private final List<ProtoMessage> nodes = new ArrayList<>();
  private final List<ProtoMessage> constants = new ArrayList<>();
  private final List<ProtoMessage> inputs = new ArrayList<>();
  private final List<ProtoMessage> outputs = new ArrayList<>();
  private final Map<String, Integer> uses = new HashMap<>();

  OnnxGraph(String name) {
    this.name = name;
  }

  /** A free name that begins with {@code stem}. */
  private String fresh(String stem) {
    int use = uses.merge(stem, 1, Integer::sum);
    return use == 1 ? stem : stem + "_" + use;
  }

  /** An input of floats [N, width]. */
  String input(String input, int width) {
    inputs.add(value(fresh(input), ElementType.FLOAT, width));
    return input;
  }

  /** Makes a value [N, width] the output {@code output}. */
  void output(String output, String from, ElementType type, int width) {
    nodes.add(new ProtoMessage().text(1, from).text(2, output).text(3, output).text(4, "Identity"));
    outputs.add(value(output, type, width));
  }

  private static ProtoMessage value(String name, ElementType type, int width) {
    ProtoMessage shape =
        new ProtoMessage()
            .message(1, new ProtoMessage().text(2, ROWS))
            .message(1, new ProtoMessage().number(1, width));
    ProtoMessage tensor = new ProtoMessage().number(1, type.number).message(2, shape);
    return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
  }

  /** A node of one output. */
  String node(String operator, List<String> from, Attribute... attributes) {
    String out = fresh(operator.toLowerCase(Locale.ROOT));
    ProtoMessage node = new ProtoMessage();
    from.forEach(input -> node.text(1, input));
    node.text(2, out).text(3, out).text(4, operator);
    for (Attribute attribute : attributes) {
      node.message(5, attribute.message());
    }
    nodes.add(node);
    return out;
  }

  String cast(String from, ElementType to) {
    return node("Cast", List.of(from), Attribute.of("to", to.number));
  }

  String scalar(float value) {
    ByteBuffer data = data(ElementType.FLOAT, 1);
    return constant("scalar", ElementType.FLOAT, data.putFloat(value));
  }

  String floats(String stem, float[] values, int... dims) {
    ByteBuffer data = data(ElementType.FLOAT, values.length);
    for (float value : values) {
      data.putFloat(value);
    }
    return constant(stem, ElementType.FLOAT, data, dims);
  }

  String doubles(String stem, double[] values, int... dims) {
    ByteBuffer data = data(ElementType.DOUBLE, values.length);
    for (double value : values) {
      data.putDouble(value);
    }
    return constant(stem, ElementType.DOUBLE, data, dims);
  }

  /** A list of whole numbers. */
  String longs(String stem, long... values) {
    ByteBuffer data = data(ElementType.INT64, values.length);
    for (long value : values) {
      data.putLong(value);
    }
    return constant(stem, ElementType.INT64, data, values.length);
  }

  /** A list of truths. */
  String booleans(String stem, boolean[] values) {
    ByteBuffer data = data(ElementType.BOOL, values.length);
    for (boolean value : values) {
      data.put((byte) (value ? 1 : 0));
    }
    return constant(stem, ElementType.BOOL, data, values.length);
  }

  private static ByteBuffer data(ElementType type, int length) {
    return ByteBuffer.allocate(Math.multiplyExact(type.bytes, length))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private String constant(String stem, ElementType type, ByteBuffer data, int... dims) {
    String constant = fresh(stem);
    ProtoMessage tensor = new ProtoMessage();
    for (int dim : dims) {
      tensor.number(1, dim);
    }
    constants.add(tensor.number(2, type.number).text(8, constant).bytes(9, data.array()));
    return constant;
  }

  /**
   * The whole model.
   *
   * @param version of the program that writes it
   * @param about shown by viewers
   * @param properties what else a reader may want to know
   */
  byte[] model(String version, String about, Map<String, String> properties) {
    ProtoMessage graph = new ProtoMessage();
    nodes.forEach(node -> graph.message(1, node));
    graph.text(2, name);
    constants.forEach(constant -> graph.message(5, constant));
    inputs.forEach(input -> graph.message(11, input));
    outputs.forEach(output -> graph.message(12, output));
    ProtoMessage model =
        new ProtoMessage()
            .number(1, IR_VERSION)
            .text(2, "morl4j")
            .text(3, version)
            .text(6, about)
            .message(7, graph)
            .message(8, new ProtoMessage().text(1, "").number(2, OPSET));
    properties.forEach(
        (key, value) -> model.message(14, new ProtoMessage().text(1, key).text(2, value)));
    return model.toByteArray();
  }
}
