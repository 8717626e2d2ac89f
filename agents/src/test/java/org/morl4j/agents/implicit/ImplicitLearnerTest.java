package org.morl4j.agents.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.Algorithm;
import org.morl4j.agents.Toy;
import org.morl4j.agents.regularized.Bc;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.state.State;
import org.morl4j.nn.RateSchedule;
import org.morl4j.testkit.LearnerContract;

/** The agents of the family: which actions they find, and the contract of learners. */
class ImplicitLearnerTest {
  private static final Box BOX = Box.of(1, -1, 1, Dtype.FLOAT64);
  private static final ReplayOptions REPLAY =
      ReplayOptions.DEFAULT
          .withCapacity(500)
          .withBatch(32)
          .withWarmup(20)
          .withStorage(ReplayOptions.Storage.HEAP);

  private static <O extends ImplicitOptions<O>> O small(O options) {
    return options
        .withLearningRate(3e-3)
        .withHidden(16, 16)
        .withPolicySchedule(RateSchedule.CONSTANT)
        .withCritic(options.settings().critic().withParallel(false))
        .withReplay(REPLAY);
  }

  /** Each with knobs sharp enough for returns of about 1. */
  static Stream<AgentOptions> sharp() {
    FDvl.Options dvl = small(FDvl.Options.DEFAULT.withTemperature(10));
    return Stream.of(
        small(Iql.Options.DEFAULT.withBeta(10)),
        small(Iql.Options.DEFAULT.withBeta(10)).withValueLayerNorm(true),
        small(Sql.Options.DEFAULT.withAlpha(0.2)),
        small(Sql.Options.DEFAULT.withAlpha(0.1).withWeight(Sql.Weight.SPARSE)),
        small(Eql.Options.DEFAULT.withAlpha(1)),
        small(Eql.Options.DEFAULT.withAlpha(1).withClipped(Eql.Clipped.FALLING)),
        small(Xql.Options.DEFAULT.withBeta(1).withTemperature(10)),
        small(Xql.Options.DEFAULT.withTemperature(10)).withActions(new ValueActions(1, 0.1, 2)),
        dvl,
        dvl.withDivergence(FDvl.TotalVariation.DEFAULT),
        dvl.withDivergence(FDvl.ReverseKl.DEFAULT));
  }

  /** Cloning gives the data's mean action, 0; the better actions lie around 0.5. */
  @ParameterizedTest
  @MethodSource("sharp")
  void betterActionsCountMoreAndOtherSignalsNot(AgentOptions options) {
    assertThat(Bandit.greedyAction(options)).isBetween(0.3, 0.65);
  }

  @Test
  void cloningFindsTheMean() {
    Bc.Options clone =
        Bc.Options.DEFAULT.withLearningRate(3e-3).withHidden(16, 16).withReplay(REPLAY);
    assertThat(Bandit.greedyAction(clone)).isBetween(-0.1, 0.1);
  }

  /** At the run's end the policy stands still under its cosine, and the critics go on. */
  @Test
  void thePolicyHasAScheduleOfItsOwn() {
    Iql.Options options = small(Iql.Options.DEFAULT).withPolicySchedule(RateSchedule.COSINE);
    EnvSpec spec = Bandit.spec(BOX);
    Algorithm<?> iql =
        options.algorithm(new Setup(spec, options.signals(spec), 100, new SeedTree(3)));
    State before = new State();
    iql.parts().saveValues(before);
    Mixture criterion = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
    iql.update(Bandit.batch(options.signals(spec), new Rng(5)), criterion, 100);
    State after = new State();
    iql.parts().saveValues(after);
    String policy = "actor.network.parameters";
    String critic = "critics.0.network.parameters";
    assertThat(after.floats(policy)).isEqualTo(before.floats(policy));
    assertThat(after.floats(critic)).isNotEqualTo(before.floats(critic));
  }

  static Stream<AgentOptions> all() {
    return Stream.of(
        small(Iql.Options.DEFAULT),
        small(Sql.Options.DEFAULT),
        small(Eql.Options.DEFAULT),
        small(Xql.Options.DEFAULT.withActions(new ValueActions(1, 0.1, 2))),
        small(FDvl.Options.DEFAULT),
        small(Iql.Options.DEFAULT).withPreference(true));
  }

  @ParameterizedTest
  @MethodSource("all")
  void theyKeepTheLearnersContract(AgentOptions options) {
    check(options, Box.of(2, -2, 2, Dtype.FLOAT32));
  }

  /** Critics see one column for each choice. */
  @Test
  void iqlAndSqlServeDiscreteActions() {
    check(small(Iql.Options.DEFAULT), new Discrete(3));
    check(small(Sql.Options.DEFAULT), new Discrete(3));
  }

  private static void check(AgentOptions options, Space actions) {
    Toy toy = new Toy(actions);
    LearnerContract.check(
        options.factory(),
        toy.spec(),
        options.signals(toy.spec()),
        () -> VectorEnv.of(() -> new Toy(actions), 3));
  }

  @Test
  void otherActionsThanRecordedOnesNeedABox() {
    Xql.Options options = Xql.Options.DEFAULT.withActions(new ValueActions(2, 0, 1));
    EnvSpec spec = new Toy(new Discrete(3)).spec();
    Setup setup = new Setup(spec, options.signals(spec), 1, new SeedTree(1));
    assertThatThrownBy(() -> options.algorithm(setup))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("agent.randomActions is 2")
        .hasMessageContaining("Maybe set both to 0.");
  }
}
