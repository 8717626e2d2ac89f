package org.morl4j.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.morl4j.core.state.State;

class RecordMeansTest {
  /** Losses as a learner names them. */
  public record Losses(double policy, float gradientNorm, long updates, boolean stopped) {}

  private static Map<String, Double> drained(RecordMeans means) {
    Map<String, Double> values = new LinkedHashMap<>();
    means.drain(values::put);
    return values;
  }

  @Test
  void numericComponentsAreAveragedUnderSnakeCase() {
    RecordMeans means = new RecordMeans();
    means.add(new Losses(0.5, 2, 3, true));
    means.add(new Losses(1.0, 4, 6, false));
    assertThat(drained(means))
        .containsExactly(
            Map.entry("policy", 0.75), Map.entry("gradient_norm", 3.0), Map.entry("updates", 4.5));
    assertThat(drained(means)).as("nothing since").isEmpty();
    means.add(new Losses(-1, 0, 0, true));
    assertThat(drained(means)).containsEntry("policy", -1.0);
  }

  @Test
  void aSavedHalfGoesOn() {
    RecordMeans means = new RecordMeans();
    means.add(new Losses(0.5, 2, 3, true));
    State state = new State();
    means.save(state);
    RecordMeans resumed = new RecordMeans();
    resumed.restore(state);
    resumed.add(new Losses(1.0, 4, 6, false));
    assertThat(drained(resumed)).containsEntry("policy", 0.75).containsEntry("updates", 4.5);
  }

  @Test
  void whatIsNotFiniteIsNamed() {
    RecordMeans means = new RecordMeans();
    assertThatThrownBy(() -> means.add(new Losses(1, Float.POSITIVE_INFINITY, 1, true)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("gradient_norm is Infinity, but must be finite.");
  }
}
