package org.morl4j.agents.discrete;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.morl4j.agents.policy.Risk;
import org.morl4j.agents.value.CategoricalHead;
import org.morl4j.agents.value.ScalarHead;
import org.morl4j.agents.value.ValueHeadOptions;
import org.morl4j.core.check.Vec;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.data.ReplayOptions;
import org.morl4j.core.data.ReplayOptions.Priority;
import org.morl4j.core.data.Signals;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.VectorEnv;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.learn.Learner;
import org.morl4j.core.learn.Setup;
import org.morl4j.core.rng.SeedTree;
import org.morl4j.core.train.Evaluator;
import org.morl4j.core.train.Trainer;
import org.morl4j.nn.Activation;
import org.morl4j.testkit.Corridor;
import org.morl4j.testkit.LearnerContract;
import org.morl4j.testkit.SumOfObjectives;

class DqnLearningTest {
  private static final int ROWS = 2;

  /** Learns from {@code warmup} transitions on; its target network moves soon. */
  private static DqnSettings settings(
      int warmup, boolean dueling, int nStep, @Nullable Priority priority) {
    return new DqnSettings(
        ReplayOptions.DEFAULT
            .withCapacity(2000)
            .withBatch(32)
            .withWarmup(warmup)
            .withTrainEvery(2)
            .withUpdates(2)
            .withNStep(nStep)
            .withPriority(priority)
            .withStorage(ReplayOptions.Storage.HEAP),
        0.9,
        new DqnSettings.Step(3e-3, 1e-8, 10),
        new DqnSettings.Target(warmup == 0 ? 3 : 20, 1, true),
        new Exploration(1, 0.1, 0.3),
        new DqnSettings.Shape(List.of(16, 16), Activation.RELU, dueling));
  }

  private static Stream<Arguments> agents(int warmup) {
    DqnSettings plain = settings(warmup, false, 1, null);
    DqnSettings dueling = settings(warmup, true, 1, null);
    DqnSettings prioritised = settings(warmup, false, 3, Priority.DEFAULT);
    ValueHeadOptions scalar = new ScalarHead.Options(1);
    ValueHeadOptions twoHot = new CategoricalHead.TwoHot(-10, 2, 25);
    ValueHeadOptions hlGauss = new CategoricalHead.HlGauss(-10, 2, 24, 0.75);
    return Stream.of(
        Arguments.of("scalar", new Dqn.Options(plain, scalar)),
        Arguments.of("dueling", new Dqn.Options(dueling, scalar)),
        Arguments.of("prioritised, 3 steps", new Dqn.Options(prioritised, scalar)),
        Arguments.of("two-hot", new Dqn.Options(plain, twoHot)),
        Arguments.of("hl-gauss, dueling", new Dqn.Options(dueling, hlGauss)),
        Arguments.of("c51", new C51.Options(-10, 2, 25, plain)),
        Arguments.of("qr-dqn", new QrDqn.Options(8, 1, plain)),
        Arguments.of("iqn", new Iqn.Options(4, 8, 8, 1, new Risk.Neutral(), plain)));
  }

  static Stream<Arguments> agents() {
    return agents(100);
  }

  static Stream<Arguments> agentsAtOnce() {
    return agents(0);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("agents")
  void findsTheOptimumOfACorridor(String name, AgentOptions options) {
    Supplier<Corridor> envs = () -> new Corridor(5, 20);
    long transitions = 3000;
    try (VectorEnv env = VectorEnv.of(envs, ROWS);
        VectorEnv evaluation = VectorEnv.of(envs, 1)) {
      Signals signals = options.signals(env.spec());
      long updates = options.factory().requirements().updates(transitions, ROWS);
      Learner<?> learner =
          options.factory().create(new Setup(env.spec(), signals, updates, new SeedTree(5)));
      Trainer trainer =
          new Trainer(
              env, learner, new SumOfObjectives(signals), signals, transitions, new SeedTree(6));
      while (trainer.transitions() < transitions) {
        trainer.advance();
      }
      Returns returns =
          new Evaluator(evaluation, Signals.of(env.spec(), 1, 1), 1)
              .evaluate(learner.policy(), new SeedTree(8));
      // Four steps to the goal, none against the wall.
      assertThat(returns.mean()).isEqualTo(Vec.of(1, -4, 0));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("agentsAtOnce")
  void keepsTheLearnersContract(String name, AgentOptions options) {
    EnvSpec spec = new Corridor(6, 9, 0.1).spec();
    LearnerContract.check(
        options.factory(),
        spec,
        options.signals(spec),
        () -> VectorEnv.of(() -> new Corridor(6, 9, 0.1), ROWS));
  }

  @Test
  void settingsReachTheHead() {
    assertThat(QrDqn.Options.DEFAULT.dqn().head().head(1, 1).outputs()).isEqualTo(200);
    assertThat(C51.Options.DEFAULT.dqn().head()).isEqualTo(new CategoricalHead.C51(-10, 10, 51));
    assertThat(C51.Options.DEFAULT.dqn().settings()).isEqualTo(C51.Options.DEFAULT.settings());
  }
}
