package org.morl4j.core.rng;

import java.util.random.RandomGenerator;

/** Draws weights of objectives. */
public final class Simplex {
  private Simplex() {}

  /**
   * Weights drawn uniformly from the simplex: m exponential draws over their sum.
   *
   * @param out holds m weights from {@code at} on, written
   */
  public static void draw(RandomGenerator rng, double[] out, int at, int m) {
    double sum = 0;
    for (int j = at; j < at + m; j++) {
      double draw = -Math.log1p(-rng.nextDouble());
      out[j] = draw;
      sum += draw;
    }
    for (int j = at; j < at + m; j++) {
      out[j] = sum > 0 ? out[j] / sum : 1.0 / m;
    }
  }
}
