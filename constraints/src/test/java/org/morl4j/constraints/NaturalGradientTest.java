package org.morl4j.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.PolicySurface;
import org.morl4j.core.constraint.StepRule.Step;

class NaturalGradientTest {
  /** Loss g'theta + bend |theta|^2 / 2 and KL theta' diag(2, 8) theta / 2, centred at 0. */
  private static final class Bowl implements PolicySurface {
    final double[] slope;
    final double bend;
    final List<double[]> tried = new ArrayList<>();
    double[] at = new double[2];

    Bowl(double bend, double... slope) {
      this.bend = bend;
      this.slope = slope;
    }

    @Override
    public double[] parameters() {
      return at.clone();
    }

    @Override
    public void set(double[] parameters) {
      at = parameters.clone();
      tried.add(at);
    }

    @Override
    public double[] gradient() {
      return new double[] {slope[0] + bend * at[0], slope[1] + bend * at[1]};
    }

    @Override
    public double[] gradient(int signal) {
      throw new UnsupportedOperationException("a natural gradient asks for no single signal");
    }

    @Override
    public double[] fisherVector(double[] v, double damping) {
      return new double[] {(2 + damping) * v[0], (8 + damping) * v[1]};
    }

    @Override
    public Probe probe() {
      double loss = ConjugateGradient.dot(slope, at) + bend * ConjugateGradient.dot(at, at) / 2;
      return new Probe(loss, Vec.of(0), at[0] * at[0] + 4 * at[1] * at[1]);
    }
  }

  private static final NaturalGradient RULE = new NaturalGradient(0.02, 5, 0, 0.5, 4);

  @Test
  void wholeStepByHand() {
    // F = diag(2, 8), g = (4, 8): x = -(2, 1), x'Fx = 16, scale = sqrt(2 * 0.02 / 16) = 0.05.
    Bowl bowl = new Bowl(0, 4, 8);
    Step step = RULE.step(bowl);
    assertThat(bowl.at).containsExactly(new double[] {-0.1, -0.05}, within(1e-12));
    assertThat(step.factor()).isEqualTo(1);
    assertThat(step.improvement()).isCloseTo(0.4 + 0.4, within(1e-12));
    assertThat(step.kl()).isCloseTo(0.02, within(1e-12));
  }

  @Test
  void dampingIsAddedToTheFisherInformation() {
    // diag(2 + 2, 8 + 2), g = (4, 10): x = -(1, 1), x'(F + 2 I)x = 14.
    Bowl bowl = new Bowl(0, 4, 10);
    new NaturalGradient(0.07, 5, 2, 0.5, 4).step(bowl);
    assertThat(bowl.at).containsExactly(new double[] {-0.1, -0.1}, within(1e-12));
  }

  @Test
  void stepIsHalvedUntilTheLossFalls() {
    // theta = -f (2, 1), loss -16 f + 500 f^2:
    Bowl bowl = new Bowl(200, 4, 8);
    Step step = RULE.step(bowl);
    // f = 0.05: -0.8 + 1.25; f = 0.025: -0.4 + 0.3125
    assertThat(step.factor()).isEqualTo(0.5);
    assertThat(step.improvement()).isCloseTo(0.4 - 0.3125, within(1e-12));
    assertThat(step.kl()).isCloseTo(0.005, within(1e-12));
    assertThat(bowl.tried).hasSize(2);
  }

  @Test
  void policyStaysWhereNoStepWillDo() {
    // Even an eighth of the step climbs.
    Bowl bowl = new Bowl(1e5, 4, 8);
    assertThat(RULE.step(bowl)).isEqualTo(Step.NONE);
    assertThat(bowl.tried).hasSize(5);
    assertThat(bowl.at).containsExactly(0, 0);
    Bowl flat = new Bowl(0, 0, 0);
    assertThat(RULE.step(flat)).isEqualTo(Step.NONE);
    assertThat(flat.at).containsExactly(0, 0);
  }

  @Test
  void settingsSayWhatIsAllowed() {
    assertThatThrownBy(() -> new NaturalGradient(0, 5, 0, 0.5, 4)).hasMessageContaining("targetKl");
    assertThatThrownBy(() -> new NaturalGradient(0.1, 5, -1, 0.5, 4))
        .hasMessageContaining("damping is -1");
  }
}
