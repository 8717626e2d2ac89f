package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signals;

class AdvantagesTest {
  private static final Signals SIGNALS =
      new Signals(
          List.of(
              new Signal("halved", Signal.Kind.OBJECTIVE, 0.5, 0.5),
              new Signal("undiscounted", Signal.Kind.COST, 1, 1)));

  /** Three segments: one that terminates, one cut by a time limit, one by the rollout's end. */
  private static Batch batch() {
    return new Batch(
        SIGNALS,
        new int[] {0, 3, 5, 6},
        new float[6],
        new float[6],
        new double[6],
        new double[] {1, 2, 4, 8, 16, 32},
        new double[] {1, 0, 2, 1, 1, 5},
        new boolean[] {false, false, true, false, false, false},
        new boolean[] {false, false, false, false, true, false},
        new int[] {1, 1, 1, 1, 1, 1});
  }

  @Test
  void advantagesFollowEachSignalsOwnDiscountAndLambda() {
    // V(s_t) and, for the segments' last rows, V(s_t+1); the first tail must not count.
    float[] values = {4, 1, 2, 2, 0, 3, 6, 1, 8, 1, 2, 2};
    float[] tails = {1000, 1000, 4, 3, 10, 7};
    float[] out = new float[12];

    Advantages.gae(batch(), values, tails, out);

    // halved, by hand, delta + 1/4 A_next:
    //   4 - 0 = 4; 2 + 0 - 2 + 1 = 1; 1 + 1 - 4 + 1/4 = -1.75
    //   16 + 2 - 8 = 10; 8 + 4 - 6 + 2.5 = 8.5
    //   32 + 5 - 2 = 35
    // undiscounted with lambda 1: what is still to come, plus the tail, minus the value
    //   2 - 3 = -1; 2 - 2 = 0; 3 - 1 = 2;  1 + 3 - 1 = 3; 2 + 3 - 1 = 4;  5 + 7 - 2 = 10
    assertThat(out).containsExactly(-1.75f, 2, 1, 0, 4, -1, 8.5f, 4, 10, 3, 35, 10);
  }

  @Test
  void timeLimitIsNotAnEnd() {
    float[] values = new float[12];
    float[] out = new float[12];
    float[] zero = new float[12];
    Advantages.gae(batch(), values, new float[6], zero);
    Advantages.gae(batch(), values, new float[] {0, 0, 8, 0, 0, 0}, out);
    assertThat(out[4 * 2] - zero[4 * 2]).isEqualTo(4); // discount 1/2 of the tail's 8
    assertThat(out[3 * 2] - zero[3 * 2]).isEqualTo(1); // and a quarter of that one row before
    assertThat(out[5 * 2] - zero[5 * 2]).isEqualTo(0); // but nothing beyond the segment
  }

  private static float[] ones(int n) {
    float[] ones = new float[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void standardizeGivesMeanZeroAndDeviationOne() {
    // Mean 4, sum of squares 10, sample variance 10 / 4.
    float[] values = {2, 3, 5, 6, 4};
    Advantages.standardize(values, ones(5));
    float unit = (float) (1 / Math.sqrt(2.5));
    float[] expected = {-2 * unit, -unit, unit, 2 * unit, 0};
    assertThat(values).containsExactly(expected, within(1e-6f));
  }

  @Test
  void standardizeCountsRowsByTheirWeight() {
    // As if it were 0, 0, 0, 4: mean 1, sum of squares 12, but two rows; weights 3/2 and 1/2.
    float[] values = {0, 4};
    Advantages.standardize(values, new float[] {1.5f, 0.5f});
    float unit = (float) (1 / Math.sqrt(1.5 + 4.5));
    assertThat(values).containsExactly(new float[] {-unit, 3 * unit}, within(1e-6f));
  }

  @Test
  void standardizeLeavesEqualAdvantagesAtZero() {
    float[] values = {0.1f, 0.1f, 0.1f};
    Advantages.standardize(values, ones(3));
    assertThat(values).containsExactly(new float[3], within(1e-6f));
    float[] one = {7};
    Advantages.standardize(one, ones(1));
    assertThat(one).containsExactly(0);
  }

  @Test
  void weightsAreOneOnAverage() {
    float[] weight = {1, 2, 5};
    Advantages.scaleToMeanOne(weight);
    assertThat(weight).containsExactly(new float[] {0.375f, 0.75f, 1.875f}, within(1e-7f));
    float[] equal = {0.3f, 0.3f, 0.3f, 0.3f, 0.3f, 0.3f, 0.3f};
    Advantages.scaleToMeanOne(equal);
    assertThat(equal).containsExactly(ones(7));
  }
}
