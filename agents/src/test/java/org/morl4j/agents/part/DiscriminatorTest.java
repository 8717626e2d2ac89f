package org.morl4j.agents.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.morl4j.agents.part.Discriminator.Inputs;
import org.morl4j.agents.part.Discriminator.Options;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.state.State;
import org.morl4j.nn.Backends;

/** The discriminator's loss by hand, its gradient by differences, and the ratio it finds. */
class DiscriminatorTest {
  private static final int N = 3;
  private static final float[] EXPERT = {0.5f, -1, 1.5f, 0.2f, -0.3f, 0.8f};
  private static final float[] OTHER = {-0.5f, 0.4f, 0.1f, -1.2f, 0.9f, 1};
  private static final Options SMALL = Options.DEFAULT.withHidden(5, 4).withGradientPenalty(3);

  private static Discriminator discriminator(Options options) {
    Mlps mlps =
        new Mlps(Backends.named("fused"), MlpOptions.DEFAULT, new RowShape(2, 1, 0, 1), new Rng(4));
    return new Discriminator(options.withInputs(Inputs.STATE), mlps);
  }

  private static Discriminator at(Options options, float[] parameters) {
    State moved = new State();
    moved.put("network.parameters", parameters);
    Discriminator made = discriminator(options);
    made.parts().start(moved);
    return made;
  }

  private static float[] parameters(Options options) {
    State state = new State();
    discriminator(options).parts().saveValues(state);
    return state.floats("network.parameters");
  }

  @Test
  void crossEntropyByHand() {
    Options plain = SMALL.withGradientPenalty(0);
    Discriminator asked = discriminator(plain);
    double expected = 0;
    float[] expert = asked.logRatio(EXPERT, N).clone();
    float[] other = asked.logRatio(OTHER, N).clone();
    for (int i = 0; i < N; i++) {
      expected += Math.log(1 + Math.exp(-expert[i])) / N + Math.log(1 + Math.exp(other[i])) / N;
    }
    Discriminator trained = discriminator(plain);
    trained.step(EXPERT, OTHER, N, new Rng(1));
    assertThat(trained.loss()).isCloseTo(expected, within(1e-6));
  }

  /** The penalty of a linear D is known: (|w| - 1)^2 wherever it is taken. */
  @Test
  void penaltyByHand() {
    Options linear = SMALL.withHidden();
    float[] w = {3, 4, 0.7f};
    Discriminator with = at(linear, w);
    with.step(EXPERT, OTHER, N, new Rng(1));
    Discriminator without = at(linear.withGradientPenalty(0), w);
    without.step(EXPERT, OTHER, N, new Rng(1));
    assertThat(with.loss() - without.loss()).isCloseTo(3 * 16, within(1e-3));
    // d/dw 3 (|w| - 1)^2 = 6 (|w| - 1) w / |w|
    assertThat((double) with.gradient()[0] - without.gradient()[0]).isCloseTo(14.4, within(0.01));
    assertThat((double) with.gradient()[1] - without.gradient()[1]).isCloseTo(19.2, within(0.01));
    assertThat((double) with.gradient()[2] - without.gradient()[2]).isCloseTo(0, within(0.01));
  }

  @Test
  void gradientOfAllByDifferences() {
    float[] start = parameters(SMALL);
    Discriminator trained = discriminator(SMALL);
    trained.step(EXPERT, OTHER, N, new Rng(1));
    double h = 1e-2;
    double largest = 0;
    for (int i = 0; i < start.length; i++) {
      double sum = 0;
      for (int sign : new int[] {1, -1}) {
        float[] moved = start.clone();
        moved[i] += (float) (sign * h);
        Discriminator other = at(SMALL, moved);
        other.step(EXPERT, OTHER, N, new Rng(1));
        sum += sign * other.loss();
      }
      double expected = sum / (2 * h);
      assertThat((double) trained.gradient()[i])
          .as("parameter %d", i)
          .isCloseTo(expected, within(0.01 * (1 + Math.abs(expected))));
      largest = Math.max(largest, Math.abs(expected));
    }
    assertThat(largest).isGreaterThan(0.3);
  }

  /** Of two points seen with 3/4 and 1/4 against 1/4 and 3/4, the log ratios are +-log 3. */
  @Test
  void itFindsTheLogRatio() {
    Discriminator learned = discriminator(SMALL.withGradientPenalty(0).withLearningRate(0.02));
    float[] expert = {1, 0, 1, 0, 1, 0, 0, 1};
    float[] other = {1, 0, 0, 1, 0, 1, 0, 1};
    for (int i = 0; i < 800; i++) {
      learned.step(expert, other, 4, new Rng(1));
    }
    float[] ratio = learned.logRatio(new float[] {1, 0, 0, 1}, 2);
    assertThat((double) ratio[0]).isCloseTo(Math.log(3), within(0.02));
    assertThat((double) ratio[1]).isCloseTo(-Math.log(3), within(0.02));
  }
}
