package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.state.StateException;
import org.morl4j.pareto.search.JobRunner;
import org.morl4j.policy.Policies;
import org.morl4j.policy.SavedPolicy;

/** Miniature runs from a config to the folder that docs/run-folder.md describes. */
class RunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What must not depend on threads, interruptions or the machine's locale. */
  private static final String RESULTS =
      "front\\.csv|archive\\.json|evaluations\\.csv|fronts\\.jsonl|policies/.*/policy\\.(safetensors|json)";

  @TempDir static Path shared;
  @TempDir Path temp;

  private static Path done = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    done = shared.resolve("done");
    Run.create(Miniature.config(1), done).execute(RunListener.NONE);
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  @Test
  void writesTheFilesOfARunFolder() throws IOException {
    assertThat(done.toFile().list())
        .contains(
            "config.json", "run.json", "front.csv", "archive.json", "fronts.jsonl", "metrics.csv")
        .contains("evaluations.csv", "tb", "policies", "checkpoints");
    assertThat(Catalogue.reader().read(done.resolve("config.json"), List.of()))
        .isEqualTo(Miniature.config(1));
    JsonNode run = json(done.resolve("run.json"));
    assertThat(run.path("status").asText()).isEqualTo("done");
    assertThat(run.path("seed").asLong()).isEqualTo(1);
    assertThat(run.path("training_transitions").asLong()).isBetween(4000L, 8000L);
    assertThat(run.path("evaluation_transitions").asLong()).isPositive();
    assertThat(run.path("exact").asBoolean()).isTrue();
    assertThat(run.path("environment").path("objectives").toString())
        .isEqualTo("[\"treasure\",\"time\"]");
    assertThat(run.path("known_front")).hasSize(10);
    assertThat(run.path("reference").toString()).isEqualTo("[0.0,-50.0]");
    assertThat(run.path("kernel").asText()).isNotEmpty();
    assertThat(run.path("versions").path("java").asText()).isNotEmpty();
  }

  @Test
  void theFrontIsAscendingWith17Digits() throws IOException {
    List<String> lines = Files.readAllLines(done.resolve("front.csv"));
    assertThat(lines.get(0))
        .isEqualTo(
            "policy,treasure,time,treasure_standard_error,time_standard_error,within_limits");
    assertThat(lines).hasSizeGreaterThan(1);
    double last = Double.NEGATIVE_INFINITY;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      assertThat(cells[0]).matches("s[12]r[0-9]+j[0-9]{2}e[0-9]{3}");
      for (String number : List.of(cells[1], cells[2])) {
        assertThat(number.replaceAll("e.*|[-.]", "").replaceFirst("^0+", "")).hasSize(17);
      }
      assertThat(Double.parseDouble(cells[1])).isGreaterThan(last);
      last = Double.parseDouble(cells[1]);
      assertThat(done.resolve("policies").resolve(cells[0]).resolve("policy.json")).exists();
    }
  }

  @Test
  void archiveAndCurvesAgreeWithTheFront() throws IOException {
    JsonNode archive = json(done.resolve("archive.json"));
    int front = Files.readAllLines(done.resolve("front.csv")).size() - 1;
    assertThat(archive.path("points").size()).isGreaterThanOrEqualTo(front);
    for (JsonNode point : archive.path("points")) {
      boolean extended = point.path("stage").asInt() == 2;
      assertThat(point.path("parent").isNull()).isNotEqualTo(extended);
      assertThat(point.path("objective").isNull()).isNotEqualTo(extended);
      assertThat(point.path("preference").isNull()).isEqualTo(extended);
      // Deterministic environment and policy: measured anew it returns the same.
      assertThat(point.path("returns")).isEqualTo(point.path("archived_returns"));
    }
    List<String> lines = Files.readAllLines(done.resolve("fronts.jsonl"));
    JsonNode last = JSON.readTree(lines.get(lines.size() - 1));
    assertThat(last.path("cardinality").asInt()).isEqualTo(archive.path("points").size());
    assertThat(last.path("hypervolume").asDouble()).isPositive();
  }

  @Test
  void threadsAndLocaleDoNotMatter() throws IOException {
    Map<String, String> expected = Miniature.files(done, RESULTS);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      for (int threads : new int[] {2, 8}) {
        Path folder = temp.resolve("threads" + threads);
        Run.create(Miniature.config(threads), folder).execute(RunListener.NONE);
        assertThat(Miniature.files(folder, RESULTS)).isEqualTo(expected);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void resumingAFinishedRunChangesNothing() throws IOException {
    String all = RESULTS + "|run\\.json|metrics\\.csv|config\\.json";
    Map<String, String> before = Miniature.files(done, all);
    Run.open(done, 2, 7.0).execute(RunListener.NONE);
    assertThat(Miniature.files(done, all)).isEqualTo(before);
  }

  @Test
  void aStoppedRunGoesOn() throws IOException {
    Path folder = temp.resolve("stopped");
    Run run = Run.create(Miniature.config(2), folder);
    assertThatThrownBy(
            () ->
                run.execute(
                    progress -> {
                      if (progress.done() >= 2000) {
                        run.stop();
                      }
                    }))
        .isInstanceOf(JobRunner.StoppedException.class);
    JsonNode stopped = json(folder.resolve("run.json"));
    assertThat(stopped.path("status").asText()).isEqualTo("stopped");
    assertThat(stopped.has("error")).isFalse();
    AtomicReference<Long> first = new AtomicReference<>();
    Run.open(folder, null, null)
        .execute(
            progress -> {
              if (progress.done() > 0) {
                first.compareAndSet(null, progress.done());
              }
            });
    assertThat(first.get()).as("resumed transitions count").isGreaterThanOrEqualTo(400);
    assertThat(Miniature.files(folder, RESULTS)).isEqualTo(Miniature.files(done, RESULTS));
    assertThat(Miniature.files(folder, "metrics\\.csv").keySet()).hasSize(1);
    JsonNode run2 = json(folder.resolve("run.json"));
    assertThat(run2.path("started")).isEqualTo(stopped.path("started"));
    assertThat(run2.path("seconds").asDouble())
        .isGreaterThanOrEqualTo(stopped.path("seconds").asDouble());
    assertThat(run2.has("error")).isFalse();
  }

  @Test
  void stopBeforeTheFirstJobIsHeard() throws IOException {
    Run run = Run.create(Miniature.config(1), temp.resolve("early"));
    run.stop();
    assertThatThrownBy(() -> run.execute(RunListener.NONE))
        .isInstanceOf(JobRunner.StoppedException.class);
  }

  @Test
  void aFolderHoldsOneRunAndOneProcess() throws IOException {
    assertThatThrownBy(() -> Run.create(Miniature.config(1), done))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("already holds a run. Maybe use: resume");
    assertThatThrownBy(() -> Run.open(temp, null, null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has no config.json");
    Path folder = temp.resolve("busy");
    Run run = Run.create(Miniature.config(1), folder);
    AtomicReference<Throwable> second = new AtomicReference<>();
    run.execute(
        progress -> {
          if (second.get() == null) {
            try {
              Run.open(folder, null, null).execute(RunListener.NONE);
            } catch (ConfigException | IOException e) {
              second.set(e);
            }
          }
        });
    assertThat(second.get())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is in use by another process");
  }

  @Test
  void aRunThatIsBeingCreatedKeepsItsConfig() throws IOException {
    Path folder = temp.resolve("created");
    RunConfig first = Miniature.config(1);
    Run.create(first, folder);
    String config = Files.readString(folder.resolve("config.json"));
    // It has not begun yet: there is no run.json.
    assertThat(folder.resolve("run.json")).doesNotExist();
    assertThatThrownBy(() -> Run.create(first.with(2L, null, null), folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("already holds a run. Maybe use: resume");
    assertThat(folder.resolve("config.json")).hasContent(config);
    Path locked = temp.resolve("locked");
    try (RunLock lock = RunLock.take(locked)) {
      assertThatThrownBy(() -> Run.create(first, locked))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("is in use by another process");
    }
    assertThat(locked.resolve("config.json")).doesNotExist();
    assertThat(Run.create(first, locked).path()).isEqualTo(locked);
  }

  @Test
  void aNameThatIsTakenGetsANumber() throws IOException {
    Path name = temp.resolve("beside").resolve("dst-1-20261128-120000");
    RunConfig config = Miniature.config(1);
    assertThat(Run.createBeside(config, name).path()).isEqualTo(name);
    for (int i = 2; i <= 3; i++) {
      Path next = Run.createBeside(config.with((long) i, null, null), name).path();
      assertThat(next).isEqualTo(name.resolveSibling("dst-1-20261128-120000-" + i));
      assertThat(Run.open(next, null, null).config().execution().seed()).isEqualTo(i);
    }
  }

  @Test
  void anEditedConfigIsNotResumed() throws IOException {
    Path folder = temp.resolve("edited");
    Run run = Run.create(Miniature.config(1), folder);
    assertThatThrownBy(
            () ->
                run.execute(
                    progress -> {
                      if (progress.done() >= 1000) {
                        run.stop();
                      }
                    }))
        .isInstanceOf(JobRunner.StoppedException.class);
    Path config = folder.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace("0.003", "0.004"));
    assertThatThrownBy(() -> Run.open(folder, null, null).execute(RunListener.NONE))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("Maybe config.json was edited");
  }

  @Test
  void evaluatesASavedPolicy() throws IOException {
    List<String> lines = Files.readAllLines(done.resolve("front.csv"));
    String[] cells = lines.get(1).split(",", -1);
    Run run = Run.open(done, null, null);
    Returns returns = run.evaluate(cells[0], 3, 5).evaluated();
    assertThat(returns.mean().get(0)).isEqualTo(Double.parseDouble(cells[1]));
    assertThat(returns.mean().get(1)).isEqualTo(Double.parseDouble(cells[2]));
    assertThatThrownBy(() -> run.evaluate("../x", 3, 5)).hasMessageContaining("has no policy ../x");
  }

  @Test
  void savedPoliciesActFromJava() throws IOException {
    Path path;
    try (Stream<Path> policies = Files.list(done.resolve("policies"))) {
      path = policies.sorted().findFirst().orElseThrow();
    }
    double[] obs = {0, 0};
    SavedPolicy policy = Policies.load(path);
    double[] act = policy.act(obs);
    assertThat(act).hasSize(1);
    assertThat(act[0]).isIn(0.0, 1.0, 2.0, 3.0);
    assertThat(policy.objectives()).containsExactly("treasure", "time");
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void killedInTheMiddleItEndsWithTheSamePolicies() throws Exception {
    Path folder = temp.resolve("killed");
    Miniature.kill(folder, Miniature.JSON, "s1r0j01.safetensors", "");
    Miniature.kill(folder, Miniature.JSON, "s2r1j01.safetensors", "");
    assertThat(json(folder.resolve("run.json")).path("status").asText()).isEqualTo("running");
    Run.open(folder, 2, null).execute(RunListener.NONE);
    assertThat(Miniature.files(folder, RESULTS)).isEqualTo(Miniature.files(done, RESULTS));
  }
}
