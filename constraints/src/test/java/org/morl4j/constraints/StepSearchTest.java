package org.morl4j.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.rng.Rng;

/** Conjugate gradient and backtracking. */
class StepSearchTest {
  private static double[] times(double[][] a, double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = ConjugateGradient.dot(a[i], x);
    }
    return y;
  }

  @Test
  void twoByTwoByHand() {
    // The textbook example: A = (4 1; 1 3), b = (1, 2), x = (1/11, 7/11).
    double[][] a = {{4, 1}, {1, 3}};
    double[] b = {1, 2};
    double[] x = new ConjugateGradient(2, 0).solve(v -> times(a, v), b);
    assertThat(x).containsExactly(new double[] {1.0 / 11, 7.0 / 11}, within(1e-15));
    assertThat(b).containsExactly(1, 2);
    // One step goes along b: alpha = b'b / b'Ab = 5 / 20.
    x = new ConjugateGradient(1, 0).solve(v -> times(a, v), b);
    assertThat(x).containsExactly(0.25, 0.5);
  }

  @Test
  void asManyStepsAsDimensionsSolveARandomSystem() {
    int n = 12;
    Rng rng = new Rng(2);
    double[][] root = new double[n][n];
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      b[i] = rng.nextGaussian();
      for (int j = 0; j < n; j++) {
        root[i][j] = rng.nextGaussian();
      }
    }
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = ConjugateGradient.dot(root[i], root[j]) + (i == j ? 1 : 0);
      }
    }
    double[] x = new ConjugateGradient(n, 0).solve(v -> times(a, v), b);
    assertThat(times(a, x)).containsExactly(b, within(1e-6));
  }

  @Test
  void endsAtTheToleranceAndWithoutCurvature() {
    List<double[]> asked = new ArrayList<>();
    double[] x =
        new ConjugateGradient(9, 1e-20)
            .solve(
                v -> {
                  asked.add(v.clone());
                  return new double[] {2 * v[0], 2 * v[1]};
                },
                new double[] {4, 6});
    assertThat(x).containsExactly(2, 3);
    assertThat(asked).hasSize(1);
    assertThat(new ConjugateGradient(9, 0).solve(v -> new double[2], new double[] {4, 6}))
        .containsExactly(0, 0);
    assertThat(new ConjugateGradient(9, 0).solve(v -> v, new double[2])).containsExactly(0, 0);
  }

  @Test
  void backtracksToTheFirstFactorThatWillDo() {
    List<Double> tried = new ArrayList<>();
    double factor =
        new Backtracking(0.5, 5)
            .search(
                f -> {
                  tried.add(f);
                  return f < 0.3;
                });
    assertThat(factor).isEqualTo(0.25);
    assertThat(tried).containsExactly(1.0, 0.5, 0.25);
    assertThat(new Backtracking(0.5, 5).search(f -> f < 0.01)).isZero();
  }

  @Test
  void settingsSayWhatIsAllowed() {
    assertThatThrownBy(() -> new Backtracking(1, 5)).hasMessageContaining("shrink is 1");
    assertThatThrownBy(() -> new ConjugateGradient(0, 0)).hasMessageContaining("steps is 0");
  }
}
