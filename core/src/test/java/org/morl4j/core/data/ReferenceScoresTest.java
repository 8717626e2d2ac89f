package org.morl4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;

class ReferenceScoresTest {
  @Test
  void randomIsZeroAndTheExpertAHundred() {
    ReferenceScores scores = new ReferenceScores(Vec.of(-20, 3), Vec.of(80, 1));
    assertThat(scores.normalised(0, -20)).isZero();
    assertThat(scores.normalised(0, 80)).isEqualTo(100);
    assertThat(scores.normalised(0, 130)).isEqualTo(150);
    assertThat(scores.normalised(1, 2)).as("less may be better").isEqualTo(50);
  }

  @Test
  void equalScoresMeasureNothing() {
    assertThatThrownBy(() -> new ReferenceScores(Vec.of(1, 5), Vec.of(2, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("objective 1 are both 5.0, but must differ. Maybe");
  }

  @Test
  void bothNeedOneFiniteNumberAnObjective() {
    assertThatThrownBy(() -> new ReferenceScores(Vec.of(1), Vec.of(2, 3)))
        .hasMessageContaining("one finite number an objective");
    assertThatThrownBy(() -> new ReferenceScores(Vec.of(Double.NaN), Vec.of(2)))
        .hasMessageContaining("one finite number an objective");
  }
}
