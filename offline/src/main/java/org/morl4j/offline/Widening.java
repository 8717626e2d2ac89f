package org.morl4j.offline;

import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** How stored bytes of some type become doubles. */
@FunctionalInterface
interface Widening {
  /** The enumeration that h5py writes booleans as. */
  Map<Integer, String> FLAGS = Map.of(0, "FALSE", 1, "TRUE");

  /**
   * Widens numbers.
   *
   * @param from in the order of its bytes, from its position on; as many numbers as {@code to} has
   * @param to written
   */
  void widen(ByteBuffer from, double[] to);

  /** That of a type, or none for the rarer ones. */
  static Optional<Widening> of(DataType type) {
    if (type instanceof FloatingPoint number) {
      return ofFloats(number);
    }
    if (type instanceof FixedPoint number) {
      boolean whole =
          number.getBitOffset() == 0 && number.getBitPrecision() == Byte.SIZE * number.getSize();
      return whole ? ofIntegers(number) : Optional.empty();
    }
    boolean flags =
        type instanceof EnumDataType words
            && words.getSize() == Byte.BYTES
            && words.getEnumMapping().equals(FLAGS);
    return flags ? Optional.of(Widening::flags) : Optional.empty();
  }

  private static Optional<Widening> ofFloats(FloatingPoint type) {
    return switch (type.getSize()) {
      case Float.BYTES -> Optional.of((from, to) -> floats(from.order(type.getByteOrder()), to));
      case Double.BYTES ->
          Optional.of((from, to) -> from.order(type.getByteOrder()).asDoubleBuffer().get(to));
      default -> Optional.empty();
    };
  }

  private static Optional<Widening> ofIntegers(FixedPoint type) {
    return switch (type.getSize()) {
      case Byte.BYTES -> Optional.of(type.isSigned() ? Widening::bytes : Widening::naturals);
      case Integer.BYTES ->
          type.isSigned()
              ? Optional.of((from, to) -> ints(from.order(type.getByteOrder()), to))
              : Optional.empty();
      case Long.BYTES ->
          type.isSigned()
              ? Optional.of((from, to) -> longs(from.order(type.getByteOrder()), to))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static void floats(ByteBuffer from, double[] to) {
    float[] values = new float[to.length];
    from.asFloatBuffer().get(values);
    for (int i = 0; i < values.length; i++) {
      to[i] = values[i];
    }
  }

  private static void ints(ByteBuffer from, double[] to) {
    int[] values = new int[to.length];
    from.asIntBuffer().get(values);
    for (int i = 0; i < values.length; i++) {
      to[i] = values[i];
    }
  }

  private static void longs(ByteBuffer from, double[] to) {
    long[] values = new long[to.length];
    from.asLongBuffer().get(values);
    for (int i = 0; i < values.length; i++) {
      to[i] = values[i];
    }
  }

  private static void bytes(ByteBuffer from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = from.get();
    }
  }

  private static void naturals(ByteBuffer from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = Byte.toUnsignedInt(from.get());
    }
  }

  /** What is neither is NaN, which nothing allows. */
  private static void flags(ByteBuffer from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      byte flag = from.get();
      to[i] = flag == 0 || flag == 1 ? flag : Double.NaN;
    }
  }
}
