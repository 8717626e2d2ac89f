package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.core.constraint.Returns;
import org.morl4j.pareto.search.JobRunner;

/** Ordinary training from a config to its folder: best and last, evaluations, kill and resume. */
class SingleRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RESULTS =
      "front\\.csv|archive\\.json|evaluations\\.csv|fronts\\.jsonl|policies/.*/policy\\..*";

  @TempDir static Path shared;
  @TempDir Path temp;

  private static Path done = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    done = shared.resolve("done");
    Run.create(Miniature.parse(Miniature.SINGLE), done).execute(RunListener.NONE);
  }

  @Test
  void bestAndLastAreListedAndSaved() throws IOException {
    JsonNode points = JSON.readTree(done.resolve("archive.json").toFile()).path("points");
    assertThat(points).hasSize(2);
    assertThat(points.get(0).path("policy").asText()).isEqualTo("best");
    assertThat(points.get(1).path("policy").asText()).isEqualTo("last");
    assertThat(points.get(1).path("transitions").asLong()).isEqualTo(23 * 256);
    List<String> front = Files.readAllLines(done.resolve("front.csv"));
    assertThat(front).hasSize(3);
    assertThat(front.get(0)).startsWith("policy,");
    Run run = Run.open(done, null, null);
    for (int i = 0; i < 2; i++) {
      JsonNode point = points.get(i);
      String id = point.path("policy").asText();
      assertThat(point.path("episodes").asInt()).isEqualTo(5);
      assertThat(point.path("preference").toString()).isEqualTo("[1.0]");
      String[] cells = front.get(i + 1).split(",", -1);
      assertThat(cells[0]).isEqualTo(id);
      assertThat(Double.parseDouble(cells[1])).isEqualTo(point.path("returns").get(0).asDouble());
      assertThat(done.resolve("policies").resolve(id).resolve("policy.safetensors")).exists();
      Returns returns = run.evaluate(id, 3, 5).evaluated();
      assertThat(returns.mean().get(0)).isBetween(1.0, 500.0);
    }
  }

  @Test
  void theEnvironmentIsLookedAtOnce() {
    Run run = Run.open(done, null, null);
    assertThat(run.spec()).isSameAs(run.spec());
  }

  @Test
  void noReferenceNoHypervolume() throws IOException {
    assertThat(JSON.readTree(done.resolve("run.json").toFile()).path("reference").isNull())
        .isTrue();
    List<String> lines = Files.readAllLines(done.resolve("fronts.jsonl"));
    for (String line : lines) {
      JsonNode node = JSON.readTree(line);
      assertThat(node.path("hypervolume").isNull()).isTrue();
      assertThat(node.path("points")).hasSize(1);
    }
  }

  @Test
  void evaluationsAreALineEach() throws IOException {
    List<String> lines = Files.readAllLines(done.resolve("evaluations.csv"));
    assertThat(lines.get(0))
        .isEqualTo(
            "job,policy,transitions,updates,evaluation_transitions,episodes,reward,"
                + "reward_standard_error");
    // 23 rollouts of 256; an evaluation at the first update at or beyond each multiple of 500.
    assertThat(lines).hasSize(1 + 12);
    assertThat(lines.get(1)).startsWith("s1r0j00,s1r0j00e000,512,2,").contains(",2,");
    assertThat(lines.get(2)).startsWith("s1r0j00,s1r0j00e001,1024,4,");
    assertThat(lines.get(12)).startsWith("s1r0j00,s1r0j00e011,5888,23,");
    double best = Double.NEGATIVE_INFINITY;
    for (String line : lines.subList(1, lines.size())) {
      best = Math.max(best, Double.parseDouble(line.split(",", -1)[6]));
    }
    JsonNode points = JSON.readTree(done.resolve("archive.json").toFile()).path("points");
    assertThat(points.get(0).path("archived_returns").get(0).asDouble()).isEqualTo(best);
  }

  @Test
  void aStoppedRunGoesOn() throws IOException {
    Path folder = temp.resolve("stopped");
    Run run = Run.create(Miniature.parse(Miniature.SINGLE), folder);
    assertThatThrownBy(
            () ->
                run.execute(
                    progress -> {
                      if (progress.done() >= 2000) {
                        run.stop();
                      }
                    }))
        .isInstanceOf(JobRunner.StoppedException.class);
    Run.open(folder, null, null).execute(RunListener.NONE);
    assertThat(Miniature.files(folder, RESULTS)).isEqualTo(Miniature.files(done, RESULTS));
    Run.open(folder, null, null).execute(RunListener.NONE);
    assertThat(Miniature.files(folder, RESULTS)).isEqualTo(Miniature.files(done, RESULTS));
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void killedInTheMiddleItEndsTheSame() throws Exception {
    Path folder = temp.resolve("killed");
    Miniature.kill(folder, Miniature.SINGLE, "s1r0j00.safetensors", "s1r0j00,2048,");
    assertThat(folder.resolve("archive.json")).doesNotExist();
    AtomicLong resumed = new AtomicLong();
    Run.open(folder, null, null).execute(progress -> resumed.set(progress.resumed()));
    assertThat(resumed.get()).isGreaterThan(100);
    assertThat(Miniature.files(folder, RESULTS)).isEqualTo(Miniature.files(done, RESULTS));
  }
}
