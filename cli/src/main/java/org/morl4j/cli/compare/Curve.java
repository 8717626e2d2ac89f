package org.morl4j.cli.compare;

/**
 * A run's evaluations on the way.
 *
 * @param transitions training transitions, ascending
 * @param values what was measured there, one each
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Curve(double[] transitions, double[] values) {
  static final Curve NONE = new Curve(new double[0], new double[0]);

  boolean isEmpty() {
    return values.length == 0;
  }

  /** The last value at or before a number of transitions, which must not lie before the first. */
  double at(double when) {
    int i = java.util.Arrays.binarySearch(transitions, when);
    return values[i >= 0 ? i : -i - 2];
  }

  double first() {
    return transitions[0];
  }

  double last() {
    return transitions[transitions.length - 1];
  }
}
