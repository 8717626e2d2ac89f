package org.morl4j.nn.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.core.check.Vec;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.nn.head.HeadOptions.Gaussian;

/** Gradient of the KL and Fisher information of every head. */
class HeadDivergenceTest {
  private static final float[] NONE = {};
  private static final int ROWS = 3;
  private static final float H = 1f / 64;

  static Stream<Named<ActionHead>> heads() {
    Stream<Named<ActionHead>> stochastic =
        HeadCase.all().map(given -> Named.of(given.name(), given.heads().get()));
    return Stream.concat(stochastic, Stream.of(Named.of("Deterministic", deterministic())));
  }

  private static ActionHead deterministic() {
    Box box = Box.of(Vec.of(-2, 0), Vec.of(2, 10), Dtype.FLOAT32);
    return ActionHead.of(box, new HeadOptions(Gaussian.DETERMINISTIC, -.5, -20, 2));
  }

  @Test
  void categoricalByHand() {
    ActionHead head = ActionHead.of(new Discrete(2), HeadOptions.DEFAULT);
    // p = (3/4, 1/4) against q = (1/2, 1/2): KL = 3/4 log(3/2) + 1/4 log(1/2).
    float[] out = {(float) Math.log(3), 0};
    float[] d = {9, 9};
    head.klBackward(out, NONE, new float[2], NONE, 1, new float[] {2}, d, NONE);
    double first = 0.75 * 0.25 * Math.log(3); // p_1 (log p_1/q_1 - KL) = p_1 p_2 log(p_1/p_2)
    assertThat((double) d[0]).isCloseTo(2 * first, within(1e-6));
    assertThat((double) d[1]).isCloseTo(-2 * first, within(1e-6));
    head.fisher(out, NONE, 1, new float[] {1, -1}, NONE, d, NONE);
    assertThat(d)
        .containsExactly(new float[] {0.375f, -0.375f}, within(1e-6f)); // p_1 p_2 (1, -1) 2
  }

  /** Mean 1, sigma 2 against mean 0, sigma 4: the squashed head's numbers are the same. */
  @Test
  void gaussiansByHand() {
    Box box = Box.of(1, -3, 3, Dtype.FLOAT32);
    for (Gaussian gaussian : List.of(Gaussian.STATE_DEPENDENT, Gaussian.SQUASHED)) {
      ActionHead head = ActionHead.of(box, new HeadOptions(gaussian, 0, -20, 2));
      float[] out = {1, (float) Math.log(2)};
      float[] other = {0, (float) Math.log(4)};
      float[] d = {9, 9};
      head.klBackward(out, NONE, other, NONE, 1, new float[] {1}, d, NONE);
      assertThat(d).containsExactly(new float[] {1f / 16, 0.25f - 1}, within(1e-6f));
      head.fisher(out, NONE, 1, new float[] {8, 3}, NONE, d, NONE);
      assertThat(d).containsExactly(new float[] {2, 6}, within(1e-5f)); // 8/4, 2 * 3
    }
  }

  @Test
  void clampedLogStdsHaveNoInformation() {
    Box box = Box.of(1, -1, 1, Dtype.FLOAT32);
    ActionHead head = ActionHead.of(box, new HeadOptions(Gaussian.STATE_INDEPENDENT, 0, -1, .5));
    float[] means = {0, 0};
    float[] v = {1, 1};
    float[] fisher = new float[2];
    float[] free = {0};
    head.fisher(means, new float[] {.25f}, 2, v, new float[] {3}, fisher, free);
    assertThat(free).containsExactly(12); // 2 * 3 in each of two rows
    free[0] = 0;
    head.fisher(means, new float[] {.75f}, 2, v, new float[] {3}, fisher, free);
    assertThat(free).containsExactly(0);
    head.klBackward(
        means, new float[] {.75f}, means, new float[] {0}, 2, new float[] {1, 1}, fisher, free);
    assertThat(free).containsExactly(0);
  }

  @ParameterizedTest
  @MethodSource("heads")
  void klGradientIsThatOfDifferences(ActionHead head) {
    Rng rng = new Rng(3);
    Point at = new Point(head, rng);
    Point other = new Point(head, rng);
    float[] dKl = {0.7f, -1.2f, 2};
    Point gradient = at.klGradient(other, dKl);
    // The divergences are floats, so what differences can show depends on their size.
    double size = Math.max(10, at.kl(other, new float[] {0.7f, 1.2f, 2}));
    for (int i = 0; i < at.size(); i++) {
      double expected = 0;
      int[] factors = {-1, 8, -8, 1};
      int[] shifts = {2, 1, -1, -2};
      for (int k = 0; k < 4; k++) {
        Point moved = at.moved(i, shifts[k] * H);
        expected += factors[k] * moved.kl(other, dKl) / (12.0 * H);
      }
      assertThat(gradient.get(i))
          .as("entry %s", i)
          .isCloseTo(expected, within(2e-5 * (size + Math.abs(expected))));
    }
  }

  /** d/dt grad KL(theta + t v || theta) at t = 0 is the Fisher information times v. */
  @ParameterizedTest
  @MethodSource("heads")
  void fisherIsTheHessianOfTheKl(ActionHead head) {
    Rng rng = new Rng(4);
    Point at = new Point(head, rng);
    Point v = new Point(head, rng);
    float[] ones = {1, 1, 1};
    Point product = at.fisher(v);
    double[] expected = new double[at.size()];
    int[] factors = {-1, 8, -8, 1};
    int[] shifts = {2, 1, -1, -2};
    for (int k = 0; k < 4; k++) {
      Point gradient = at.along(v, shifts[k] * H / 4).klGradient(at, ones);
      for (int i = 0; i < expected.length; i++) {
        expected[i] += factors[k] * gradient.get(i) / (3.0 * H);
      }
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(product.get(i))
          .as("entry %s", i)
          .isCloseTo(expected[i], within(1e-3 * Math.max(1, Math.abs(expected[i]))));
    }
  }

  /** M v = E[score (score . v)] over 40,000 draws, within 5 standard errors. */
  @ParameterizedTest
  @MethodSource("org.morl4j.nn.head.HeadCase#all")
  void fisherIsTheScoresSecondMoment(HeadCase given) {
    int draws = 40_000;
    ActionHead head = given.heads().get();
    Rng rng = new Rng(5);
    Point at = new Point(head, rng);
    Point v = new Point(head, rng);
    int n = head.outputs();
    float[] out = Arrays.copyOf(at.out, n);
    float[] vOut = Arrays.copyOf(v.out, n);
    RandomGenerator[] generators = {rng};
    double[] act = new double[head.actSize()];
    double[] sum = new double[n + head.free()];
    double[] squares = new double[sum.length];
    float[] score = new float[n];
    for (int k = 0; k < draws; k++) {
      float[] freeScore = new float[head.free()];
      head.sample(out, at.free, 1, generators, act, new double[1]);
      head.backward(out, at.free, act, 1, new float[] {1}, new float[] {0}, score, freeScore);
      double along = 0;
      for (int i = 0; i < sum.length; i++) {
        along += i < n ? score[i] * vOut[i] : freeScore[i - n] * v.free[i - n];
      }
      for (int i = 0; i < sum.length; i++) {
        double x = along * (i < n ? score[i] : freeScore[i - n]);
        sum[i] += x;
        squares[i] += x * x;
      }
    }
    float[] fisher = new float[n];
    float[] fisherFree = new float[head.free()];
    head.fisher(out, at.free, 1, vOut, v.free, fisher, fisherFree);
    for (int i = 0; i < sum.length; i++) {
      double mean = sum[i] / draws;
      double error = Math.sqrt((squares[i] / draws - mean * mean) / draws);
      double actual = i < n ? fisher[i] : fisherFree[i - n];
      assertThat(actual).as("entry %s", i).isCloseTo(mean, within(5 * error + 1e-6));
    }
  }

  /** A vector of outputs of three rows and free parameters: a place, a direction or a gradient. */
  private record Point(ActionHead head, float[] out, float[] free) {
    Point(ActionHead head, Rng rng) {
      this(head, HeadCase.outputs(head, ROWS, rng), HeadCase.free(head, rng));
    }

    int size() {
      return out.length + free.length;
    }

    double get(int i) {
      return i < out.length ? out[i] : free[i - out.length];
    }

    Point moved(int i, float by) {
      Point moved = new Point(head, out.clone(), free.clone());
      float[] part = i < out.length ? moved.out : moved.free;
      part[i < out.length ? i : i - out.length] += by;
      return moved;
    }

    Point along(Point v, float t) {
      Point moved = new Point(head, out.clone(), free.clone());
      for (int i = 0; i < out.length; i++) {
        moved.out[i] += t * v.out[i];
      }
      for (int i = 0; i < free.length; i++) {
        moved.free[i] += t * v.free[i];
      }
      return moved;
    }

    double kl(Point other, float[] weights) {
      float[] kl = new float[ROWS];
      head.kl(out, free, other.out, other.free, ROWS, kl);
      double sum = 0;
      for (int row = 0; row < ROWS; row++) {
        sum += (double) weights[row] * kl[row];
      }
      return sum;
    }

    Point klGradient(Point other, float[] dKl) {
      Point d = new Point(head, new float[out.length], new float[free.length]);
      Arrays.fill(d.out, 77);
      head.klBackward(out, free, other.out, other.free, ROWS, dKl, d.out, d.free);
      return d;
    }

    Point fisher(Point v) {
      Point product = new Point(head, new float[out.length], new float[free.length]);
      Arrays.fill(product.out, 77);
      head.fisher(out, free, ROWS, v.out, v.free, product.out, product.free);
      return product;
    }
  }
}
