package org.morl4j.agents.regularized;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.agents.Toy;
import org.morl4j.agents.part.ActionVae;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.agents.part.Mlps;
import org.morl4j.agents.regularized.BetterCloning.Actions;
import org.morl4j.agents.regularized.BetterCloning.Values;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;
import org.morl4j.testkit.LearnerContract;

class A2prTest {
  private static A2pr.Options small() {
    return A2pr.Options.DEFAULT
        .withVae(ActionVae.Options.DEFAULT.withVaeHidden(8, 8))
        .withCritic(A2pr.Options.DEFAULT.td3().critic().withParallel(false))
        .withHidden(16, 16)
        .withReplay(
            ReplayOptions.DEFAULT
                .withCapacity(500)
                .withBatch(32)
                .withWarmup(20)
                .withStorage(ReplayOptions.Storage.HEAP));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keepsTheLearnersContract(boolean preference) {
    A2pr.Options options = small().withPreference(preference);
    Toy toy = new Toy(Box.of(2, -2, 2, Dtype.FLOAT32));
    LearnerContract.check(
        options.factory(),
        toy.spec(),
        options.signals(toy.spec()),
        () -> VectorEnv.of(() -> new Toy(Box.of(2, -2, 2, Dtype.FLOAT32)), 3));
  }

  private static final float[] POLICY = {0.5f, -0.5f, 0.25f, 0.75f};
  private static final float[] MADE = {0.25f, 0.5f, 1, -1};
  private static final float[] RECORDED = {1, -1, 0, 0.5f};

  /** Row 0 clones the made 0.25, row 1 the recorded -1, row 2 neither, row 3 the recorded 0.5. */
  private static Values values() {
    float[] made = {2, 1, 0, 1};
    float[] recorded = {1, 3, 0.5f, 2};
    return new Values(made, recorded, new float[] {2, 2, 0.5f, 1.5f});
  }

  /** 0.4 (0.25^2 + 0.5^2 + 0.25^2) / 4, of which row 0's slope goes through the autoencoder too. */
  @Test
  void cloningByHandAndByFiniteDifferences() {
    float[] dAct = new float[4];
    float[] dMade = new float[4];
    Actions actions = new Actions(POLICY, MADE, RECORDED);
    double loss = BetterCloning.cloning(0.4, actions, values(), dAct, dMade);
    assertThat(loss).isCloseTo(0.0375, within(1e-12));
    assertThat(dAct).containsExactly(new float[] {0.05f, 0.1f, 0, 0.05f}, within(1e-7f));
    assertThat(dMade).containsExactly(new float[] {-0.05f, 0, 0, 0}, within(1e-7f));
    for (int i = 0; i < 4; i++) {
      assertThat(slope(i, true)).isCloseTo(dAct[i], within(1e-6));
      assertThat(slope(i, false)).isCloseTo(dMade[i], within(1e-6));
    }
  }

  private static double slope(int i, boolean policy) {
    double[] both = new double[2];
    for (int side = 0; side < 2; side++) {
      float[] p = POLICY.clone();
      float[] m = MADE.clone();
      (policy ? p : m)[i] += side == 0 ? 1f / 128 : -1f / 128;
      Actions moved = new Actions(p, m, RECORDED);
      both[side] = BetterCloning.cloning(0.4, moved, values(), new float[4], new float[4]);
    }
    return (both[0] - both[1]) * 64;
  }

  private static final EnvSpec SPEC =
      new EnvSpec(
          "test:line",
          Box.of(1, -100, 100, Dtype.FLOAT64),
          Box.of(1, -1, 1, Dtype.FLOAT64),
          List.of("gain"),
          List.of(),
          1,
          null,
          null,
          "agents");

  private static ActionVae vae(int... hidden) {
    Signals signals = small().signals(SPEC);
    Mlps mlps = Mlps.of(new Setup(SPEC, signals, 1, new SeedTree(3)), MlpOptions.DEFAULT);
    return new ActionVae(new ActionVae.Options(List.of(), 0.01).withVaeHidden(hidden), mlps);
  }

  /**
   * All parameters 0 but the encoder's biases: means 1 and 0, log deviations 0 and 1, an action of
   * tanh(0) = 0. L = (3 0.5^2 + 0.25^2) / 2 + 1/2 (1/2 + 1/2 (e^2 - 3)) / 2.
   */
  @Test
  void lossOfTheAutoencoderByHand() {
    ActionVae vae = vae();
    State state = new State();
    float[] encoder = new float[2 * 4 + 4];
    encoder[8] = 1;
    encoder[11] = 1;
    state.put("encoder.parameters", encoder);
    state.put("decoder.parameters", new float[4]);
    vae.start(state);
    float[] out = vae.reconstruct(new float[2], new float[] {0, 0.5f, 0, 0.25f}, 2, new Rng(1));
    assertThat(out).containsExactly(0, 0);
    double kl = (0.5 + 0.5 * (Math.exp(2) - 3)) / 2;
    double loss = vae.step(new float[] {0.5f, 0.25f}, new float[] {3, 1}, 1e-9);
    assertThat(loss).isCloseTo((3 * 0.25 + 0.0625) / 2 + 0.5 * kl, within(1e-6));
    vae.start(state);
    float[] each = new float[2];
    vae.divergences(new float[] {0, 0.5f, 0, 0.25f}, 2, each);
    assertThat(each).containsExactly(new float[] {(float) kl, (float) kl}, within(1e-6f));
  }

  /** The same noise each time: u as a function of a, and its slope. */
  @Test
  void slopesThroughTheAutoencoderAreFiniteDifferences() {
    ActionVae vae = vae(6, 6);
    float[] dAct = new float[2];
    float[] in = {1, 0.5f, -1, 0.25f};
    vae.reconstruct(new float[] {1, -1}, in, 2, new Rng(1));
    vae.backward(new float[] {1, 3}, dAct);
    for (int i = 0; i < 2; i++) {
      double[] both = new double[2];
      for (int side = 0; side < 2; side++) {
        float[] moved = in.clone();
        moved[2 * i + 1] += side == 0 ? 1f / 64 : -1f / 64;
        float[] u = vae.reconstruct(new float[] {1, -1}, moved, 2, new Rng(1));
        both[side] = u[0] + 3 * u[1];
      }
      assertThat((both[0] - both[1]) * 32).isCloseTo(dAct[i], within(2e-4));
      assertThat(dAct[i]).isNotZero();
    }
  }

  /** Actions 0.5 at -1 and -0.5 at 1; one row of another kind counts nothing. */
  @Test
  void theAutoencoderLearnsWhatTheDataWouldDo() {
    ActionVae vae = vae(16, 16);
    float[] state = {-1, 1, -1};
    float[] in = {-1, 0.5f, 1, -0.5f, -1, -0.9f};
    float[] weight = {1, 1, 0};
    Rng rng = new Rng(2);
    for (int i = 0; i < 1500; i++) {
      vae.reconstruct(state, in, 3, rng);
      vae.step(new float[] {0.5f, -0.5f, -0.9f}, weight, 1);
    }
    float[] u = vae.reconstruct(state, in, 3, rng);
    assertThat(u[0]).isCloseTo(0.5f, within(0.15f));
    assertThat(u[1]).isCloseTo(-0.5f, within(0.15f));
    assertThat(u[2]).isCloseTo(0.5f, within(0.35f));
  }
}
