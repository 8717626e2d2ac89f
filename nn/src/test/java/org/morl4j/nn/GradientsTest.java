package org.morl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

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

  @Test
  void nonPositiveNormIsRefused() {
    assertThatThrownBy(() -> Gradients.clipByNorm(new float[1], 0)).hasMessageContaining("maxNorm");
  }
}
