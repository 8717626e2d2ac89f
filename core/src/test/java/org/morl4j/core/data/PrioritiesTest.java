package org.morl4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.core.data.ReplayOptions.Priority;
import org.morl4j.core.data.ReplayOptions.Storage;
import org.morl4j.core.rng.Rng;

class PrioritiesTest {
  /** Weights 1, 2, 0, 4 end to end: 0 to 1, 1 to 3, nothing, 3 to 7. */
  @Test
  void aTreeFindsWhatCovers() {
    SumTree tree = new SumTree(4);
    tree.set(0, 1);
    tree.set(1, 2);
    tree.set(3, 4);
    assertThat(tree.total()).isEqualTo(7);
    assertThat(tree.find(0)).isZero();
    assertThat(tree.find(0.999)).isZero();
    assertThat(tree.find(1)).isEqualTo(1);
    assertThat(tree.find(2.999)).isEqualTo(1);
    assertThat(tree.find(3)).isEqualTo(3);
    assertThat(tree.find(6.999)).isEqualTo(3);
    assertThat(tree.find(7)).as("rounded up to the total").isEqualTo(3);
    tree.set(3, 0);
    assertThat(tree.find(3)).as("rounded up, entries of weight 0 behind").isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 9, 1000})
  void aTreeOfAnySizeIsExact(int capacity) {
    SumTree tree = new SumTree(capacity);
    Rng rng = new Rng(capacity);
    double[] weights = new double[capacity];
    for (int change = 0; change < 3 * capacity; change++) {
      int i = rng.nextInt(capacity);
      weights[i] = 1 + rng.nextInt(100); // whole numbers: sums are exact
      tree.set(i, weights[i]);
    }
    double from = 0;
    for (int i = 0; i < capacity; i++) {
      assertThat(tree.get(i)).isEqualTo(weights[i]);
      if (weights[i] > 0) {
        assertThat(tree.find(from)).isEqualTo(i);
        assertThat(tree.find(from + weights[i] - 0.5)).isEqualTo(i);
      }
      from += weights[i];
    }
    assertThat(tree.total()).isEqualTo(from);
    SumTree other = new SumTree(capacity);
    other.setAll(tree.weights(capacity));
    assertThat(other.total()).isEqualTo(from);
  }

  /**
   * alpha 0.5, epsilon 0: errors 1, 4, 9, 16 weigh 1, 2, 3, 4 of 10; beta 0.5 of its way to 1.
   *
   * <pre>
   *   N P = 0.4, 0.8, 1.2, 1.6; beta 0.5: (N P)^-0.5 over the largest = (P / P_1)^-0.5
   *   = 1, 2^-0.5 = 0.7071, 3^-0.5 = 0.5774, 0.5
   * </pre>
   */
  @Test
  void weightsAreWorkedByHand() {
    Priorities priorities = new Priorities(new Priority(0.5, 0.5, 1e-12), 4, 10);
    for (int i = 0; i < 4; i++) {
      priorities.added(i);
    }
    priorities.learned(new int[] {0, 1, 2, 3}, new float[] {-1, 4, -9, 16});
    int[] rows = new int[4];
    float[] weights = new float[4];
    double largest = priorities.draw(new Scripted(0.05, 0.15, 0.35, 0.95), rows, weights, 4);
    assertThat(largest).as("0.4^-0.5").isCloseTo(Math.pow(0.4, -0.5), offset(1e-9));
    assertThat(rows).containsExactly(0, 1, 2, 3);
    assertThat(weights)
        .containsExactly(new float[] {1, 0.70710678f, 0.57735027f, 0.5f}, offset(1e-6f));

    // Of a batch without row 0 the largest weight is row 1's. One of 10 draws is done: beta 0.55.
    priorities.draw(new Scripted(0.15, 0.35, 0.95, 0.95), rows, weights, 4);
    assertThat(rows).containsExactly(1, 2, 3, 3);
    float two = (float) Math.pow(1.5, -0.55);
    float three = (float) Math.pow(2, -0.55);
    assertThat(weights).containsExactly(new float[] {1, two, three, three}, offset(1e-6f));
  }

  @Test
  void betaGrowsLinearlyToOne() {
    Priorities priorities = new Priorities(new Priority(0.6, 0.4, 1e-6), 1, 3);
    priorities.added(0);
    double[] expected = {0.4, 0.6, 0.8, 1, 1};
    for (double beta : expected) {
      assertThat(priorities.beta()).isCloseTo(beta, offset(1e-12));
      priorities.draw(new Rng(1), new int[1], new float[1], 1);
    }
  }

  /** With new transitions at the largest priority so far, an error that shrank leaves it large. */
  @Test
  void newTransitionsGetTheLargestSoFar() {
    Priorities priorities = new Priorities(new Priority(1, 1, 1e-12), 4, 1);
    int[] rows = new int[1];
    float[] weights = new float[1];
    priorities.added(0); // 1
    priorities.learned(new int[] {0}, new float[] {3}); // 3
    priorities.learned(new int[] {0}, new float[] {0.5f}); // 0.5
    priorities.added(1); // 3, not 0.5
    priorities.draw(new Scripted(0.5 / 3.5 - 1e-6), rows, weights, 4);
    assertThat(rows[0]).isZero();
    priorities.draw(new Scripted(0.5 / 3.5 + 1e-6), rows, weights, 4);
    assertThat(rows[0]).isEqualTo(1);
    priorities.learned(new int[] {1}, new float[] {Float.NaN});
    priorities.draw(new Scripted(0.5 / 3.5 + 1e-6), rows, weights, 4);
    assertThat(rows[0]).as("NaN changes nothing").isEqualTo(1);
  }

  /** Chi-square over 8 rows of a whole buffer, 24.3 is the 99.9 % point with 7 degrees. */
  @Test
  void rowsAreDrawnInProportion() {
    Priority priority = new Priority(0.6, 0.4, 0.01);
    ReplayOptions options = new ReplayOptions(8, 4, 0, 1, 1, 1, priority, Storage.HEAP);
    ReplayBuffer buffer =
        new ReplayBuffer(ReplayFeed.SPEC, ReplayFeed.SIGNALS, 2, options, Set.of(), 1000, 1000);
    new ReplayFeed(2, 1).run(buffer, 4, false);
    String[] names = new String[8];
    double[] p = new double[8];
    double sum = 0;
    boolean[] set = new boolean[8];
    Rng rng = new Rng(17);
    Batch batch = buffer.sample(200, rng);
    Batch all = batch;
    // Each row's error is a function of its content, so that it can be told from outside.
    Arrays.fill(all.column(Column.TD_ERROR), Float.NaN);
    int found = 0;
    for (int i = 0; i < 200; i++) {
      String name = ReplayFeed.row(batch, i);
      int at = Arrays.asList(names).indexOf(name);
      if (at < 0) {
        at = found++;
        names[at] = name;
      }
      float error = at * (at % 2 == 0 ? 1 : -1);
      batch.column(Column.TD_ERROR)[i] = error;
      if (!set[at]) {
        set[at] = true;
        p[at] = Math.pow(at + 0.01, 0.6);
        sum += p[at];
      }
    }
    assertThat(found).isEqualTo(8);
    buffer.learned(batch);
    int[] counts = new int[8];
    int draws = 40_000;
    for (int draw = 0; draw < draws / 100; draw++) {
      Batch drawn = buffer.sample(100, rng);
      for (int i = 0; i < 100; i++) {
        counts[Arrays.asList(names).indexOf(ReplayFeed.row(drawn, i))]++;
      }
    }
    double chiSquare = 0;
    for (int i = 0; i < 8; i++) {
      double expected = draws * p[i] / sum;
      chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    assertThat(chiSquare).isLessThan(24.3);
  }

  @Test
  void onlyTheLastBatchIsLearnedFrom() {
    ReplayBuffer buffer =
        new ReplayBuffer(
            ReplayFeed.SPEC,
            ReplayFeed.SIGNALS,
            1,
            ReplayFeed.prioritised(8, Storage.HEAP),
            Set.of(),
            1000,
            1000);
    new ReplayFeed(1, 1).run(buffer, 4, false);
    Batch first = buffer.sample(2, new Rng(1));
    buffer.sample(3, new Rng(1));
    assertThatThrownBy(() -> buffer.learned(first))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("learned takes the last batch drawn, but got another.");
  }
}
