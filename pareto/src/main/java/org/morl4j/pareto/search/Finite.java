package org.morl4j.pareto.search;

import org.morl4j.core.state.State;

/** Looks for numbers that are none. */
final class Finite {
  private Finite() {}

  /**
   * Requires every floating-point number in {@code state} to be finite.
   *
   * @throws ArithmeticException naming the entry and place of the first that is not
   */
  static void check(State state) {
    state
        .entries()
        .forEach(
            (name, values) -> {
              if (values instanceof float[] floats) {
                for (int i = 0; i < floats.length; i++) {
                  require(floats[i], name, i);
                }
              } else if (values instanceof double[] doubles) {
                for (int i = 0; i < doubles.length; i++) {
                  require(doubles[i], name, i);
                }
              }
            });
  }

  private static void require(double value, String name, int i) {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException(name + "[" + i + "] is " + value + ", but must be finite.");
    }
  }
}
