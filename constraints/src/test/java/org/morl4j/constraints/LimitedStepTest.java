package org.morl4j.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.constraints.LimitedStep.Products;
import org.morl4j.core.check.Vec;
import org.morl4j.core.rng.Rng;
import org.morl4j.testkit.PlaneOptimum;

class LimitedStepTest {
  private static final double DELTA = 0.5;

  /** One limit of gradient (1, 0) under H = I, q = 25 for a loss's gradient (-4, -3): r = -4. */
  private static LimitedStep one(double c) {
    return LimitedStep.of(
        new Products(25, new double[] {-4}, new double[][] {{1}}, new double[] {c}), DELTA);
  }

  /** -(alpha g + beta b). */
  private static double[] step(LimitedStep step) {
    return new double[] {4 * step.alpha() - step.beta()[0], 3 * step.alpha()};
  }

  @Test
  void farFromTheLimitItIsTheNaturalGradient() {
    // Case 3: the limit x <= 2 is outside the region |x| <= 1, the step (0.8, 0.6).
    assertThat(step(one(-2))).containsExactly(new double[] {0.8, 0.6}, within(1e-12));
    // Case 2, the limit crosses the region but doesn't bind: x <= 0.9.
    assertThat(step(one(-0.9))).containsExactly(new double[] {0.8, 0.6}, within(1e-12));
    assertThat(one(-0.9).recovers()).isFalse();
  }

  @Test
  void theLimitBinds() {
    // Case 2: x <= 0.6, so (0.6, 0.8).
    LimitedStep step = one(-0.6);
    assertThat(step(step)).containsExactly(new double[] {0.6, 0.8}, within(1e-12));
    // g + lambda x + nu b = 0: lambda = 3 / 0.8, nu = 4 - 0.6 lambda.
    assertThat(1 / step.alpha()).isCloseTo(3.75, within(1e-12));
    assertThat(step.beta()[0] / step.alpha()).isCloseTo(4 - 2.25, within(1e-12));
  }

  @Test
  void aBrokenLimitWithinReachIsMetExactly() {
    // Case 1: x <= -0.8, so (-0.8, 0.6).
    assertThat(step(one(0.8))).containsExactly(new double[] {-0.8, 0.6}, within(1e-12));
    assertThat(one(0.8).recovers()).isFalse();
  }

  @Test
  void aBrokenLimitOutOfReachIsApproachedStraight() {
    // Case 0: -sqrt(2 delta / s) H^-1 b.
    LimitedStep step = one(3);
    assertThat(step(step)).containsExactly(new double[] {-1, 0}, within(1e-12));
    assertThat(step.recovers()).isTrue();
  }

  @Test
  void aLimitWithoutGradientIsLeftAlone() {
    // Case 4, and the same where the limit is broken.
    for (double c : new double[] {-1, 1}) {
      LimitedStep step =
          LimitedStep.of(
              new Products(25, new double[] {0}, new double[][] {{0}}, new double[] {c}), DELTA);
      assertThat(step(step)).containsExactly(new double[] {0.8, 0.6}, within(1e-12));
    }
  }

  @Test
  void withoutLimitsItIsTheNaturalGradient() {
    LimitedStep step =
        LimitedStep.of(new Products(4, new double[0], new double[0][], new double[0]), DELTA);
    assertThat(step.alpha()).isEqualTo(0.5);
  }

  @Test
  void contradictoryLimitsGoAgainstTheFartherOne() {
    // x <= -0.2 and x >= 0.5.
    LimitedStep step =
        LimitedStep.of(
            new Products(
                25,
                new double[] {-4, 4},
                new double[][] {{1, -1}, {-1, 1}},
                new double[] {0.2, 0.5}),
            DELTA);
    assertThat(step.recovers()).isTrue();
    assertThat(step.beta()[0]).isZero();
    assertThat(step.beta()[1]).as("to the region's edge").isCloseTo(1, within(1e-12));
  }

  /** In two dimensions two limits can meet inside the region, where nothing is left to gain. */
  @Test
  void theCornerOfTwoLimits() {
    // x <= 0.3, y <= 0.4: g = (-4, -3).
    LimitedStep step =
        LimitedStep.of(
            new Products(
                25,
                new double[] {-4, -3},
                new double[][] {{1, 0}, {0, 1}},
                new double[] {-0.3, -0.4}),
            DELTA);
    double x = 4 * step.alpha() - step.beta()[0];
    double y = 3 * step.alpha() - step.beta()[1];
    assertThat(new double[] {x, y}).containsExactly(new double[] {0.3, 0.4}, within(1e-12));
  }

  /** Against a search that tries every place where the optimum can lie. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void isTheBestStepOfThePlane(int k) {
    Rng rng = new Rng(5 + k);
    int feasible = 0;
    int binding = 0;
    for (int trial = 0; trial < 400; trial++) {
      double a = rng.nextGaussian();
      List<Vec> fisher = List.of(Vec.of(1 + a * a, a), Vec.of(a, 2));
      Vec g = Vec.of(rng.nextGaussian(), rng.nextGaussian());
      List<PlaneOptimum.Limit> limits = new ArrayList<>();
      for (int j = 0; j < k; j++) {
        limits.add(
            PlaneOptimum.Limit.of(
                rng.nextGaussian(), rng.nextGaussian(), 0.7 * rng.nextGaussian()));
      }
      Optional<PlaneOptimum> best = PlaneOptimum.find(g, limits, fisher, DELTA);
      LimitedStep step = LimitedStep.of(products(g, limits, fisher), DELTA);
      Vec x = step(step, g, limits, fisher);
      assertThat(step.recovers()).as("trial %s", trial).isEqualTo(best.isEmpty());
      if (best.isPresent()) {
        feasible++;
        double gain = g.dot(best.get().step());
        assertThat(g.dot(x)).as("trial %s", trial).isCloseTo(gain, within(1e-6));
        assertThat(kl(x, fisher)).isLessThanOrEqualTo(DELTA + 1e-7);
        for (int j = 0; j < k; j++) {
          double there = limits.get(j).slope().dot(x) + limits.get(j).excess();
          assertThat(there).isLessThanOrEqualTo(1e-8);
          binding += there > -1e-8 ? 1 : 0;
        }
      } else {
        assertThat(kl(x, fisher)).as("cut at the edge").isCloseTo(DELTA, within(1e-9));
      }
    }
    assertThat(feasible).isGreaterThan(100);
    assertThat(binding).isGreaterThanOrEqualTo(k == 0 ? 0 : 50);
  }

  private static Vec natural(List<Vec> h, Vec v) {
    double det = h.get(0).get(0) * h.get(1).get(1) - h.get(0).get(1) * h.get(1).get(0);
    return Vec.of(
        (h.get(1).get(1) * v.get(0) - h.get(0).get(1) * v.get(1)) / det,
        (h.get(0).get(0) * v.get(1) - h.get(1).get(0) * v.get(0)) / det);
  }

  /** g is the direction to climb, so the loss's gradient is -g. */
  private static Products products(Vec g, List<PlaneOptimum.Limit> limits, List<Vec> fisher) {
    int k = limits.size();
    double[] r = new double[k];
    double[][] s = new double[k][k];
    double[] c = new double[k];
    for (int i = 0; i < k; i++) {
      Vec b = limits.get(i).slope();
      r[i] = -natural(fisher, g).dot(b);
      c[i] = limits.get(i).excess();
      for (int j = 0; j < k; j++) {
        s[i][j] = natural(fisher, b).dot(limits.get(j).slope());
      }
    }
    return new Products(natural(fisher, g).dot(g), r, s, c);
  }

  private static Vec step(
      LimitedStep step, Vec g, List<PlaneOptimum.Limit> limits, List<Vec> fisher) {
    Vec climb = natural(fisher, g);
    double[] x = {step.alpha() * climb.get(0), step.alpha() * climb.get(1)};
    for (int j = 0; j < limits.size(); j++) {
      Vec down = natural(fisher, limits.get(j).slope());
      x[0] -= step.beta()[j] * down.get(0);
      x[1] -= step.beta()[j] * down.get(1);
    }
    return Vec.of(x);
  }

  private static double kl(Vec x, List<Vec> fisher) {
    return x.dot(Vec.of(fisher.get(0).dot(x), fisher.get(1).dot(x))) / 2;
  }
}
