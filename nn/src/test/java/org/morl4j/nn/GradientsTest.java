package org.morl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientsTest {

  @Test
  void longGradientIsScaledToTheNorm() {
    float[] gradient = {3f, 0f, -4f, 0f, 12f};
    assertThat(Gradients.clipByNorm(gradient, 0.5)).isCloseTo(13, within(1e-12));
    float scale = 0.5f / 13;
    assertThat(gradient[0]).isCloseTo(3 * scale, within(1e-6f));
    assertThat(gradient[2]).isCloseTo(-4 * scale, within(1e-6f));
    assertThat(gradient[4]).isCloseTo(12 * scale, within(1e-6f));
  }

  @Test
  void shortGradientIsLeftAlone() {
    float[] gradient = {0.3f, 0.4f};
    assertThat(Gradients.clipByNorm(gradient, 1)).isCloseTo(0.5, within(1e-7));
    assertThat(gradient).containsExactly(0.3f, 0.4f);
  }

  /** PyTorch's 1e-6 in the denominator: a norm of exactly maxNorm is scaled a little. */
  @Test
  void epsilonIsPyTorchs() {
    float[] gradient = {1e-3f};
    Gradients.clipByNorm(gradient, 1e-3f);
    assertThat(gradient[0]).isCloseTo(1e-3f * (1e-3f / (1e-3f + 1e-6f)), within(1e-10f));
  }

  /** Lengths around the blocks of 4,096; gradients of one sign and size round the most. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4_095, 4_096, 4_097, 8_192, 70_001})
  void normIsThatOfDoubles(int n) {
    Random rng = new Random(n);
    float[] gradient = new float[n];
    float[] equal = new float[n];
    double squares = 0;
    for (int i = 0; i < n; i++) {
      gradient[i] = (float) rng.nextGaussian();
      squares += (double) gradient[i] * gradient[i];
      equal[i] = 0.7f;
    }
    assertThat(Gradients.norm(gradient)).isCloseTo(Math.sqrt(squares), withinPercentage(1e-5));
    assertThat(Gradients.norm(equal)).isCloseTo(0.7f * Math.sqrt(n), withinPercentage(1e-5));
  }

  /** Squares beyond the range of float, up and down: 5,000 entries of one size s have s sqrt(n). */
  @ParameterizedTest
  @ValueSource(floats = {0f, Float.MIN_VALUE, 1e-38f, 1e-22f, 1e-15f, 1e14f, 1e19f, 3e38f})
  void sizesWhoseSquaresLeaveFloatKeepTheirNorm(float size) {
    float[] gradient = new float[5_000];
    Arrays.fill(gradient, size);
    assertThat(Gradients.norm(gradient)).isCloseTo(size * Math.sqrt(5_000), withinPercentage(1e-5));
    gradient[4_999] = 1e-3f;
    double expected = Math.sqrt(4_999.0 * size * size + 1e-6);
    assertThat(Gradients.norm(gradient)).isCloseTo(expected, withinPercentage(1e-5));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4_096})
  void normOfWhatIsNoNumberIsNone(int at) {
    float[] gradient = new float[5_000];
    gradient[at] = Float.NaN;
    assertThat(Gradients.norm(gradient)).isNaN();
    gradient[at] = Float.NEGATIVE_INFINITY;
    assertThat(Gradients.norm(gradient)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void nonPositiveNormIsRefused() {
    assertThatThrownBy(() -> Gradients.clipByNorm(new float[1], 0)).hasMessageContaining("maxNorm");
  }
}
