package org.morl4j.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.constraints.Threshold.Relative;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Clock;
import org.morl4j.core.constraint.Hook;
import org.morl4j.core.constraint.Limit;
import org.morl4j.core.constraint.LimitReading;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.constraint.StepRule;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.state.State;
import org.morl4j.testkit.Corridor;
import org.morl4j.testkit.TwoBets;

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

  /** Remembers who acted; does what its hook needs. */
  private abstract static class Plain {
    public void tick(Clock clock, Returns returns) {}

    public void save(State out) {}

    public void restore(State in) {}
  }

  private static final class Doubling extends Plain implements WeightHandler {
    @Override
    public void weigh(double[] weights) {
      weights[0] *= 2;
    }
  }

  private static final class Adding extends Plain implements WeightHandler {
    @Override
    public void weigh(double[] weights) {
      weights[0] += 1;
      weights[1] -= 3;
    }
  }

  private static final class Halving extends Plain implements SampleHandler {
    @Override
    public void weigh(Batch batch, float[] weights) {
      weights[1] *= 0.5f;
    }
  }

  private static final class Standing extends Plain implements StepHandler {
    @Override
    public StepRule rule() {
      return surface -> StepRule.Step.NONE;
    }
  }

  /** Presents an environment of {@code n} rows. */
  private record Wrapping(int n, boolean otherSignals) implements EnvironmentHandler {
    @Override
    public VectorEnv wrap(VectorEnv env) {
      return otherSignals
          ? VectorEnv.of(TwoBets::new, 1)
          : VectorEnv.of(() -> new Corridor(4, 30, 0), env.size() + n);
    }

    @Override
    public void tick(Clock clock, Returns returns) {}

    @Override
    public void save(State out) {}

    @Override
    public void restore(State in) {}
  }

  @Test
  void weightsAreChangedInTheOrderGiven() {
    Mixture mixture =
        new Mixture(Mixer.weightedSum(Vec.of(1, 0.5)), List.of(new Doubling(), new Adding()));
    float[] gradient = new float[4];
    mixture.mixGradient(new float[4], null, 2, gradient);
    assertThat(gradient).containsExactly(3, -2.5f, 3, -2.5f);
    float[] out = new float[2];
    mixture.mix(new float[] {1, 1, 10, 2}, null, 2, out);
    assertThat(out).containsExactly(0.5f, 25);
    assertThat(mixture.hooks()).containsExactly(Hook.WEIGHTS);
    Mixture turned =
        new Mixture(Mixer.weightedSum(Vec.of(1, 0.5)), List.of(new Adding(), new Doubling()));
    turned.mixGradient(new float[2], null, 1, gradient);
    assertThat(gradient[0]).isEqualTo(4);
  }

  @Test
  void eachRowsPreferenceIsWeighed() {
    Mixture mixture = new Mixture(Mixer.byPreference(2, 2), List.of(new Doubling()));
    float[] out = new float[2];
    mixture.mix(new float[] {1, 1, 1, 1}, new float[] {1, 0, 0.25f, 0.75f}, 2, out);
    assertThat(out).containsExactly(2, 1.25f);
  }

  @Test
  void sampleWeightsMultiply() {
    Mixture mixture =
        new Mixture(Mixer.oneHot(0, 2), List.of(new Halving(), new Adding(), new Halving()));
    assertThat(mixture.hooks()).containsExactly(Hook.SAMPLE, Hook.WEIGHTS);
    float[] weights = {7, 7, 7};
    Batch batch =
        new Batch(
            Signals.of(new Corridor(4, 30, 0).spec(), 1, 1),
            new int[] {0, 2},
            new float[2],
            new float[2],
            new double[2],
            new double[4],
            new double[2],
            new boolean[2],
            new boolean[2],
            new int[] {1, 1});
    assertThat(mixture.sampleWeights(batch, weights)).isTrue();
    assertThat(weights).containsExactly(1, 0.25f, 7);
    assertThat(new Mixture(Mixer.oneHot(0, 2), List.of()).sampleWeights(batch, weights)).isFalse();
  }

  @Test
  void oneStepAtMost() {
    Mixture one = new Mixture(Mixer.oneHot(0, 2), List.of(new Standing()));
    assertThat(one.step()).isPresent();
    assertThat(one.hooks()).containsExactly(Hook.WEIGHTS, Hook.STEP);
    assertThatThrownBy(
            () -> new Mixture(Mixer.oneHot(0, 2), List.of(new Standing(), new Standing())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "2 handlers replace the optimiser's step, but at most one can. Maybe let one of them"
                + " keep all limits.");
  }

  @Test
  void environmentsAreWrappedInTheOrderGiven() {
    try (VectorEnv env = VectorEnv.of(() -> new Corridor(4, 30, 0), 1)) {
      Mixture mixture =
          new Mixture(Mixer.oneHot(0, 2), List.of(new Wrapping(2, false), new Wrapping(4, false)));
      assertThat(mixture.wrap(env).size()).isEqualTo(7);
      assertThat(mixture.hooks()).containsExactly(Hook.ENVIRONMENT, Hook.WEIGHTS);
      assertThat(new Mixture(Mixer.oneHot(0, 2), List.of()).wrap(env)).isSameAs(env);
      Mixture other = new Mixture(Mixer.oneHot(0, 2), List.of(new Wrapping(0, true)));
      assertThatThrownBy(() -> other.wrap(env))
          .hasMessageContaining("changes the spaces or signals of")
          .hasMessageEndingWith(
              "Maybe make it a wrapper of the environment, environment.wrappers.");
    }
  }

  @Test
  void horizonsAreThoseOfTheLastRollout() {
    Mixture mixture = new Mixture(Mixer.oneHot(0, 2), List.of());
    assertThat(mixture.horizon(1)).isEqualTo(1);
    mixture.tick(Clock.ROLLOUT, START);
    mixture.tick(Clock.EVALUATION, Measured.alike(1, 9, Vec.of(0, 0), Vec.of(9, 9)));
    assertThat(mixture.horizon(1)).isEqualTo(30);
    State state = new State();
    mixture.save(state);
    Mixture other = new Mixture(Mixer.oneHot(0, 2), List.of());
    other.restore(state);
    assertThat(other.horizon(0)).isEqualTo(30);
  }

  @Test
  void horizonsPoolAsManyEpisodesAsTheStartHas() {
    LogBarrier barrier =
        new LogBarrier(List.of(Constraint.atLeast("G0", 0, new Relative(0.9, 1))), 20, 4);
    Mixture mixture = new Mixture(Mixer.oneHot(0, 2), List.of(barrier));
    assertThat(mixture.startEpisodes()).isEqualTo(4);
    mixture.tick(Clock.START, START);
    mixture.tick(Clock.ROLLOUT, Measured.alike(1, 5, Vec.of(9, 9), Vec.of(5, 5)));
    assertThat(mixture.horizon(1)).isEqualTo(25);
    State state = new State();
    mixture.save(state);
    Mixture other = new Mixture(Mixer.oneHot(0, 2), List.of(barrier));
    other.restore(state);
    other.tick(Clock.ROLLOUT, Measured.alike(3, 9, Vec.of(9, 9), Vec.of(9, 9)));
    assertThat(other.horizon(1)).as("(5 + 3 * 9) / 4").isEqualTo(8);
  }

  @Test
  void tellsWhereItsLimitsStand() {
    Mixture both = new Mixture(Mixer.oneHot(0, 2), List.of(on(0, 2), new Adding(), on(1, 5)));
    assertThat(both.limits()).isEmpty();
    both.tick(Clock.ROLLOUT, START);
    both.tick(Clock.ROLLOUT, LATER);
    assertThat(both.limits().stream().map(Limit::name)).containsExactly("G0", "G1");
    assertThat(both.readings().stream().map(LimitReading::value)).containsExactly(9.5, -21.0);
    // b = 9 and -22.
    assertThat(both.readings().get(0).violation()).isCloseTo(-0.5, offset(1e-12));
    assertThat(both.readings().get(1).violation()).isCloseTo(-1, offset(1e-12));
  }
}
