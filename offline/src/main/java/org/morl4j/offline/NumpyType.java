package org.morl4j.offline;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Map;
import org.morl4j.core.space.Dtype;

/**
 * How NumPy's elements are written from Java; its unsigned ones take the next longer signed ones.
 *
 * @param component of the arrays
 * @param set writes one element
 */
record NumpyType(Class<?> component, Element set) {
  static final NumpyType FLOAT64 =
      new NumpyType(double.class, (array, i, value) -> ((double[]) array)[i] = value);
  private static final NumpyType FLOAT32 =
      new NumpyType(float.class, (array, i, value) -> ((float[]) array)[i] = (float) value);
  private static final NumpyType INT8 =
      new NumpyType(byte.class, (array, i, value) -> ((byte[]) array)[i] = (byte) value);
  private static final NumpyType INT16 =
      new NumpyType(short.class, (array, i, value) -> ((short[]) array)[i] = (short) value);
  private static final NumpyType INT32 =
      new NumpyType(int.class, (array, i, value) -> ((int[]) array)[i] = (int) value);
  private static final NumpyType INT64 =
      new NumpyType(long.class, (array, i, value) -> ((long[]) array)[i] = (long) value);

  private static final Map<Dtype, NumpyType> TYPES =
      Map.ofEntries(
          Map.entry(Dtype.FLOAT32, FLOAT32),
          Map.entry(Dtype.FLOAT64, FLOAT64),
          Map.entry(Dtype.INT8, INT8),
          Map.entry(Dtype.BOOL, INT8),
          Map.entry(Dtype.UINT8, INT16),
          Map.entry(Dtype.INT16, INT16),
          Map.entry(Dtype.UINT16, INT32),
          Map.entry(Dtype.INT32, INT32),
          Map.entry(Dtype.UINT32, INT64),
          Map.entry(Dtype.INT64, INT64),
          Map.entry(Dtype.UINT64, INT64));

  /** Writes one element of an array. */
  interface Element {
    void set(Object array, int i, double value);
  }

  /** That of a leaf of a space. */
  static NumpyType of(Dtype dtype) {
    return TYPES.getOrDefault(dtype, FLOAT64);
  }

  /**
   * An array of arrays, as HDF5 libraries take it.
   *
   * @param values flat
   * @param offset where row 0 begins
   * @param stride from row to row
   * @param shape of the array, rows first
   */
  Object nested(double[] values, int offset, int stride, int... shape) {
    int[] strides = new int[shape.length];
    Arrays.fill(strides, 1);
    for (int axis = shape.length - 2; axis > 0; axis--) {
      strides[axis] = strides[axis + 1] * shape[axis + 1];
    }
    strides[0] = stride;
    Object array = Array.newInstance(component, shape);
    fill(array, values, offset, strides, 0);
    return array;
  }

  private void fill(Object array, double[] values, int at, int[] strides, int axis) {
    int n = Array.getLength(array);
    for (int i = 0; i < n; i++) {
      int from = at + i * strides[axis];
      if (axis == strides.length - 1) {
        set.set(array, i, values[from]);
      } else {
        fill(Array.get(array, i), values, from, strides, axis + 1);
      }
    }
  }
}
