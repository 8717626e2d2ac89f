package org.morl4j.nn;

/**
 * A flat gradient [P], kept where the executor that wrote it keeps its arrays. {@link
 * Network#backward} fills it, {@link Trainable} clips, combines and steps along it.
 */
public interface Gradient {
  /** P. */
  int size();

  /** Copies all entries to {@code out}, which has P of them at least. */
  void read(float[] out);

  /** A copy of all entries [P]. */
  default float[] copy() {
    float[] values = new float[size()];
    read(values);
    return values;
  }

  /** One over an array of the caller's, for networks on the CPU; both see each other's changes. */
  static Gradient over(float[] values) {
    return new HostGradient(values);
  }
}
