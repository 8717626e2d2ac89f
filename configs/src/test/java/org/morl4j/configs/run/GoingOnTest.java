package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.pareto.search.JobRunner;

/** Beyond the budget of a finished run, and from a policy of another one. */
class GoingOnTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RESULTS = "front\\.csv|policies/.*/policy\\..*";
  private static final String SAC =
      """
      {
        "format": 2,
        "name": "sac",
        "environment": {"id": "native:Pendulum-v1", "rows": 2, "timeLimit": 50},
        "agent": {"type": "sac", "hidden": [8],
          "replay": {"capacity": 2000, "batch": 16, "warmup": 50}},
        "search": {"type": "single", "transitions": 400, "evaluateEvery": 200},
        "evaluation": {"episodes": 2}
      }
      """;

  @TempDir static Path shared;
  @TempDir Path temp;

  private static Path kept = Path.of("");

  private static RunConfig config(String json, String... overrides) {
    return Catalogue.reader().parse(json, "test.json", List.of(overrides));
  }

  private static Path train(Path folder, RunConfig config) throws IOException {
    Run.create(config, folder).execute(RunListener.NONE);
    return folder;
  }

  @BeforeAll
  static void train() throws IOException {
    kept = shared.resolve("kept");
    train(kept, config(Miniature.SINGLE, "execution.keepState=learner"));
  }

  /** Another run as {@link #kept}, to be changed. */
  private Path again() throws IOException {
    return train(temp.resolve("run"), config(Miniature.SINGLE, "execution.keepState=learner"));
  }

  private static JsonNode record(Path run) throws IOException {
    return JSON.readTree(run.resolve("run.json").toFile());
  }

  @Test
  void aLargerBudgetGivesWhatItWouldHaveGivenAtOnce() throws IOException {
    Path run = again();
    LongerRun.prepare(run, 9000);
    assertThat(record(run).path("status").asText()).isEqualTo("stopped");
    Run.open(run, null, null).execute(RunListener.NONE);
    // The one evaluation more, at the former end, does not come to be the best.
    Path whole = train(temp.resolve("whole"), config(Miniature.SINGLE, "search.transitions=9000"));
    assertThat(Files.readAllLines(run.resolve("front.csv")).get(2))
        .isEqualTo(Files.readAllLines(whole.resolve("front.csv")).get(2));
    assertThat(Miniature.files(run, "policies/last/policy.safetensors"))
        .isEqualTo(Miniature.files(whole, "policies/last/policy.safetensors"));
    assertThat(record(run).path("earlier_budgets").toString()).isEqualTo("[6000]");
    assertThat(record(run).path("training_transitions").asLong()).isEqualTo(35 * 256);
    assertThat(Run.open(run, null, null).config().search().budget().transitions()).isEqualTo(9000);

    LongerRun.prepare(run, 9000);
    assertThat(record(run).path("status").asText()).as("asked again").isEqualTo("done");
    LongerRun.prepare(run, 9500);
    Run.open(run, null, null).execute(RunListener.NONE);
    assertThat(record(run).path("earlier_budgets").toString()).isEqualTo("[6000,9000]");
  }

  @Test
  void stoppedBeyondItsFormerEndItGoesOn() throws IOException {
    Path run = again();
    LongerRun.prepare(run, 9000);
    Run stopped = Run.open(run, null, null);
    assertThatThrownBy(
            () ->
                stopped.execute(
                    progress -> {
                      if (progress.done() > 7000) {
                        stopped.stop();
                      }
                    }))
        .isInstanceOf(JobRunner.StoppedException.class);
    Run.open(run, null, null).execute(RunListener.NONE);
    Path other = temp.resolve("other");
    train(other, config(Miniature.SINGLE, "execution.keepState=learner"));
    LongerRun.prepare(other, 9000);
    Run.open(other, null, null).execute(RunListener.NONE);
    assertThat(Miniature.files(run, RESULTS)).isEqualTo(Miniature.files(other, RESULTS));
  }

  @Test
  void killedWhileTheBudgetWasWrittenTheSameCommandGoesOn() throws IOException {
    Path run = again();
    String config = Files.readString(run.resolve("config.json"));
    LongerRun.prepare(run, 9000);
    // As if killed before the config was replaced: all else is written, run.json says done.
    Files.writeString(run.resolve("config.json"), config);
    Path record = run.resolve("run.json");
    Files.writeString(record, Files.readString(record).replace("stopped", "done"));
    LongerRun.prepare(run, 9000);
    Run.open(run, null, null).execute(RunListener.NONE);
    assertThat(record(run).path("training_transitions").asLong()).isEqualTo(35 * 256);
  }

  @Test
  void anOffPolicyAgentGoesOnWithItsReplay() throws IOException {
    Path run = train(temp.resolve("sac"), config(SAC, "execution.keepState=replay"));
    LongerRun.prepare(run, 800);
    Run.open(run, null, null).execute(RunListener.NONE);
    Path whole = train(temp.resolve("whole"), config(SAC, "search.transitions=800"));
    assertThat(Miniature.files(run, "policies/last/policy.safetensors|evaluations.csv"))
        .isEqualTo(Miniature.files(whole, "policies/last/policy.safetensors|evaluations.csv"));
  }

  @Test
  void whatCannotGoOnIsRefusedByName() throws IOException {
    refused(kept, 6000 - 1, "--transitions is 5999, but");
    Path none = train(temp.resolve("none"), config(SAC));
    refused(
        none,
        800,
        "kept no state to go on from: its execution.keepState was none. Maybe train again with"
            + " --set execution.keepState=replay");
    Path learner = train(temp.resolve("learner"), config(SAC, "execution.keepState=learner"));
    refused(learner, 800, "but not its replay: execution.keepState was learner.");
    Path front = train(temp.resolve("front"), config(Miniature.JSON, "search.transitions=6000"));
    refused(front, 9000, "search.type is not single");
    Run.create(config(SAC), temp.resolve("begun"));
    refused(temp.resolve("begun"), 800, "is not begun, not done. Maybe first go on");
  }

  private static void refused(Path run, long transitions, String problem) {
    assertThatThrownBy(() -> LongerRun.prepare(run, transitions))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aRunStartsFromAPolicyOfAnother() throws IOException {
    RunConfig config = config(Miniature.SINGLE, "agent.learningRate=1e-30", "execution.seed=5");
    Path folder = temp.resolve("started");
    Run run = Run.create(config, folder, StartPolicy.read(kept, "best"));
    assertThatThrownBy(
            () ->
                run.execute(
                    progress -> {
                      if (progress.done() > 3000) {
                        run.stop();
                      }
                    }))
        .isInstanceOf(JobRunner.StoppedException.class);
    Run.open(folder, null, null).execute(RunListener.NONE);
    assertThat(record(folder).path("from").path("run").asText()).isEqualTo(kept.toString());
    assertThat(record(folder).path("from").path("policy").asText()).isEqualTo("best");

    Path whole = temp.resolve("whole");
    Run.create(config, whole, StartPolicy.read(kept, "best")).execute(RunListener.NONE);
    assertThat(Miniature.files(folder, RESULTS)).isEqualTo(Miniature.files(whole, RESULTS));
  }

  @Test
  void itStartsFromThatVeryPolicy() throws IOException {
    // Nothing but learning changes a policy without normalised observations, and so small a rate
    // none.
    String still = "agent.normalizeObs=false";
    Path other = train(temp.resolve("other"), config(Miniature.SINGLE, still));
    RunConfig config = config(Miniature.SINGLE, still, "agent.learningRate=1e-30");
    Path folder = temp.resolve("started");
    Run.create(config, folder, StartPolicy.read(other, "best")).execute(RunListener.NONE);
    assertThat(mean(folder, "last")).isEqualTo(mean(other, "best"));
    assertThat(mean(folder, "last")).isNotEqualTo(mean(train(temp.resolve("new"), config), "last"));
  }

  private static double mean(Path run, String policy) throws IOException {
    return Run.open(run, null, null).evaluate(policy, 4, 9).evaluated().mean().get(0);
  }

  @Test
  void aFrontsPolicyIsAStartToo() throws IOException {
    Path front = train(temp.resolve("front"), config(Miniature.JSON));
    String id =
        JSON.readTree(front.resolve("archive.json").toFile())
            .path("points")
            .get(0)
            .path("policy")
            .asText();
    Path folder = temp.resolve("started");
    Run.create(config(Miniature.JSON), folder, StartPolicy.read(front, id))
        .execute(RunListener.NONE);
    assertThat(record(folder).path("from").path("policy").asText()).isEqualTo(id);
  }

  @Test
  void aPolicyThatDoesNotFitIsRefusedBeforeAnythingIsWritten() {
    StartPolicy start = StartPolicy.read(kept, "last");
    unfit(start, config(SAC), "has the agent.type ppo, but this config has sac.");
    unfit(
        start,
        config(Miniature.SINGLE, "environment.id=native:Pendulum-v1"),
        "has the observation space");
    unfit(
        start,
        config(Miniature.SINGLE, "agent.hidden=[9]"),
        "has another network than this config's agent");
    assertThatThrownBy(() -> StartPolicy.read(kept, "nobody"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has no policy nobody to start from.");
  }

  private void unfit(StartPolicy start, RunConfig config, String problem) {
    Path folder = temp.resolve("unfit");
    assertThatThrownBy(() -> Run.create(config, folder, start))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(problem);
    assertThat(folder).doesNotExist();
  }
}
