package org.morl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.morl4j.Morl4j.atMost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.agents.discrete.Dqn;
import org.morl4j.agents.implicit.Iql;
import org.morl4j.agents.offpolicy.Sac;
import org.morl4j.agents.onpolicy.Ppo;
import org.morl4j.configs.RunConfig.EnvironmentConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.configs.run.Run;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.env.Environment;
import org.morl4j.core.env.Step;
import org.morl4j.core.learn.AgentOptions;
import org.morl4j.core.space.Box;
import org.morl4j.core.space.Discrete;
import org.morl4j.core.space.Dtype;
import org.morl4j.core.space.Space;
import org.morl4j.core.train.KeepState;
import org.morl4j.pareto.search.Evaluation;
import org.morl4j.pareto.search.JobRunner;
import org.morl4j.pareto.search.Single;
import org.morl4j.pareto.search.WeightedSum;
import org.morl4j.policy.Policies;

class TrainingTest {
  private static final AgentOptions PPO =
      Ppo.Options.DEFAULT.withRolloutLength(16).withEpochs(2).withMinibatch(32).withHidden(4);

  private static final EnvironmentConfig.Settings TWO_ROWS =
      EnvironmentConfig.Settings.DEFAULT.withRows(2);

  @TempDir Path temp;

  /** One step that pays (a, 1 - a) and costs a, for the action a; nothing to observe. */
  private static final class Split implements Environment {
    private final Space actions;

    private Split(Space actions) {
      this.actions = actions;
    }

    @Override
    public EnvSpec spec() {
      Box one = Box.of(1, 0, 1, Dtype.FLOAT32);
      List<String> objectives = List.of("left", "right");
      return new EnvSpec(
          "split", one, actions, objectives, List.of("toll"), 1, null, null, "split 1");
    }

    @Override
    public double[] reset(long seed) {
      return new double[] {1};
    }

    @Override
    public Step step(double[] act) {
      double a = Math.min(1, Math.max(0, act[0]));
      return new Step(new double[] {1}, new double[] {a, 1 - a}, new double[] {a}, true, false);
    }
  }

  private static Split box() {
    return new Split(Box.of(1, 0, 1, Dtype.FLOAT32));
  }

  private static Split discrete() {
    return new Split(new Discrete(2));
  }

  private Training split() {
    return Morl4j.train(TrainingTest::discrete, PPO)
        .environment(TWO_ROWS)
        .budget(640)
        .out(temp.resolve("run"));
  }

  @Test
  void trainsInAnEnvironmentOfOnesOwn() {
    RunResult result = split().weights(1, 0).seed(3).run();
    assertThat(result.objectives()).containsExactly("left", "right");
    assertThat(result.costs()).containsExactly("toll");
    assertThat(result.policies()).extracting(RunPolicy::id).containsExactly("best", "last");
    assertThat(result.weights()).isEqualTo(Vec.of(1, 0));
    RunPolicy best = result.best();
    assertThat(best.returns()).isEqualTo(Vec.of(1, 0));
    assertThat(best.standardError()).isEqualTo(Vec.of(0, 0));
    assertThat(best.costs()).isEqualTo(Vec.of(1));
    assertThat(best.costError()).isEqualTo(Vec.of(0));
    assertThat(best.withinLimits()).isTrue();
    assertThat(best.act(new double[] {1})).containsExactly(1);
  }

  @Test
  void keepsALimit() throws IOException {
    RunResult result = split().weights(1, 0).budget(6400).limit("toll", atMost(0.5)).run();
    RunPolicy best = result.best();
    // Sampled: left pays a, so the best within the limit goes left every second time.
    assertThat(best.costs().get(0)).isBetween(0.2, 0.8);
    assertThat(Policies.load(best.folder()).mode()).isEqualTo(best.policy().mode());
    assertThat(Files.readString(result.folder().resolve("config.json")))
        .contains("\"atMost\": 0.5");
  }

  @Test
  void bestIsWithinLimitsWhereAnyIs() {
    RunResult result = split().run();
    RunPolicy some = result.policies().get(0);
    RunPolicy within = of(some, "within", 0, Vec.of(1, 2));
    RunPolicy beyond = of(some, "beyond", 0.5, Vec.of(9, 9));
    RunPolicy right = of(some, "right", 0, Vec.of(0, 4));
    RunResult two = withPolicies(result, List.of(within, beyond, right));
    assertThat(two.best().id()).isEqualTo("right");
    assertThat(two.best(1, 0).id()).isEqualTo("within");
    assertThat(withPolicies(result, List.of(beyond)).best().id()).isEqualTo("beyond");
    assertThatThrownBy(() -> withPolicies(result, List.of()).best())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("found no policy. Maybe");
    assertThatThrownBy(() -> two.best(1))
        .hasMessage(
            "There are 1 weights, but 2 objectives: left, right. Maybe give 0 to those that don't count.");
  }

  private static RunPolicy of(RunPolicy some, String id, double violation, Vec returns) {
    return new RunPolicy(
        id,
        some.folder(),
        org.morl4j.pareto.archive.Measure.exact(returns, violation),
        some.policy());
  }

  private static RunResult withPolicies(RunResult result, List<RunPolicy> policies) {
    return new RunResult(
        result.folder(), result.objectives(), result.costs(), policies, Vec.of(1, 1));
  }

  @Test
  void aSupplierAndAnIdGiveTheSameRun() throws IOException {
    Training byId = Morl4j.train("native:deep-sea-treasure-v0", PPO);
    Training own =
        Morl4j.train(() -> new org.morl4j.envs.NativeSource().create("deep-sea-treasure-v0"), PPO);
    assertThat(own.config()).isEqualTo(byId.config());
    for (String name : List.of("id", "own")) {
      (name.equals("id") ? byId : own)
          .search(WeightedSum.DEFAULT.withDivisions(2).withEvaluateEvery(256))
          .budget(1536)
          .evaluation(Evaluation.DEFAULT.withEpisodes(1))
          .out(temp.resolve(name))
          .run();
    }
    for (String file : List.of("front.csv", "evaluations.csv", "fronts.jsonl", "config.json")) {
      assertThat(temp.resolve("own").resolve(file))
          .hasSameBinaryContentAs(temp.resolve("id").resolve(file));
    }
  }

  @Test
  void aFrontNeedsAReferenceUnlessTheEnvironmentHasOne() {
    Training front = split().search(WeightedSum.DEFAULT.withDivisions(1)).budget(1280);
    assertThatThrownBy(front::run)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("reference is missing, and split has none of its own. Maybe");
    RunResult result = front.reference(-1, -1).run();
    assertThat(result.policies()).hasSize(2);
    assertThat(result.weights()).isEqualTo(Vec.of(1, 1));
    assertThat(result.policies().get(0).returns()).isEqualTo(Vec.of(0, 1));
    assertThat(result.policies().get(1).returns()).isEqualTo(Vec.of(1, 0));
    assertThat(result.best(0, 1).returns()).isEqualTo(Vec.of(0, 1));
  }

  @Test
  void otherAgentsTrainToo() {
    RunResult dqn =
        Morl4j.train(TrainingTest::discrete, Dqn.Options.DEFAULT.withHidden(4).withWarmup(16))
            .environment(TWO_ROWS)
            .budget(400)
            .out(temp.resolve("dqn"))
            .run();
    assertThat(dqn.policies()).hasSize(2);
    RunResult sac =
        Morl4j.train(
                TrainingTest::box,
                Sac.Options.DEFAULT.withHidden(4).withWarmup(16).withBatch(8).withGamma(0.9))
            .environment(TWO_ROWS)
            .budget(100)
            .out(temp.resolve("sac"))
            .run();
    assertThat(sac.best().act(new double[] {1})[0]).isBetween(0.0, 1.0);
  }

  @Test
  void learnsFromWhatAnotherRunKept() throws IOException {
    Training acting =
        Morl4j.train(
                TrainingTest::box, Sac.Options.DEFAULT.withHidden(4).withWarmup(16).withBatch(8))
            .environment(TWO_ROWS)
            .budget(100)
            .out(temp.resolve("acted"));
    acting.keepState(KeepState.REPLAY).run();
    Training offline =
        Morl4j.train(TrainingTest::box, Iql.Options.DEFAULT.withHidden(4).withBatch(8))
            .data(temp.resolve("acted"), 20)
            .out(temp.resolve("offline"));
    assertThat(offline.run().policies()).hasSize(2);
  }

  @Test
  void theSameCallGoesOnWhereItWasStopped() throws IOException {
    Training training = split().search(Single.Options.DEFAULT.withEvaluateEvery(64)).budget(640);
    Run run = training.open();
    assertThatThrownBy(() -> run.execute(progress -> run.stop()))
        .isInstanceOf(JobRunner.StoppedException.class);
    assertThat(Files.readString(run.path().resolve("run.json"))).contains("\"stopped\"");
    RunResult resumed = training.run();
    RunResult whole = training.out(temp.resolve("whole")).run();
    for (String file : List.of("front.csv", "evaluations.csv")) {
      assertThat(resumed.folder().resolve(file))
          .hasSameBinaryContentAs(whole.folder().resolve(file));
    }
    assertThat(training.run().policies()).hasSize(2); // done: measured again
    assertThatThrownBy(() -> training.seed(9).run())
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "%s holds a run with other settings, which this training can't go on from. Maybe name another folder."
                .formatted(temp.resolve("run")));
  }

  @Test
  void refusesWhatDoesNotFitBeforeAFolderIsMade() {
    assertThatThrownBy(() -> split().limit("tol", atMost(1)).run())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("signal is \"tol\"")
        .hasMessageContaining("Maybe you meant toll.");
    assertThatThrownBy(() -> split().weights(1, 2, 3).run())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("3");
    assertThatThrownBy(
            () ->
                Morl4j.train(TrainingTest::box, Dqn.Options.DEFAULT)
                    .budget(400)
                    .out(temp.resolve("run"))
                    .run())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Discrete");
    assertThat(temp.resolve("run")).doesNotExist();
    assertThatThrownBy(() -> Morl4j.train(() -> null, PPO))
        .hasMessageContaining("The supplier gives null");
  }
}
