package org.morl4j.agents.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.agents.GradientLearner;
import org.morl4j.agents.Toy;
import org.morl4j.constraints.Mixer;
import org.morl4j.constraints.Mixture;
import org.morl4j.core.check.Vec;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.Signals;
import org.morl4j.core.data.TransitionTable;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.LearnerFactory;
import org.morl4j.core.learn.Phase;
import org.morl4j.core.learn.Requirements;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.Rng;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.state.State;
import org.morl4j.core.train.Plan;
import org.morl4j.core.train.Trainer;
import org.morl4j.testkit.LearnerContract;
import org.morl4j.testkit.Recordings;

/** Uni-RL on data, in action, and over the switch. */
class UniRlTest {
  private static final SeedTree SEEDS = new SeedTree(11);
  private static final Box BOX = Box.of(1, -1, 1, Dtype.FLOAT64);
  private static final Box TWO = Box.of(2, -2, 2, Dtype.FLOAT32);
  private static final UniRl.Divergence KL = new UniRl.ReverseKl(0.1, 5);
  private static final UniRl.Divergence CHI = new UniRl.ChiSquare(0.1);
  private static final UniRl.Options SMALL =
      UniRl.Options.DEFAULT
          .withLearningRate(3e-3)
          .withHidden(16, 16)
          .withCritic(ImplicitSettings.DEFAULT.critic().withParallel(false))
          .withReplay(
              ReplayOptions.DEFAULT
                  .withCapacity(500)
                  .withBatch(32)
                  .withWarmup(20)
                  .withStorage(ReplayOptions.Storage.HEAP));

  static Stream<UniRl.Options> kinds() {
    List<UniRl.Options> kinds = new ArrayList<>();
    for (UniRl.Divergence divergence : List.of(KL, CHI)) {
      UniRl.Options options = SMALL.withDivergence(divergence);
      kinds.add(options);
      kinds.add(options.withExtraction(Extraction.Importance.DEFAULT));
      kinds.add(options.withExtraction(Extraction.Likelihood.DEFAULT));
    }
    kinds.add(kinds.get(0).withDraws(3).withExtraction(new Extraction.InSample(0.1, 5, false)));
    return kinds.stream();
  }

  private static Learner<?> learner(UniRl.Options options) {
    EnvSpec spec = Bandit.spec(BOX);
    return options.factory().create(new Setup(spec, options.signals(spec), 4000, new SeedTree(3)));
  }

  private static void update(Learner<?> learner, UniRl.Options options, int times, Rng rng) {
    Mixture criterion = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
    Signals signals = options.signals(Bandit.spec(BOX));
    for (int i = 0; i < times; i++) {
      learner.update(Bandit.batch(signals, rng), criterion);
    }
  }

  /** Cloning gives the data's mean action, 0; the best action is 0.5. */
  @ParameterizedTest
  @MethodSource("kinds")
  void betterActionsCountMoreOnData(UniRl.Options options) {
    Learner<?> learner = learner(options);
    learner.enter(Phase.OFFLINE);
    update(learner, options, 1500, new Rng(5));
    assertThat(Bandit.greedyAction(learner)).isBetween(0.3, 0.75);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theReferenceLeadsToTheBestActionOnline(UniRl.Options options) {
    Learner<?> learner = learner(options);
    learner.enter(Phase.ONLINE);
    update(learner, options, 2500, new Rng(5));
    assertThat(Bandit.greedyAction(learner)).isBetween(0.3, 0.75);
  }

  private static State saved(Learner<?> learner) {
    State state = new State();
    learner.save(state);
    return state;
  }

  private static float[] mu(Learner<?> learner) {
    return saved(learner).floats("actor.network.target");
  }

  private static float[] pi(Learner<?> learner) {
    return saved(learner).floats("actor.network.parameters");
  }

  @Test
  void atTheSwitchMuIsCopiedAndThenMovesAsItIsTold() {
    for (Reference reference :
        List.of(new Reference.Fixed(), new Reference.Copies(3), new Reference.Moving(0.25))) {
      UniRl.Options options = SMALL.withReference(reference);
      Learner<?> learner = learner(options);
      Rng rng = new Rng(9);
      learner.enter(Phase.OFFLINE);
      float[] start = mu(learner);
      update(learner, options, 5, rng);
      assertThat(mu(learner)).as("on data").isEqualTo(start);
      float[] before = pi(learner);
      assertThat(before).isNotEqualTo(start);
      learner.enter(Phase.ONLINE);
      assertThat(mu(learner)).as("at the switch").isEqualTo(before);
      update(learner, options, 1, rng); // the sixth
      if (reference instanceof Reference.Fixed) {
        assertThat(mu(learner)).isEqualTo(before);
      } else if (reference instanceof Reference.Copies) {
        assertThat(mu(learner)).isEqualTo(pi(learner));
      } else {
        float[] now = pi(learner);
        for (int i = 0; i < now.length; i++) {
          float expected = before[i] + 0.25f * (now[i] - before[i]);
          assertThat(mu(learner)[i])
              .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-6f));
        }
      }
      update(learner, options, 1, rng);
      if (reference instanceof Reference.Copies) {
        assertThat(mu(learner)).as("not every update").isNotEqualTo(pi(learner));
      }
    }
  }

  /** Nobody but the clone is asked how likely they were. */
  @Test
  void recordedActionsServeOnlineToo() {
    UniRl.Options options = SMALL.withReference(new Reference.Recorded());
    Learner<?> learner = learner(options);
    learner.enter(Phase.ONLINE);
    float[] clone = saved(learner).floats("clone.network.parameters");
    float[] target = mu(learner);
    update(learner, options, 3, new Rng(2));
    assertThat(saved(learner).floats("clone.network.parameters")).isNotEqualTo(clone);
    assertThat(mu(learner)).isEqualTo(target);
  }

  private static void check(LearnerFactory factory, UniRl.Options options) {
    Toy toy = new Toy(TWO);
    LearnerContract.check(
        factory,
        toy.spec(),
        options.signals(toy.spec()),
        () -> VectorEnv.of(() -> new Toy(TWO), 3));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void itKeepsTheLearnersContractInBothPhases(UniRl.Options options) {
    check(options.factory(), options);
    check(GradientLearner.factory(Requirements.batches(32), options::algorithm), options);
  }

  /** Saved on data, at the switch, while it warms up and beyond. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 5, 14})
  void resumedOverTheSwitchEqualsUninterrupted(int turns) {
    UniRl.Options options = SMALL.withDraws(2);
    Toy toy = new Toy(TWO);
    Signals signals = options.signals(toy.spec());
    TransitionTable data;
    try (VectorEnv env = VectorEnv.of(() -> new Toy(TWO), 3)) {
      data = Recordings.random(env, signals, Set.of(), 20, SEEDS);
    }
    Plan plan = Plan.of(new Budget(60, 4), data);
    try (VectorEnv env = VectorEnv.of(() -> new Toy(TWO), 3);
        VectorEnv other = VectorEnv.of(() -> new Toy(TWO), 3)) {
      Trainer whole = trainer(env, options, signals, plan);
      for (int t = 0; t < turns; t++) {
        whole.advance();
      }
      State state = new State();
      whole.save(state);
      Trainer resumed = trainer(other, options, signals, plan);
      resumed.restore(state);
      int learned = 0;
      while (whole.hasNext()) {
        Record losses = whole.advance();
        learned += losses == null ? 0 : 1;
        assertThat(resumed.advance()).isEqualTo(losses);
      }
      assertThat(learned).isGreaterThan(5);
    }
  }

  private static Trainer trainer(VectorEnv env, UniRl.Options options, Signals signals, Plan plan) {
    Learner<?> learner =
        options.factory().create(new Setup(env.spec(), signals, 60, SEEDS.child("learner")));
    Mixture criterion = new Mixture(Mixer.weightedSum(Vec.of(1, 0)), List.of());
    return new Trainer(env, learner, criterion, signals, plan, SEEDS.child("train"));
  }

  @Test
  void itNeedsABox() {
    EnvSpec spec = new Toy(new Discrete(3)).spec();
    Setup setup = new Setup(spec, SMALL.signals(spec), 1, SEEDS);
    assertThatThrownBy(() -> SMALL.algorithm(setup))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this agent needs a Box");
  }
}
