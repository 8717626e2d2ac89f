package org.morl4j.agents.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;

class RunningMomentsTest {
  private static final int COLUMNS = 3;

  /** Columns of very different size and spread; the last has a mean far above its deviation. */
  private static float[] rows(int n, long seed) {
    Rng rng = new Rng(seed);
    float[] values = new float[n * COLUMNS];
    for (int i = 0; i < n; i++) {
      values[i * COLUMNS] = (float) rng.nextGaussian();
      values[i * COLUMNS + 1] = (float) (1000 * rng.nextDouble() - 200);
      values[i * COLUMNS + 2] = (float) (4096 + 0.25 * rng.nextGaussian());
    }
    return values;
  }

  private static RunningMoments addedInPieces(float[] values, int... pieces) {
    RunningMoments moments = new RunningMoments(COLUMNS);
    int at = 0;
    for (int n : pieces) {
      moments.add(Arrays.copyOfRange(values, at * COLUMNS, (at + n) * COLUMNS), n);
      at += n;
    }
    return moments;
  }

  @Test
  void agreesWithTwoPasses() {
    float[] values = rows(1000, 1);
    RunningMoments moments = addedInPieces(values, 1, 99, 650, 250);
    for (int j = 0; j < COLUMNS; j++) {
      double mean = 0;
      for (int i = 0; i < 1000; i++) {
        mean += values[i * COLUMNS + j] / 1000.0;
      }
      double variance = 0;
      for (int i = 0; i < 1000; i++) {
        variance += Math.pow(values[i * COLUMNS + j] - mean, 2) / 1000;
      }
      assertThat(moments.mean(j)).isCloseTo(mean, within(1e-12 * Math.abs(mean) + 1e-14));
      double deviation = Math.sqrt(variance);
      assertThat(moments.deviation(j)).isCloseTo(deviation, within(1e-10 * deviation));
    }
  }

  @Test
  void orderOfBatchesHardlyMatters() {
    float[] values = rows(300, 2);
    float[] turned = new float[values.length];
    for (int i = 0; i < 300; i++) {
      System.arraycopy(values, i * COLUMNS, turned, (299 - i) * COLUMNS, COLUMNS);
    }
    RunningMoments a = addedInPieces(values, 10, 190, 100);
    RunningMoments b = addedInPieces(turned, 150, 150);
    for (int j = 0; j < COLUMNS; j++) {
      assertThat(a.mean(j)).isCloseTo(b.mean(j), within(1e-12 * Math.abs(b.mean(j)) + 1e-14));
      assertThat(a.deviation(j)).isCloseTo(b.deviation(j), within(1e-10 * b.deviation(j)));
    }
  }

  @Test
  void normalisesAndClips() {
    RunningMoments moments = new RunningMoments(1);
    moments.add(new float[] {1, 5, 1, 5}, 4); // mean 3, deviation 2
    float[] values = {3, 5, -1, 100, -100};
    moments.normalize(values, 5, 10, values);
    assertThat(values).containsExactly(new float[] {0, 1, -2, 10, -10}, within(1e-6f));
  }

  @Test
  void beforeTheFirstBatchNothingChanges() {
    RunningMoments moments = new RunningMoments(1);
    float[] out = new float[2];
    moments.normalize(new float[] {0.5f, -3}, 2, 10, out);
    assertThat(out).containsExactly(new float[] {0.5f, -3}, within(1e-6f));
    assertThat(moments.deviation(0)).isEqualTo(1);
  }

  @Test
  void constantColumnHasDeviationOne() {
    RunningMoments moments = new RunningMoments(1);
    moments.add(new float[] {-1, -1, -1}, 3);
    assertThat(moments.mean(0)).isEqualTo(-1);
    assertThat(moments.deviation(0)).isEqualTo(1);
  }

  @Test
  void copyIsFrozenAndStateComesBack() {
    RunningMoments moments = addedInPieces(rows(50, 3), 50);
    RunningMoments copy = moments.copy();
    State state = new State();
    moments.save(state);
    double mean = moments.mean(1);
    moments.add(rows(70, 4), 70);
    assertThat(moments.mean(1)).isNotEqualTo(mean);
    assertThat(copy.mean(1)).isEqualTo(mean);
    copy.add(rows(70, 4), 70);
    RunningMoments restored = new RunningMoments(COLUMNS);
    restored.restore(state);
    assertThat(restored.mean(1)).isEqualTo(mean);
    restored.add(rows(70, 4), 70);
    for (RunningMoments other : new RunningMoments[] {copy, restored}) {
      for (int j = 0; j < COLUMNS; j++) {
        assertThat(other.mean(j)).isEqualTo(moments.mean(j));
        assertThat(other.deviation(j)).isEqualTo(moments.deviation(j));
      }
    }
  }
}
