package org.morl4j.agents.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.data.Signal;
import org.morl4j.core.data.Signal.Kind;
import org.morl4j.core.data.Signals;

/** Entropy 6 (alpha 2, log pi -3) on two objectives, a cost and an auxiliary signal. */
class EntropyBonusTest {
  private final EntropyBonus bonus =
      new EntropyBonus(
          new Signals(
              List.of(
                  new Signal("a", Kind.OBJECTIVE, 0.9, 1),
                  new Signal("b", Kind.OBJECTIVE, 0.9, 1),
                  new Signal("c", Kind.COST, 0.9, 1),
                  new Signal("d", Kind.AUXILIARY, 0.9, 1))));

  private float[] of(float... slope) {
    int rows = slope.length / 4;
    float[] logProb = new float[rows];
    Arrays.fill(logProb, -3);
    return Arrays.copyOf(bonus.of(2, logProb, slope, rows), slope.length);
  }

  @Test
  void theMixIsTheEntropyUnderAnyWeights() {
    assertThat(of(1, 1, -5, 0)).containsExactly(3, 3, 0, 0);
    assertThat(of(0.25f, 0.25f, 0, 0)).containsExactly(12, 12, 0, 0);
    assertThat(of(3, -1, 0, 1)).containsExactly(3, 3, 0, 0);
  }

  @Test
  void weightsThatSumToOneLeaveItAsItIs() {
    assertThat(of(0.1f, 0.9f, 0, 0)).containsExactly(6, 6, 0, 0);
    assertThat(of(0.3f, 0.7000005f, 0, 0)).containsExactly(6, 6, 0, 0);
  }

  /** Where more of every objective is worse, or nothing counts, no bonus mixes to the entropy. */
  @Test
  void nothingWhereObjectivesDoNotCount() {
    assertThat(of(0, 0, 1, 1)).containsExactly(0, 0, 0, 0);
    assertThat(of(1, -2, 0, 0)).containsExactly(0, 0, 0, 0);
  }

  @Test
  void everyRowHasItsOwnWeights() {
    assertThat(of(1, 1, 0, 0, 0.5f, 0, 0, 0)).containsExactly(3, 3, 0, 0, 12, 12, 0, 0);
  }
}
