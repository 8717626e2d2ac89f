package org.morl4j.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class VecTest {
  @Test
  void isImmutable() {
    double[] values = {1, 2};
    Vec vec = Vec.of(values);
    values[0] = 9;
    vec.toArray()[1] = 9;
    assertThat(vec).isEqualTo(Vec.of(1, 2)).hasSameHashCodeAs(Vec.of(1, 2));
    assertThat(vec.get(0)).isEqualTo(1);
  }

  @Test
  void buildsAndCuts() {
    assertThat(Vec.of(List.of(1.5, -2.0))).isEqualTo(Vec.of(1.5, -2));
    assertThat(Vec.filled(3, 0.5).toArray()).containsExactly(0.5, 0.5, 0.5);
    assertThat(Vec.of(1, 2, 3).head(2)).isEqualTo(Vec.of(1, 2));
    assertThat(Vec.of(1, 2)).isNotEqualTo(Vec.of(1, 2, 0)).hasToString("[1.0, 2.0]");
  }

  @Test
  void dot() {
    assertThat(Vec.of(0.25, 0.75).dot(Vec.of(4, -8))).isEqualTo(-5);
    assertThatThrownBy(() -> Vec.of(1, 2).dot(Vec.of(1)))
        .hasMessage("A vector of 2 can't be multiplied with one of 1.");
  }

  @Test
  void finiteness() {
    Vec vec = Vec.of(1, Double.NEGATIVE_INFINITY);
    assertThat(vec.isFinite()).isFalse();
    assertThat(Vec.of(Double.MAX_VALUE).isFinite()).isTrue();
    assertThatThrownBy(() -> vec.checkFinite("J"))
        .hasMessage("J[1] is -Infinity, but must be finite.");
  }

  @Test
  void headBeyondTheEndIsRefused() {
    assertThatThrownBy(() -> Vec.of(1).head(2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void repeatsItselfRowByRow() {
    assertThat(Vec.of(1, 2).repeated(2)).containsExactly(1, 2, 1, 2);
    assertThat(Vec.of(1, 2).repeated(0)).isEmpty();
  }
}
