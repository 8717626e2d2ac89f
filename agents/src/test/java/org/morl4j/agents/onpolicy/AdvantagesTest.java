package org.morl4j.agents.onpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

  @Test
  void standardizeGivesMeanZeroAndDeviationOne() {
    // Mean 4, sum of squares 10, sample variance 10 / 4.
    float[] values = {2, 3, 5, 6, 4, 99};
    Advantages.standardize(values, 5);
    double unit = 1 / Math.sqrt(2.5);
    assertThat(values[0]).isCloseTo((float) (-2 * unit), within(1e-6f));
    assertThat(values[1]).isCloseTo((float) -unit, within(1e-6f));
    assertThat(values[2]).isCloseTo((float) unit, within(1e-6f));
    assertThat(values[3]).isCloseTo((float) (2 * unit), within(1e-6f));
    assertThat(values[4]).isZero();
    assertThat(values[5]).isEqualTo(99);
  }

  @Test
  void standardizeLeavesEqualAdvantagesAtZero() {
    float[] values = {0.1f, 0.1f, 0.1f};
    Advantages.standardize(values, 3);
    assertThat(values).containsExactly(new float[3], within(1e-6f));
    float[] one = {7};
    Advantages.standardize(one, 1);
    assertThat(one).containsExactly(0);
  }
}
