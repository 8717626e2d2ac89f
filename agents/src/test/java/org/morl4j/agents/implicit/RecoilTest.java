package org.morl4j.agents.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.morl4j.agents.Toy;
import org.morl4j.agents.implicit.Recoil.Losses;
import org.morl4j.agents.implicit.Recoil.Options;
import org.morl4j.agents.implicit.Recoil.PolicyRows;
import org.morl4j.agents.part.BatchRows;
import org.morl4j.agents.part.Copy;
import org.morl4j.agents.part.OwnSignal;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;
import org.morl4j.testkit.LearnerContract;

/** ReCOIL's losses by hand, its gradients by differences, and whom it imitates. */
class RecoilTest {
  private static final Box BOX = Box.of(1, -1, 1, Dtype.FLOAT64);
  private static final Mixture CRITERION = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
  private static final Options SMALL =
      Options.DEFAULT
          .withLearningRate(3e-3)
          .withHidden(16, 16)
          .withReplay(
              ReplayOptions.DEFAULT
                  .withCapacity(500)
                  .withBatch(64)
                  .withStorage(ReplayOptions.Storage.HEAP));

  private static Recoil learner(Options options) {
    EnvSpec spec = Bandit.spec(BOX);
    return new Recoil(options, new Setup(spec, options.signals(spec), 10, new SeedTree(3)));
  }

  /** Rows 0 and 2 are recorded, of which row 2 ends its episode; 1 and 3 are the expert's. */
  private static Batch batch(Signals signals) {
    return new Batch(
            signals,
            new int[] {0, 1, 2, 3, 4},
            new float[] {0.3f, -0.8f, 0.5f, 0.1f},
            new float[] {0.6f, 0.2f, -0.4f, -0.9f},
            new double[] {0.2, 0.5, -0.7, 0.4},
            new double[] {9, 9, -5, 3, 7, 7, 1, 2},
            new double[0],
            new boolean[] {false, false, true, false},
            new boolean[4],
            new int[] {1, 1, 1, 1})
        .with(Column.SOURCE, new int[] {0, 1, 0, 1});
  }

  /** Expert rows are to be worth +2/(1 - gamma), a step -2 more, an end -2/(1 - gamma). */
  @Test
  void lossesByHand() {
    Options options = SMALL.withGamma(0.9).withBeta(5).withTemperature(0.1);
    EnvSpec spec = Bandit.spec(BOX);
    Batch batch = batch(options.signals(spec));
    Recoil asked = learner(options);
    BatchRows rows = rows(options, batch);
    double[] q = means(asked, rows);
    double[] v = doubles(asked.value.values(Copy.LIVE, rows.state(), 4));
    double expectedValue = 0;
    for (int i : new int[] {0, 2}) {
      double z = (q[i] - v[i]) / 5;
      expectedValue += (Math.exp(z) - z - 1) / 2;
    }
    Recoil recoil = learner(options);
    Losses losses = recoil.update(batch, CRITERION, 0);
    assertThat(losses.value()).isCloseTo(expectedValue, within(1e-5));
    assertThat(losses.recordedValue()).isCloseTo((q[0] + q[2]) / 2, within(1e-5));
    assertThat(losses.expertValue()).isCloseTo((q[1] + q[3]) / 2, within(1e-5));
    double[] vNew = doubles(recoil.value.values(Copy.LIVE, rows.state(), 4));
    double[] next = doubles(recoil.value.values(Copy.LIVE, rows.nextState(), 4));
    double[] y = {-2 + 0.9 * next[0], 20, -20, 20};
    double expectedCritic = 0;
    for (int c = 0; c < 2; c++) {
      double[] own = critic(options, c, rows);
      for (int i = 0; i < 4; i++) {
        expectedCritic += 0.5 * (own[i] - y[i]) * (own[i] - y[i]) / 4;
      }
    }
    assertThat(losses.critic()).isCloseTo(expectedCritic, within(1e-3));
    for (int i = 0; i < 4; i++) {
      assertThat((double) recoil.weight()[i])
          .isCloseTo(Math.exp(0.1 * (q[i] - vNew[i])), within(1e-4));
    }
  }

  private static BatchRows rows(Options options, Batch batch) {
    EnvSpec spec = Bandit.spec(BOX);
    Setup setup = new Setup(spec, options.signals(spec), 10, new SeedTree(3));
    BatchRows rows =
        new BatchRows(OwnSignal.mlps(setup, options.networks()).shape(), options.signals(spec));
    rows.load(batch, new OwnSignal(CRITERION));
    return rows;
  }

  private static double[] doubles(float[] values) {
    double[] out = new double[4];
    Arrays.setAll(out, i -> values[i]);
    return out;
  }

  /** Of the target critics, the least. */
  private static double[] means(Recoil recoil, BatchRows rows) {
    return doubles(recoil.critics.values(Copy.TARGET, rows.stateAction(), rows));
  }

  /** Of one critic at the start: those of a learner with both critics set to it. */
  private static double[] critic(Options options, int c, BatchRows rows) {
    State state = new State();
    learner(options).parts().saveValues(state);
    State same = new State();
    state.entries().forEach((name, value) -> put(same, name, value, state, c));
    Recoil recoil = learner(options);
    recoil.parts().start(same);
    return means(recoil, rows);
  }

  private static void put(State to, String name, Object value, State from, int c) {
    String source = name.replaceFirst("^critics\\.[01]\\.", "critics." + c + ".");
    to.put(name, from.floats(source));
  }

  @Test
  void theRecordedHalfAloneMakesThePolicyWhereItIsAskedFor() {
    Options options = SMALL.withPolicyRows(PolicyRows.RECORDED);
    Recoil recoil = learner(options);
    recoil.update(batch(options.signals(Bandit.spec(BOX))), CRITERION, 0);
    assertThat(recoil.weight()[1]).isZero();
    assertThat(recoil.weight()[3]).isZero();
    assertThat(recoil.weight()[0]).isPositive();
  }

  /** The expert acts at 0.5, the recording anywhere; cloning it gives 0. */
  @ParameterizedTest
  @EnumSource(PolicyRows.class)
  void itImitatesTheExpert(PolicyRows policyRows) {
    Options options =
        SMALL.withPolicyRows(policyRows).withGamma(0.9).withBeta(5).withTemperature(0.5);
    assertThat(Imitation.greedyAction(options, 1500)).isBetween(0.3, 0.7);
  }

  @Test
  void itKeepsTheLearnersContract() {
    check(Box.of(2, -2, 2, Dtype.FLOAT32));
    check(new Discrete(3));
  }

  private static void check(Space actions) {
    Toy toy = new Toy(actions);
    LearnerContract.check(
        SMALL.factory(),
        toy.spec(),
        SMALL.signals(toy.spec()),
        () -> VectorEnv.of(() -> new Toy(actions), 3));
  }

  @Test
  void valuesWithoutBoundsAreRefused() {
    assertThatThrownBy(() -> learner(SMALL.withGamma(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "agent.gamma is 1.0, but the values of recoil are bounded by agent.penalty / (1 -"
                + " agent.gamma). Maybe use 0.99.");
  }
}
