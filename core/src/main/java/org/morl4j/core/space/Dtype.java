package org.morl4j.core.space;

import java.util.Locale;

/** Element types of {@link Box} leaves, named as NumPy names them. */
public enum Dtype {
  FLOAT32,
  FLOAT64,
  INT8,
  INT16,
  INT32,
  INT64,
  UINT8,
  UINT16,
  UINT32,
  UINT64,
  BOOL;

  /** NumPy's name, e.g. {@code float32}. */
  public String numpyName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The type of that NumPy name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Dtype ofNumpy(String name) {
    for (Dtype dtype : values()) {
      if (dtype.numpyName().equals(name)) {
        return dtype;
      }
    }
    throw new IllegalArgumentException(
        "dtype is " + name + ", but must be one of float32, float64, (u)int8..64, bool.");
  }
}
