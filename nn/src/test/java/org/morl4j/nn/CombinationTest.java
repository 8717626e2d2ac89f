package org.morl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.morl4j.core.rng.Rng;

class CombinationTest {
  @Test
  void sum() {
    float[] a = {1, 2};
    new Combination.Sum().apply(a, new float[] {0.5f, -4});
    assertThat(a).containsExactly(1.5f, -2);
  }

  /** b = (2, 3) beside a = (1, 0): its part along a is (2, 0), so g = a + 0.5 (0, 3). */
  @Test
  void orthogonalByHand() {
    float[] a = {1, 0};
    float[] b = {2, 3};
    new Combination.Orthogonal(0.5).apply(a, b);
    assertThat(a).containsExactly(1, 1.5f);
    assertThat(b).containsExactly(2, 3);
  }

  /** ODICE: what is added never works against the first gradient, g.a = a.a. */
  @Test
  void whatIsAddedIsOrthogonal() {
    Rng rng = new Rng(3);
    int n = 1000;
    float[] a = new float[n];
    float[] b = new float[n];
    for (int i = 0; i < n; i++) {
      a[i] = (float) rng.nextGaussian();
      b[i] = (float) rng.nextGaussian() - 2 * a[i];
    }
    float[] g = a.clone();
    new Combination.Orthogonal(0.7).apply(g, b);
    assertThat(dot(g, a)).isCloseTo(dot(a, a), within(1e-3 * dot(a, a)));
    assertThat(dot(g, b)).as("b's own way").isNotCloseTo(dot(a, b), within(1.0));
  }

  private static double dot(float[] x, float[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (double) x[i] * y[i];
    }
    return sum;
  }

  @Test
  void withoutADirectionOnlyTheScaleCounts() {
    float[] a = {0, 0};
    new Combination.Orthogonal(0.5).apply(a, new float[] {2, -4});
    assertThat(a).containsExactly(1, -2);
  }

  @Test
  void refusesNegativeScales() {
    assertThatThrownBy(() -> new Combination.Orthogonal(-1))
        .hasMessage("scale is -1.0, but must be zero or positive.");
  }
}
