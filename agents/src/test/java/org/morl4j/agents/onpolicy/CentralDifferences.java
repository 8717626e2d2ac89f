package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Gradients against central differences. */
final class CentralDifferences {
  interface Formula {
    double of(double[] parameters);
  }

  private CentralDifferences() {}

  /** To 1e-5 of the largest entry. */
  static void check(double[] gradient, Formula formula, double[] at) {
    double h = 1e-6;
    double[] expected = new double[at.length];
    double largest = 0;
    for (int p = 0; p < at.length; p++) {
      double[] moved = at.clone();
      moved[p] = at[p] + h;
      double up = formula.of(moved);
      moved[p] = at[p] - h;
      expected[p] = (up - formula.of(moved)) / (2 * h);
      largest = Math.max(largest, Math.abs(expected[p]));
    }
    assertThat(gradient).containsExactly(expected, within(1e-5 * largest));
  }
}
