package org.morl4j.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.StepRule.Step;
import org.morl4j.testkit.QuadraticSurface;
import org.morl4j.testkit.QuadraticSurface.Change;

class NaturalGradientTest {
  private static final NaturalGradient RULE = new NaturalGradient(0.02, 5, 0, 0.5, 4);

  /** Loss (a, b)'theta + bend |theta|^2 / 2 and KL theta' diag(2, 8) theta / 2. */
  private static QuadraticSurface surface(double bend, double a, double b) {
    return new QuadraticSurface(
        List.of(Change.linear(a, b).curved(bend)), Vec.of(-1), QuadraticSurface.diagonal(2, 8));
  }

  @Test
  void wholeStepByHand() {
    // F = diag(2, 8), g = (4, 8): x = -(2, 1), x'Fx = 16, scale = sqrt(2 * 0.02 / 16) = 0.05.
    QuadraticSurface surface = surface(0, 4, 8);
    Step step = RULE.step(surface);
    assertThat(surface.parameters()).containsExactly(new double[] {-0.1, -0.05}, within(1e-12));
    assertThat(step.factor()).isEqualTo(1);
    assertThat(step.improvement()).isCloseTo(0.4 + 0.4, within(1e-12));
    assertThat(step.kl()).isCloseTo(0.02, within(1e-12));
  }

  @Test
  void dampingIsAddedToTheFisherInformation() {
    // diag(2 + 2, 8 + 2), g = (4, 10): x = -(1, 1), x'(F + 2 I)x = 14.
    QuadraticSurface surface = surface(0, 4, 10);
    new NaturalGradient(0.07, 5, 2, 0.5, 4).step(surface);
    assertThat(surface.parameters()).containsExactly(new double[] {-0.1, -0.1}, within(1e-12));
  }

  @Test
  void stepIsHalvedUntilTheLossFalls() {
    // theta = -f (2, 1), loss -16 f + 500 f^2: at f = 0.05 -0.8 + 1.25, at 0.025 -0.4 + 0.3125
    Step step = RULE.step(surface(200, 4, 8));
    assertThat(step.factor()).isEqualTo(0.5);
    assertThat(step.improvement()).isCloseTo(0.4 - 0.3125, within(1e-12));
    assertThat(step.kl()).isCloseTo(0.005, within(1e-12));
  }

  @Test
  void policyStaysWhereNoStepWillDo() {
    // Even an eighth of the step climbs.
    QuadraticSurface steep = surface(1e5, 4, 8);
    assertThat(RULE.step(steep)).isEqualTo(Step.NONE);
    assertThat(steep.parameters()).containsExactly(0, 0);
    QuadraticSurface flat = surface(0, 0, 0);
    assertThat(RULE.step(flat)).isEqualTo(Step.NONE);
    assertThat(flat.parameters()).containsExactly(0, 0);
  }

  @Test
  void settingsSayWhatIsAllowed() {
    assertThatThrownBy(() -> new NaturalGradient(0, 5, 0, 0.5, 4)).hasMessageContaining("targetKl");
    assertThatThrownBy(() -> new NaturalGradient(0.1, 5, -1, 0.5, 4))
        .hasMessageContaining("damping is -1");
  }
}
