package org.morl4j.agents.discrete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morl4j.agents.GradientLearner;
import org.morl4j.agents.policy.Risk;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;
import org.morl4j.nn.Activation;
import org.morl4j.testkit.SumOfObjectives;

/** One update by hand: Z = x (1 + cos(pi tau)) for action 0, 3 less that for action 1. */
class IqnTest {
  private static final float[] COSINE = {1, 0, 1, 1, 0, 1, -1, 0, 3};
  private static final EnvSpec SPEC =
      new EnvSpec(
          "test:line",
          Box.of(1, -9, 9, Dtype.FLOAT64),
          new Discrete(2),
          List.of("gain"),
          List.of(),
          10,
          null,
          null,
          "agents");

  private static Iqn.Options options(int samples, boolean doubleQ, boolean dueling, Risk risk) {
    return new Iqn.Options(
        samples,
        2,
        2,
        1,
        risk,
        new DqnSettings(
            ReplayOptions.DEFAULT
                .withCapacity(100)
                .withBatch(1)
                .withWarmup(0)
                .withStorage(ReplayOptions.Storage.HEAP),
            0.5,
            new DqnSettings.Step(1e-3, 1e-8, 0),
            new DqnSettings.Target(9, 1, doubleQ),
            new Exploration(1, 0.2, 0.5),
            new DqnSettings.Shape(List.of(1), Activation.RELU, dueling)));
  }

  /** A learner whose online network is COSINE. */
  private static GradientLearner<Dqn.Losses> iqn(Iqn.Options options, float[] target) {
    Setup setup = new Setup(SPEC, options.signals(SPEC), 10, new SeedTree(1));
    GradientLearner<Dqn.Losses> iqn =
        new GradientLearner<>(options.requirements(), new Iqn(options, setup));
    State state = new State();
    iqn.save(state);
    state.put("network.parameters", COSINE);
    state.put("network.target", target);
    iqn.restore(state);
    return iqn;
  }

  /** At 1 action 0 to 2. */
  private static Dqn.Losses update(GradientLearner<Dqn.Losses> iqn) {
    Signals signals = Signals.of(SPEC, 0.5, 1);
    Batch batch =
        new Batch(
            signals,
            new int[] {0, 1},
            new float[] {1},
            new float[] {2},
            new double[] {0},
            new double[] {1},
            new double[0],
            new boolean[1],
            new boolean[1],
            new int[] {1});
    return iqn.update(batch, new SumOfObjectives(signals));
  }

  /** y_j = 1 + 0.5 zbar(tau'_j) against 1 + cos(pi tau_i), fractions as they are drawn. */
  private static double expected(int n, double level, double slope) {
    Rng rng = new SeedTree(1).child("target").generator();
    double[] y = new double[n];
    double[] tau = new double[n];
    for (int j = 0; j < n; j++) {
      y[j] = 1 + 0.5 * (level + slope * Math.cos(Math.PI * rng.nextFloat()));
    }
    for (int i = 0; i < n; i++) {
      tau[i] = rng.nextFloat();
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double d = y[j] - 1 - Math.cos(Math.PI * tau[i]);
        double huber = Math.abs(d) <= 1 ? d * d / 2 : Math.abs(d) - 0.5;
        sum += Math.abs(tau[i] - (d < 0 ? 1 : 0)) * huber;
      }
    }
    return sum / n;
  }

  @Test
  void lossIsThePapersAtTheFractionsDrawn() {
    // At 2 action 0 is worth 2, action 1 worth 1: Z = 2 + 2 cos(pi tau).
    GradientLearner<Dqn.Losses> iqn = iqn(options(3, false, false, new Risk.Neutral()), COSINE);
    assertThat(update(iqn).q()).isCloseTo(expected(3, 2, 2), within(1e-6));
  }

  @Test
  void withDoubleTheOnlineNetworkChooses() {
    // The target network holds action 1 best: Z = 9 - 2 - 2 cos(pi tau) there, 2 + .. for 0.
    float[] target = {1, 0, 1, 1, 0, 1, -1, 0, 9};
    GradientLearner<Dqn.Losses> without = iqn(options(3, false, false, new Risk.Neutral()), target);
    assertThat(update(without).q()).isCloseTo(expected(3, 7, -2), within(1e-6));
    GradientLearner<Dqn.Losses> with = iqn(options(3, true, false, new Risk.Neutral()), target);
    assertThat(update(with).q()).isCloseTo(expected(3, 2, 2), within(1e-6));
  }

  @Test
  void riskChoosesInTargetsToo() {
    // Late fractions alone, tau = 0.68 and 0.91: cos about -0.53 and -0.96, so action 0 is worth
    // about 0.5 and action 1 about 2.5.
    GradientLearner<Dqn.Losses> iqn = iqn(options(2, false, false, new Risk.Pow(3)), COSINE);
    assertThat(update(iqn).q()).isCloseTo(expected(2, 1, -2), within(1e-6));
    double[] act = new double[1];
    Rng[] unused = {new Rng(1)};
    iqn.policy().actor(1, Mode.EXPLOIT, unused).act(new double[] {2}, null, act, null);
    assertThat(act[0]).isEqualTo(1);
  }

  @Test
  void stepFollowsTheGradient() {
    // Adam's first step is the rate against the sign; of action 1's bias there is no gradient.
    GradientLearner<Dqn.Losses> iqn = iqn(options(3, false, false, new Risk.Neutral()), COSINE);
    update(iqn);
    State state = new State();
    iqn.save(state);
    float[] moved = state.floats("network.parameters");
    assertThat(moved[8]).isEqualTo(3);
    assertThat(Math.abs(moved[7])).isCloseTo(1e-3f, within(1e-6f));
    assertThat(Arrays.equals(state.floats("network.target"), COSINE)).isTrue();
  }

  @Test
  void optionsSayWhatIsAllowed() {
    assertThatThrownBy(() -> options(0, false, false, new Risk.Neutral()))
        .hasMessageContaining("samples is 0, but must lie between 1 and 4096.");
    assertThatThrownBy(() -> options(8, false, true, new Risk.Neutral()))
        .hasMessageContaining("dueling is true, but IQN has no dueling streams. Maybe use qr-dqn.");
  }
}
