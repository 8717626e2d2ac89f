package org.morl4j.agents.dice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.morl4j.agents.Toy;
import org.morl4j.agents.dice.Smodice.Divergence;
import org.morl4j.agents.dice.Smodice.Dual;
import org.morl4j.agents.dice.Smodice.Options;
import org.morl4j.agents.implicit.Imitation;
import org.morl4j.agents.part.Discriminator;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.part.RowShape;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;
import org.morl4j.nn.Backends;
import org.morl4j.testkit.LearnerContract;

/** SMODICE's losses by hand, by differences and against a closed form; whom it imitates. */
class SmodiceTest {
  private static final Options SMALL =
      Options.DEFAULT
          .withLearningRate(3e-3)
          .withHidden(16, 16)
          .withDiscriminator(
              Discriminator.Options.DEFAULT
                  .withInputs(Discriminator.Inputs.STATE_ACTION)
                  .withHidden(16, 16)
                  .withLearningRate(3e-3)
                  .withUpdates(2))
          .withReplay(
              ReplayOptions.DEFAULT
                  .withCapacity(500)
                  .withBatch(64)
                  .withStorage(ReplayOptions.Storage.HEAP));

  private static Options with(Divergence divergence) {
    return SMALL.withDual(Dual.DEFAULT.withDivergence(divergence).withValueDecay(0));
  }

  @Test
  void dualsByHand() {
    float[] e = {0, 1, -2};
    float[] slope = new float[3];
    float[] ratio = new float[3];
    DualForm chi = new DualForm.ChiSquare();
    // (0 + 1.5 + 0) / 3
    assertThat(chi.evaluate(e, null, 3, slope)).isCloseTo(0.5, within(1e-6));
    assertThat(slope).containsExactly(new float[] {1 / 3f, 2 / 3f, -1 / 3f}, within(1e-6f));
    chi.ratios(e, 3, 1.5, ratio);
    assertThat(ratio).containsExactly(1, 1.5f, 0);
    // log((1 + e + e^-2) / 3)
    DualForm kl = new DualForm.KullbackLeibler(false);
    assertThat(kl.evaluate(e, null, 3, slope)).isCloseTo(0.250_400, within(1e-5));
    assertThat(slope)
        .containsExactly(new float[] {0.259_496f, 0.705_385f, 0.035_119f}, within(1e-5f));
    kl.ratios(e, 3, 100, ratio);
    assertThat(ratio).containsExactly(new float[] {1, 2.718_282f, 0.135_335f}, within(1e-5f));
    new DualForm.KullbackLeibler(true).ratios(e, 3, 100, ratio);
    assertThat(ratio)
        .containsExactly(new float[] {0.778_489f, 2.116_154f, 0.105_357f}, within(1e-4f));
    // A row of weight 0 doesn't count.
    assertThat(kl.evaluate(e, new float[] {3, 0, 0}, 3, slope)).isCloseTo(0, within(1e-6));
    assertThat(slope).containsExactly(1, 0, 0);
  }

  /** exp(1000) is no float. */
  @Test
  void largeResidualsStayFinite() {
    float[] e = {1000, 999, -1000};
    float[] slope = new float[3];
    float[] ratio = new float[3];
    DualForm kl = new DualForm.KullbackLeibler(false);
    assertThat(kl.evaluate(e, null, 3, slope))
        .isCloseTo(1000 + Math.log(1.367_879 / 3), within(1e-4));
    assertThat(slope).containsExactly(new float[] {0.731_059f, 0.268_941f, 0}, within(1e-5f));
    kl.ratios(e, 3, 100, ratio);
    assertThat(ratio).containsExactly(100, 100, 0);
    new DualForm.KullbackLeibler(true).ratios(e, 3, 100, ratio);
    assertThat(ratio).containsExactly(new float[] {2.193_176f, 0.806_824f, 0}, within(1e-4f));
  }

  private static StartValue value(int features, int... hidden) {
    Mlps mlps =
        new Mlps(
            Backends.named("fused"),
            MlpOptions.DEFAULT.withHidden(hidden),
            new RowShape(features, 1, 0, 1),
            new Rng(6));
    return new StartValue(mlps, 0, false);
  }

  private static final StartValue.Rows ROWS =
      new StartValue.Rows(
          new float[] {0.3f, -0.7f, 1.2f},
          new float[] {-0.2f, 0.9f, 0.4f},
          new float[] {0.5f, -1, 2},
          new float[] {0.9f, 0, 0.9f},
          null);
  private static final float[] STARTS = {0.1f, -0.4f};

  @ParameterizedTest
  @EnumSource(Divergence.class)
  void theGradientIsTheTrueOneOfAllThreeValues(Divergence divergence) {
    DualForm form = Dual.DEFAULT.withDivergence(divergence).form();
    StartValue stepped = value(1);
    State start = new State();
    value(1).parts().saveValues(start);
    float[] parameters = start.floats("network.parameters");
    stepped.step(form, ROWS, 3, STARTS, 0.9, 0);
    double h = 1e-2;
    for (int i = 0; i < parameters.length; i++) {
      double sum = 0;
      for (int sign : new int[] {1, -1}) {
        float[] moved = parameters.clone();
        moved[i] += (float) (sign * h);
        State state = new State();
        state.put("network.parameters", moved);
        StartValue other = value(1);
        other.parts().start(state);
        sum += sign * other.step(form, ROWS, 3, STARTS, 0.9, 0);
      }
      assertThat((double) stepped.gradient()[i]).isCloseTo(sum / (2 * h), within(1e-3));
    }
  }

  /**
   * Two states, gamma 0.5, every episode starts in the first. Recorded: from either state to
   * either, a quarter of the rows each. The rewards are 1 in the second state and 0 in the first.
   *
   * <p>With x = V(s) of both, e = r + A x with rows A = (-0.5, 0), (-1, 0.5), (0.5, -1), (0, -0.5).
   * The quadratic's minimum solves E[A'A] x = -((1 - gamma) mu0 + E[A'(1 + r)]).
   */
  @Test
  void chiSquareOnTwoStatesHasItsClosedForm() {
    double[][] a = {{-0.5, 0}, {-1, 0.5}, {0.5, -1}, {0, -0.5}};
    double[] r = {0, 0, 1, 1};
    double[][] m = new double[2][2];
    double[] b = {-0.5, 0};
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 2; j++) {
        b[j] -= a[i][j] * (1 + r[i]) / 4;
        for (int k = 0; k < 2; k++) {
          m[j][k] += a[i][j] * a[i][k] / 4;
        }
      }
    }
    double det = m[0][0] * m[1][1] - m[0][1] * m[1][0];
    double[] x = {(b[0] * m[1][1] - b[1] * m[0][1]) / det, (m[0][0] * b[1] - m[1][0] * b[0]) / det};
    StartValue value = value(2);
    StartValue.Rows rows =
        new StartValue.Rows(
            new float[] {1, 0, 1, 0, 0, 1, 0, 1},
            new float[] {1, 0, 0, 1, 1, 0, 0, 1},
            new float[] {0, 0, 1, 1},
            new float[] {0.5f, 0.5f, 0.5f, 0.5f},
            null);
    for (int i = 0; i < 4000; i++) {
      value.step(new DualForm.ChiSquare(), rows, 4, new float[] {1, 0}, 0.5, 0.01);
    }
    float[] e = value.residuals(rows, 4);
    for (int i = 0; i < 4; i++) {
      assertThat((double) e[i])
          .as("residual %d", i)
          .isCloseTo(r[i] + a[i][0] * x[0] + a[i][1] * x[1], within(2e-3));
    }
    // The ratios are a stationary distribution: into the first state flows what leaves it.
    double flowIn = 0.5 * ((1 + e[0]) + (1 + e[2])) / 4 + 0.5;
    assertThat(((1 + e[0]) + (1 + e[1])) / 4.0).isCloseTo(flowIn, within(2e-3));
    assertThat(((1 + e[0]) + (1 + e[1]) + (1 + e[2]) + (1 + e[3])) / 4.0)
        .isCloseTo(1, within(2e-3));
  }

  /** The expert acts at 0.5, the recording anywhere; cloning it gives 0. */
  @ParameterizedTest
  @EnumSource(Divergence.class)
  void itImitatesTheExpert(Divergence divergence) {
    Options options =
        with(divergence)
            .withDiscriminator(SMALL.discriminator().withUpdates(600).withGradientPenalty(0.1));
    assertThat(Imitation.greedyAction(options, 1800)).isBetween(0.3, 0.7);
  }

  @Test
  void itKeepsTheLearnersContract() {
    check(with(Divergence.KL), Box.of(2, -2, 2, Dtype.FLOAT32));
    check(
        with(Divergence.CHI_SQUARE)
            .withDiscriminator(SMALL.discriminator().withInputs(Discriminator.Inputs.STATE)),
        new Discrete(3));
  }

  private static void check(Options options, Space actions) {
    Toy toy = new Toy(actions);
    LearnerContract.check(
        options.factory(),
        toy.spec(),
        options.signals(toy.spec()),
        () -> VectorEnv.of(() -> new Toy(actions), 3));
  }

  @Test
  void aPreferenceIsRefused() {
    Toy toy = new Toy(Box.of(2, -2, 2, Dtype.FLOAT32));
    Options options = SMALL.withPreference(true);
    assertThatThrownBy(
            () ->
                options
                    .factory()
                    .create(
                        new Setup(toy.spec(), options.signals(toy.spec()), 10, new SeedTree(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "agent.preference is true, but an imitator has no objectives to prefer. Maybe set it to"
                + " false.");
    assertThat(options.requirements().sets()).isEqualTo(List.of("recorded", "expert"));
  }
}
