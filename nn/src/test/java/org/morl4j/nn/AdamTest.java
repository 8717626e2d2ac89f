package org.morl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdamTest {

  /** t = 1: m/(1-b1) = g and sqrt(v/(1-b2)) = |g|, so the step is rate g/(|g| + eps). */
  @Test
  void firstStepIsTheRateTimesTheSign() {
    Adam adam = new Adam(2, Adam.Options.DEFAULT);
    float[] p = {1f, 1f};
    adam.step(p, new float[] {0.5f, -3f}, 0.1);
    assertThat(p[0]).isCloseTo(0.9f, within(1e-6f));
    assertThat(p[1]).isCloseTo(1.1f, within(1e-6f));
  }

  /** The epsilon stands outside the corrected root: g = eps gives half a step. */
  @Test
  void epsilonIsAddedToTheCorrectedRoot() {
    Adam adam = new Adam(1, new Adam.Options(0.9, 0.999, 1e-3));
    float[] p = {0f};
    adam.step(p, new float[] {1e-3f}, 0.1);
    assertThat(p[0]).isCloseTo(-0.05f, within(1e-6f));
  }

  /**
   * b1 = b2 = 1/2, gradients 1 then 3: m = 1/2, 7/4; v = 1/2, 19/4; the second step is 0.1
   * (7/4)/(3/4) / sqrt((19/4)/(3/4)).
   */
  @Test
  void secondStepIsWorkedByHand() {
    Adam adam = new Adam(1, new Adam.Options(0.5, 0.5, 1e-12));
    float[] p = {0f};
    adam.step(p, new float[] {1f}, 0.1);
    assertThat(p[0]).isCloseTo(-0.1f, within(1e-6f));
    adam.step(p, new float[] {3f}, 0.1);
    assertThat(adam.firstMoment()[0]).isCloseTo(1.75f, within(1e-6f));
    assertThat(adam.secondMoment()[0]).isCloseTo(4.75f, within(1e-6f));
    double second = 0.1 * (7.0 / 3) / Math.sqrt(19.0 / 3);
    assertThat(p[0]).isCloseTo((float) (-0.1 - second), within(1e-6f));
  }

  @Test
  void restoredStateContinuesBitForBit() {
    float[] gradient = {0.3f, -0.2f, 1e-5f};
    Adam adam = new Adam(3, Adam.Options.DEFAULT);
    float[] p = {1f, 2f, 3f};
    adam.step(p, gradient, 1e-3);
    Adam other = new Adam(3, Adam.Options.DEFAULT);
    other.restore(adam.steps(), adam.firstMoment(), adam.secondMoment());
    float[] q = p.clone();
    adam.step(p, gradient, 1e-3);
    other.step(q, gradient, 1e-3);
    assertThat(q).isEqualTo(p);
    assertThat(other.steps()).isEqualTo(2);
  }

  /** 2 (1 - 0.1 * 0.5) = 1.9 and -4 * 0.95 = -3.8, then the rate times the sign. */
  @Test
  void weightDecayTakesAShareOff() {
    Adam adam = new Adam(2, Adam.Options.DEFAULT.withWeightDecay(0.5));
    float[] p = {2f, -4f};
    adam.step(p, new float[] {0.5f, 0f}, 0.1);
    assertThat(p[0]).isCloseTo(1.8f, within(1e-6f));
    assertThat(p[1]).isCloseTo(-3.8f, within(1e-6f));
  }

  @Test
  void resetForgets() {
    Adam adam = new Adam(1, Adam.Options.DEFAULT);
    float[] p = {0f};
    adam.step(p, new float[] {5f}, 0.1);
    adam.reset();
    assertThat(adam.steps()).isZero();
    p[0] = 0f;
    adam.step(p, new float[] {-1f}, 0.1);
    assertThat(p[0]).isCloseTo(0.1f, within(1e-6f));
  }

  @Test
  void wrongOptionsAndStatesAreNamed() {
    assertThatThrownBy(() -> new Adam.Options(1, 0.999, 1e-8))
        .hasMessage("beta1 is 1.0, but must be at least 0 and lie below 1.");
    assertThatThrownBy(() -> new Adam.Options(0.9, 0.999, 0))
        .hasMessageContaining("epsilon is 0.0");
    assertThatThrownBy(() -> Adam.Options.DEFAULT.withWeightDecay(-1))
        .hasMessage("weightDecay is -1.0, but must lie between 0 and 1.");
    Adam adam = new Adam(2, Adam.Options.DEFAULT);
    assertThatThrownBy(() -> adam.restore(1, new float[2], new float[3]))
        .hasMessageContaining("2 and 3 entries");
    assertThatThrownBy(() -> adam.step(new float[2], new float[1], 0.1))
        .hasMessageContaining("gradient has 1 entries");
  }
}
