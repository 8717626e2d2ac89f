package org.morl4j.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.constraints.Threshold.Relative;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.state.State;

class MixtureTest {
  private static final Returns START = Measured.alike(4, 30, Vec.of(10, -20), Vec.of(30, 30));
  private static final Returns LATER = Measured.alike(4, 30, Vec.of(9.5, -21), Vec.of(30, 30));
  private static final double[] UNIT = {30, 30};

  private static LogBarrier on(int signal, double t) {
    return new LogBarrier(
        List.of(Constraint.atLeast("G" + signal, signal, new Relative(0.9, 1))), t, 1);
  }

  @Test
  void withoutHandlersItOnlyMixes() {
    Mixture mixture = new Mixture(Mixer.weightedSum(Vec.of(1, -1)), List.of());
    assertThat(mixture.hooks()).containsExactly(Hook.WEIGHTS);
    double[] gradient = {3, 3};
    assertThat(mixture.penalty(new double[] {1, 1}, UNIT, gradient)).isZero();
    assertThat(gradient).as("overwritten").containsExactly(0, 0);
    float[] out = new float[2];
    mixture.mix(new float[] {5, 3, 1, 1}, null, 2, out);
    assertThat(out).containsExactly(2, 0);
    assertThat(mixture.step()).isEmpty();
    State state = new State();
    mixture.save(state);
    mixture.restore(state);
  }

  @Test
  void handlersAddUp() {
    Mixture both = new Mixture(Mixer.oneHot(0, 2), List.of(on(0, 2), on(1, 5), on(1, 10)));
    assertThat(both.hooks()).containsExactlyInAnyOrder(Hook.WEIGHTS, Hook.LOSS);
    both.tick(Clock.ROLLOUT, START);
    both.tick(Clock.ROLLOUT, LATER);
    double[] surrogate = {0.01, -0.02};
    double[] gradient = {7, 7};
    double penalty = both.penalty(surrogate, UNIT, gradient);

    double sum = 0;
    double[] gradients = new double[2];
    for (LogBarrier alone : List.of(on(0, 2), on(1, 5), on(1, 10))) {
      alone.tick(Clock.ROLLOUT, START);
      alone.tick(Clock.ROLLOUT, LATER);
      sum += alone.penalty(surrogate, UNIT, gradients);
    }
    assertThat(penalty).isCloseTo(sum, offset(1e-12)).isNotZero();
    assertThat(gradient).containsExactly(gradients, offset(1e-12));
  }

  @Test
  void restoredItGoesOnTheSame() {
    Mixture mixture = new Mixture(Mixer.oneHot(0, 2), List.of(on(0, 2), on(1, 5)));
    mixture.tick(Clock.ROLLOUT, START);
    mixture.tick(Clock.ROLLOUT, LATER);
    State state = new State();
    mixture.save(state);
    Mixture other = new Mixture(Mixer.oneHot(0, 2), List.of(on(0, 2), on(1, 5)));
    other.restore(state);
    double[] gradient = new double[2];
    double[] expected = new double[2];
    assertThat(other.penalty(new double[] {0.1, 0.1}, UNIT, gradient))
        .isEqualTo(mixture.penalty(new double[] {0.1, 0.1}, UNIT, expected));
    assertThat(gradient).isEqualTo(expected);
  }
}
