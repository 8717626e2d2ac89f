package org.morl4j.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {
  private static final List<String> NAMES =
      List.of("gamma", "gaeLambda", "learningRate", "clip", "t");

  @Test
  void valuesInRangeComeBack() {
    assertThat(Check.positive("x", Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
    assertThat(Check.notNegative("x", 0)).isZero();
    assertThat(Check.closed01("x", 0)).isZero();
    assertThat(Check.closed01("x", 1)).isEqualTo(1);
    assertThat(Check.open01("x", 0.5)).isEqualTo(0.5);
    assertThat(Check.positiveUpTo1("x", 1)).isEqualTo(1);
    assertThat(Check.atLeast("x", 3, 3)).isEqualTo(3);
    assertThat(Check.atLeast("x", 3L, 3L)).isEqualTo(3);
  }

  @Test
  void messagesNameTheSettingTheValueAndTheRange() {
    refused(() -> Check.positive("rate", 0), "rate is 0.0, but must be positive.");
    refused(
        () -> Check.notNegative("entropy", -1), "entropy is -1.0, but must be zero or positive.");
    refused(() -> Check.closed01("gamma", 1.1), "gamma is 1.1, but must lie between 0 and 1.");
    refused(() -> Check.open01("clip", 1), "clip is 1.0, but must lie strictly between 0 and 1.");
    refused(
        () -> Check.positiveUpTo1("share", 0),
        "share is 0.0, but must lie above 0 and be at most 1.");
    refused(() -> Check.atLeast("rows", 0, 1), "rows is 0, but must be at least 1.");
    refused(() -> Check.atLeast("steps", 0L, 1L), "steps is 0, but must be at least 1.");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void nothingInfiniteOrUndefinedPasses(double value) {
    refused(() -> Check.positive("x", value), "x is " + value);
    refused(() -> Check.notNegative("x", value), "x is " + value);
    refused(() -> Check.closed01("x", value), "x is " + value);
    refused(() -> Check.open01("x", value), "x is " + value);
    refused(() -> Check.positiveUpTo1("x", value), "x is " + value);
    assertThatThrownBy(() -> Check.finite("returns", new double[] {0, value}))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("returns[1] is " + value + ", but must be finite.");
  }

  @Test
  void maybeNamesTheClosest() {
    assertThat(Check.maybe("gamme", NAMES)).isEqualTo(" Maybe you meant gamma.");
    assertThat(Check.maybe("gmama", NAMES)).isEqualTo(" Maybe you meant gamma.");
    assertThat(Check.maybe("GAELAMBDA", NAMES)).isEqualTo(" Maybe you meant gaeLambda.");
    assertThat(Check.maybe("learn_rate", NAMES)).isEqualTo(" Maybe you meant learningRate.");
  }

  @Test
  void maybeIsSilentWhereNothingIsClose() {
    assertThat(Check.maybe("momentum", NAMES)).isEmpty();
    assertThat(Check.maybe("lr", NAMES)).as("not t, of which every letter differs").isEmpty();
    assertThat(Check.maybe("", NAMES)).isEmpty();
    assertThat(Check.maybe("gamma", List.of())).isEmpty();
  }

  private static void refused(Runnable check, String message) {
    assertThatThrownBy(check::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
