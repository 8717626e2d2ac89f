package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.agents.ope.FittedQ;
import org.morl4j.agents.part.MlpOptions;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.data.DatasetName;
import org.morl4j.core.learn.Mode;
import org.morl4j.pareto.search.JobRunner;

/** Runs that have data and no environment. */
class RecordedRunTest {
  private static final String ACTING =
      """
      {"format": 2, "name": "cart", "environment": {"id": "native:CartPole-v1", "rows": 2},
       "execution": {"threads": 1, "keepState": "replay"},
       "agent": {"type": "dqn", "hidden": [8], "replay": {"warmup": 20, "batch": 8}},
       "search": {"type": "single", "transitions": 300, "evaluateEvery": 150},
       "evaluation": {"episodes": 2}}
      """;

  @TempDir static Path temp;
  private static Path replay;
  private static Path done;

  private static RunConfig config(String... more) {
    String text =
        """
        {"format": 2, "name": "data-alone",
         "data": {"path": "%s", "fittedQ": {"updates": 30, "batch": 16, "hidden": [8]}},
         "execution": {"threads": 1, "logEvery": 10, "checkpointSeconds": 0},
         "agent": {"type": "iql", "hidden": [8], "replay": {"batch": 8}},
         "search": {"type": "single", "transitions": 0, "updates": 40, "evaluateEvery": 20},
         "evaluation": {"gamma": 0.9}}
        """
            .formatted(replay);
    return Catalogue.reader().parse(text, "alone.json", List.of(more));
  }

  @BeforeAll
  static void train() throws IOException {
    replay = temp.resolve("replay");
    Run.create(Catalogue.reader().parse(ACTING, "cart.json", List.of()), replay)
        .execute(RunListener.NONE);
    done = temp.resolve("done");
    Run.create(config(), done).execute(RunListener.NONE);
  }

  @Test
  void trainsOnDataAloneAndMarksItsEstimates() throws IOException {
    List<String> front = Files.readAllLines(done.resolve("front.csv"));
    assertThat(front.get(0))
        .isEqualTo("policy,reward,reward_standard_error,within_limits,estimated");
    assertThat(front).hasSize(3);
    assertThat(front.get(2)).startsWith("last,").endsWith(",,1");
    List<String> evaluations = Files.readAllLines(done.resolve("evaluations.csv"));
    assertThat(evaluations.get(0)).endsWith(",episodes,reward,reward_standard_error,estimated");
    assertThat(evaluations.get(1)).startsWith("s1r0j00,s1r0j00e000,0,20,0,").endsWith(",1");
    assertThat(evaluations).hasSize(3);
    assertThat(Files.readAllLines(done.resolve("metrics.csv")))
        .as("what the agent's own critics expect")
        .filteredOn(line -> line.contains(",initial_value/reward,"))
        .hasSize(2);
    ObjectMapper json = new ObjectMapper();
    JsonNode archive = json.readTree(done.resolve("archive.json").toFile());
    assertThat(archive.path("estimated").asBoolean()).isTrue();
    JsonNode measured = json.readTree(replay.resolve("archive.json").toFile());
    assertThat(measured.has("estimated")).as("of a run with an environment").isFalse();
    JsonNode record = json.readTree(done.resolve("run.json").toFile());
    assertThat(record.path("estimated").asBoolean()).isTrue();
    assertThat(record.path("status").asText()).isEqualTo("done");
    assertThat(record.path("environment").path("id").asText()).isEqualTo("native:CartPole-v1");
    assertThat(record.path("evaluation_gamma").asDouble()).isEqualTo(0.9);
    assertThat(record.path("training_updates").asLong()).isEqualTo(40);
    assertThat(record.path("evaluation_transitions").asLong()).isZero();
    assertThat(Run.open(done, null, null).config().environment())
        .as("read back from the run's own config")
        .isEqualTo(RunConfig.EnvironmentConfig.DEFAULT);
  }

  @Test
  void resumesToTheSameBits() throws IOException {
    Path stopped = temp.resolve("stopped");
    Run run = Run.create(config(), stopped);
    assertThatThrownBy(
            () ->
                run.execute(
                    progress -> {
                      if (progress.done() >= 25) {
                        run.stop();
                      }
                    }))
        .isInstanceOf(JobRunner.StoppedException.class);
    Run.open(stopped, null, null).execute(RunListener.NONE);
    for (String file : List.of("front.csv", "evaluations.csv", "archive.json")) {
      assertThat(stopped.resolve(file)).hasSameBinaryContentAs(done.resolve(file));
    }
    assertThat(stopped.resolve("policies/last/policy.safetensors"))
        .hasSameBinaryContentAs(done.resolve("policies/last/policy.safetensors"));
  }

  @Test
  void episodesAreRefused() {
    Run run = Run.open(done, null, null);
    assertThatThrownBy(() -> run.evaluate("last", 2, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "%s has no environment to run episodes in. Maybe estimate its policies from its data with: morl4j fqe %s --data %s"
                .formatted(done, done, replay));
    assertThatThrownBy(
            () -> Play.run(run, new Play.Options("last", 1, 1, null, Play.Pictures.NO), none()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(done + " has no environment to play episodes in. Maybe ");
    try (RecordedEnv env = new RecordedEnv(run.spec(), 1)) {
      assertThatThrownBy(() -> env.step(new double[1]))
          .hasMessageStartingWith("This run has no environment to act in, only data of native:");
    }
  }

  private static Play.Watcher none() {
    return new Play.Watcher() {
      @Override
      public void starts(org.morl4j.core.env.EnvSpec spec, Mode mode) {}

      @Override
      public void stepped(org.morl4j.core.train.Playback.Moment moment) {}

      @Override
      public void drawn(org.morl4j.core.env.Frame frame) {}
    };
  }

  /** A policy of a run on data alone, beside what nobody measured. */
  @Test
  void itsPoliciesAreEstimatedFromAnyData() throws IOException {
    FittedQ.Options critics =
        FittedQ.Options.DEFAULT
            .withUpdates(20)
            .withBatch(16)
            .withNetworks(MlpOptions.DEFAULT.withHidden(8));
    OffPolicyEvaluation evaluation =
        new OffPolicyEvaluation(
            new DatasetName(DatasetName.Kind.PATH, replay.toString()),
            new OffPolicyEvaluation.Options(critics, null, 5, 1));
    Run run = Run.open(done, null, null);
    evaluation.check(run, List.of("last"));
    OffPolicyEvaluation.Result result = evaluation.of(run, "last");
    assertThat(result.measured()).isNull();
    assertThat(result.signals().get(0).gamma()).as("the agent's").isEqualTo(0.99);
    assertThat(result.estimated().episodes()).isGreaterThan(5);
    assertThat(evaluation.of(run, "last").estimated()).isEqualTo(result.estimated());
    OffPolicyEvaluation.Result acted = evaluation.of(Run.open(replay, null, null), "last");
    assertThat(acted.measured()).isNotNull();
  }

  private static void refused(String message, String... settings) {
    assertThatThrownBy(() -> Run.check(config(settings)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatNeedsAnEnvironmentIsRefused() {
    refused(
        "search.transitions is 100, but there is no environment to act in. Maybe set it to 0 and"
            + " search.updates instead, or add environment.id.",
        "search.transitions=100");
    refused(
        "evaluation.gamma is 1.0, but without an environment policies are measured by fitted Q"
            + " evaluation, which needs a discount below 1. Maybe set it to 0.99.",
        "evaluation.gamma=1");
    refused(
        "environment has settings, but names none. Maybe add environment.id, or leave environment"
            + " out.",
        "environment.rows=3");
    refused(
        "evaluation.bias is true, but there is no environment to compare critics with. Maybe set"
            + " it to false.",
        "evaluation.bias=true");
    refused(
        "environment.id is missing, and there is no data either. Maybe ",
        "data=null",
        "search.updates=0",
        "search.transitions=100");
    refused(
        "constraints[0] is not on a mean, but without an environment nothing else is known. Maybe"
            + " set its statistic to mean, or add environment.id.",
        "constraints=[{\"signal\": \"reward\", \"atLeast\": 5, \"statistic\":"
            + " {\"type\": \"cvar\", \"level\": 0.1}}]",
        "handlers=[]");
  }

  /** Sums of rewards follow from estimates by T / H of the data's episodes. */
  @Test
  void limitsOnSumsAreJudgedByEstimates() throws IOException {
    for (int least : List.of(-1000, 1000)) {
      Path run = temp.resolve("limit" + least);
      String limit = "constraints=[{\"signal\": \"reward\", \"atLeast\": %d}]".formatted(least);
      Run.create(config(limit, "handlers=[]"), run).execute(RunListener.NONE);
      assertThat(Files.readAllLines(run.resolve("front.csv")).get(2))
          .endsWith(least < 0 ? ",1,1" : ",0,1");
    }
  }

  @Test
  void discountsAndDataAreCheckedEarly() throws IOException {
    assertThatThrownBy(() -> new OffPolicyEvaluation.Options(FittedQ.Options.DEFAULT, 1.0, 5, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("gamma is 1.0, but fitted Q evaluation needs 0 or more and less");
    List<String> other =
        new ArrayList<>(List.of("environment.id=native:mo-mountaincar-v0", "execution.seed=2"));
    other.add("search.transitions=64");
    other.add("search.evaluateEvery=64");
    Path cars = temp.resolve("cars");
    Run.create(Catalogue.reader().parse(ACTING, "cart.json", other), cars)
        .execute(RunListener.NONE);
    OffPolicyEvaluation evaluation =
        new OffPolicyEvaluation(
            new DatasetName(DatasetName.Kind.PATH, cars.toString()),
            new OffPolicyEvaluation.Options(FittedQ.Options.DEFAULT, null, 0, 1));
    assertThatThrownBy(() -> evaluation.check(Run.open(replay, null, null), List.of("last")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "is of native:mo-mountaincar-v0 with the objectives [time, reverse, forward], but"
                + " native:CartPole-v1 has [reward]. Maybe name data of the same environment.");
  }
}
