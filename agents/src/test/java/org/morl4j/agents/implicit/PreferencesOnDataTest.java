package org.morl4j.agents.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.SingleSteps;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.data.Batch;
import org.morl4j.core.data.Column;
import org.morl4j.core.data.DrawnPreferences;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionSource;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Mode;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Dtype;
import org.morl4j.nn.RateSchedule;

/**
 * One state and two objectives, -(a - 0.8)^2 and -(a + 0.8)^2, recorded under no preference: under
 * w the best action is 0.8 (w_1 - w_2), and cloning finds 0.
 */
class PreferencesOnDataTest {
  private static final int ROWS = 2000;
  private static final EnvSpec SPEC = Bandit.spec(Box.of(1, -1, 1, Dtype.FLOAT64));

  private static <O extends ImplicitOptions<O>> O small(O options) {
    return options
        .withLearningRate(3e-3)
        .withHidden(32, 32)
        .withPolicySchedule(RateSchedule.CONSTANT)
        .withCritic(options.settings().critic().withParallel(false))
        .withBatch(64);
  }

  static Stream<ImplicitOptions<?>> conditioned() {
    return Stream.of(
        small(Iql.Options.DEFAULT.withBeta(10)).withPreference(true),
        small(Sql.Options.DEFAULT.withAlpha(0.1)).withPreference(true),
        small(Xql.Options.DEFAULT.withBeta(1).withTemperature(10)).withPreference(true));
  }

  private static TransitionTable recorded(Signals signals) {
    Rng rng = new Rng(5);
    double[] act = new double[ROWS];
    double[] reward = new double[2 * ROWS];
    boolean[] terminated = new boolean[ROWS];
    Arrays.fill(terminated, true);
    for (int i = 0; i < ROWS; i++) {
      act[i] = 2 * rng.nextDouble() - 1;
      reward[2 * i] = -(act[i] - 0.8) * (act[i] - 0.8);
      reward[2 * i + 1] = -(act[i] + 0.8) * (act[i] + 0.8);
    }
    float[] obs = new float[ROWS];
    Batch batch = SingleSteps.of(signals, obs, obs.clone(), act, reward, terminated);
    return TransitionTable.of("the bandit's", List.of(batch));
  }

  @ParameterizedTest
  @MethodSource("conditioned")
  void onePolicyServesEveryPreference(ImplicitOptions<?> options) {
    Signals signals = options.signals(SPEC);
    Learner<?> learner = options.factory().create(new Setup(SPEC, signals, 4000, new SeedTree(3)));
    Mixture criterion = new Mixture(Mixer.byPreference(2, 2), List.of());
    TransitionSource source = new DrawnPreferences(recorded(signals), signals).source();
    Rng rng = new Rng(7);
    for (int update = 0; update < 2000; update++) {
      learner.update(source.sample(64, rng), criterion);
    }
    assertThat(greedy(learner, 1, 0)).isBetween(0.4, 0.95);
    assertThat(greedy(learner, 0, 1)).isBetween(-0.95, -0.4);
    assertThat(greedy(learner, 0.5, 0.5)).isEqualTo(0, offset(0.2));
  }

  private static double greedy(Learner<?> learner, double... preference) {
    double[] act = new double[1];
    double[] under = learner.requirements().preference() ? preference : null;
    learner
        .policy()
        .actor(1, Mode.EXPLOIT, new SeedTree(1).generators(1))
        .act(new double[1], under, act, null);
    return act[0];
  }

  /** The policy that the search for extraction makes: weights of rows decide what it clones. */
  @Test
  void clonesFollowTheWeightsOfRows() {
    Iql.Options options = small(Iql.Options.DEFAULT);
    Optional<LearnerFactory> cloning = options.factory().cloning();
    assertThat(cloning).isPresent();
    Signals signals = options.signals(SPEC);
    Learner<?> clone = cloning.get().create(new Setup(SPEC, signals, 4000, new SeedTree(3)));
    assertThat(clone.values()).isNull();
    Mixture criterion = new Mixture(Mixer.byPreference(2, 2), List.of());
    TransitionSource source = recorded(signals).source();
    Rng rng = new Rng(7);
    for (int update = 0; update < 1000; update++) {
      Batch batch = source.sample(64, rng);
      float[] weight = new float[64];
      for (int i = 0; i < 64; i++) {
        weight[i] = batch.act()[i] > 0.4 ? 1 : 0;
      }
      clone.update(batch.with(Column.WEIGHT, weight), criterion);
    }
    assertThat(greedy(clone)).isEqualTo(0.7, offset(0.1));
  }
}
