package org.morl4j.configs.onnx;

import java.util.Arrays;
import java.util.List;

/**
 * A constant of a node: a whole number or a list of them.
 *
 * @param isList whether the operator wants a list, be it of one
 */
record Attribute(String name, List<Integer> values, boolean isList) {
  private static final int INT = 2;
  private static final int INTS = 7;

  Attribute {
    values = List.copyOf(values);
  }

  static Attribute of(String name, int value) {
    return new Attribute(name, List.of(value), false);
  }

  static Attribute list(String name, int... values) {
    return new Attribute(name, Arrays.stream(values).boxed().toList(), true);
  }

  /** Its {@code AttributeProto}. */
  ProtoMessage message() {
    ProtoMessage message = new ProtoMessage().text(1, name);
    for (int value : values) {
      message.number(isList ? 8 : 3, value);
    }
    return message.number(20, isList ? INTS : INT);
  }
}
