package org.morl4j.nn;

/** A gradient in an array of this process. */
@SuppressWarnings("ArrayRecordComponent") // a live array; equality is never asked for
record HostGradient(float[] values) implements Gradient {
  /**
   * The array behind a gradient.
   *
   * @throws IllegalArgumentException if it lies elsewhere
   */
  static float[] valuesOf(Gradient gradient) {
    if (gradient instanceof HostGradient host) {
      return host.values;
    }
    throw new IllegalArgumentException(
        "The gradient is a %s, but a network on the CPU writes to arrays. Maybe take it from the Trainable that the network belongs to."
            .formatted(gradient.getClass().getSimpleName()));
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public void read(float[] out) {
    System.arraycopy(values, 0, out, 0, values.length);
  }
}
