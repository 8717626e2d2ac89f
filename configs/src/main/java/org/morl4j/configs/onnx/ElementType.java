package org.morl4j.configs.onnx;

/** What a tensor holds, by its number in ONNX's {@code TensorProto.DataType}. */
enum ElementType {
  FLOAT(1, Float.BYTES),
  INT64(7, Long.BYTES),
  BOOL(9, 1),
  DOUBLE(11, Double.BYTES);

  final int number;
  final int bytes;

  ElementType(int number, int bytes) {
    this.number = number;
    this.bytes = bytes;
  }
}
