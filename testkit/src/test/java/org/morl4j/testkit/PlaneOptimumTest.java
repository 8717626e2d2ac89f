package org.morl4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.rng.Rng;
import org.morl4j.testkit.PlaneOptimum.Limit;

class PlaneOptimumTest {
  private static final Vec UP = Vec.of(0, 2);
  private static final List<Vec> ROUND = QuadraticSurface.diagonal(1, 1);
  private static final double DELTA = 0.5; // a circle of radius 1

  private static void assertClose(Vec actual, double... expected) {
    assertThat(actual.toArray()).containsExactly(expected, within(1e-9));
  }

  /**
   * The cases of constrained policy optimisation with one limit b = (0.6, 0.8). The free step (0,
   * 1) has b'x = 0.8; q = g'H^-1 g = 4, r = 1.6, s = 1, A = q - r^2 / s = 1.44, B = 2 delta - c^2 /
   * s. Where the limit binds lambda = sqrt(A / B), nu = (r + lambda c) / s and H x = (g - nu b) /
   * lambda.
   */
  @ParameterizedTest
  @CsvSource({
    // c, step, lambda, nu
    "-1.2,  0,    1,    2,   0", // B < 0, c < 0: the whole region keeps the limit
    "-0.9,  0,    1,    2,   0", // it cuts the region, but not off the free step
    "-0.6, -0.28, 0.96, 1.5, 0.7", // kept now, binding after the step
    "0.6,  -1,    0,    1.5, 2.5", // exceeded now, can be kept again in one step
  })
  void theCasesOfOneLimit(double c, double x, double y, double lambda, double nu) {
    PlaneOptimum best =
        PlaneOptimum.find(UP, List.of(Limit.of(0.6, 0.8, c)), ROUND, DELTA).orElseThrow();
    assertClose(best.step(), x, y);
    assertThat(best.lambda()).isCloseTo(lambda, within(1e-9));
    assertClose(best.nu(), nu);
  }

  @Test
  void noStepKeepsALimitOutOfReach() {
    assertThat(PlaneOptimum.find(UP, List.of(Limit.of(0.6, 0.8, 1.2)), ROUND, DELTA)).isEmpty();
  }

  /** With H = diag(4, 1) and b = (1.2, 0.8) it is the third case above in u = (2 x, y). */
  @Test
  void anEllipseIsACircleInOtherUnits() {
    PlaneOptimum best =
        PlaneOptimum.find(
                UP, List.of(Limit.of(1.2, 0.8, -0.6)), QuadraticSurface.diagonal(4, 1), DELTA)
            .orElseThrow();
    assertClose(best.step(), -0.14, 0.96);
    assertThat(best.lambda()).isCloseTo(1.5, within(1e-9));
    assertClose(best.nu(), 0.7);
  }

  /** x at most 0.3, y at most 0.4, and one that does not bind; then with -y too far down. */
  @Test
  void twoLimitsMeetWithinTheRegion() {
    List<Limit> limits = List.of(Limit.of(1, 0, -0.3), Limit.of(1, 1, -5), Limit.of(0, 1, -0.4));
    PlaneOptimum best = PlaneOptimum.find(Vec.of(1, 2), limits, ROUND, DELTA).orElseThrow();
    assertClose(best.step(), 0.3, 0.4);
    assertThat(best.lambda()).isZero();
    assertClose(best.nu(), 1, 0, 2);
    List<Limit> torn = List.of(Limit.of(1, 0, 0.3), Limit.of(-1, 0, 0.3));
    assertThat(PlaneOptimum.find(UP, torn, ROUND, DELTA)).isEmpty();
  }

  /** Random problems against a dense grid of steps, and the conditions of Karush, Kuhn, Tucker. */
  @Test
  void noStepOfAGridIsBetter() {
    Rng rng = new Rng(8);
    List<Vec> fisher = List.of(Vec.of(2, 0.5), Vec.of(0.5, 1));
    int bound = 0;
    for (int problem = 0; problem < 40; problem++) {
      Vec g = Vec.of(rng.nextGaussian(), rng.nextGaussian());
      List<Limit> limits = new ArrayList<>();
      for (int i = 0; i < 1 + problem % 3; i++) {
        limits.add(Limit.of(rng.nextGaussian(), rng.nextGaussian(), 0.5 * rng.nextGaussian()));
      }
      Optional<PlaneOptimum> best = PlaneOptimum.find(g, limits, fisher, DELTA);
      double grid = Double.NEGATIVE_INFINITY;
      for (int i = -300; i <= 300; i++) {
        for (int j = -300; j <= 300; j++) {
          Vec x = Vec.of(i / 200.0, j / 200.0);
          double kl = (x.get(0) * fisher.get(0).dot(x) + x.get(1) * fisher.get(1).dot(x)) / 2;
          boolean fits =
              kl <= DELTA && limits.stream().allMatch(l -> l.slope().dot(x) + l.excess() <= 0);
          grid = fits ? Math.max(grid, g.dot(x)) : grid;
        }
      }
      if (best.isEmpty()) {
        assertThat(grid).as("problem %d", problem).isEqualTo(Double.NEGATIVE_INFINITY);
        continue;
      }
      PlaneOptimum at = best.get();
      assertThat(g.dot(at.step())).isGreaterThanOrEqualTo(grid - 1e-9);
      assertThat(at.lambda()).isNotNegative();
      double[] rest = g.toArray();
      for (int k = 0; k < 2; k++) {
        rest[k] -= at.lambda() * fisher.get(k).dot(at.step());
        for (int i = 0; i < limits.size(); i++) {
          rest[k] -= at.nu().get(i) * limits.get(i).slope().get(k);
        }
      }
      assertThat(rest).containsExactly(new double[2], within(1e-9));
      for (int i = 0; i < limits.size(); i++) {
        assertThat(at.nu().get(i)).as("problem %d", problem).isNotNegative();
        bound += at.nu().get(i) > 0 ? 1 : 0;
      }
    }
    assertThat(bound).as("limits that bind").isGreaterThan(20);
  }
}
