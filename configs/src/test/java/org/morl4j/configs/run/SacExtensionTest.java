package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both stages of C-MORL with agents on a replay, whose barriers are told of episodes as they end.
 */
class SacExtensionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CAR =
      """
      {
        "format": 2,
        "name": "extended",
        "environment": {"id": "native:mo-mountaincarcontinuous-v0", "rows": 1, "timeLimit": 40},
        "agent": {"type": "sac", "hidden": [8],
          "replay": {"capacity": 1000, "batch": 16, "warmup": 50}},
        "search": {"type": "c-morl", "transitions": 800,
          "stageOne": {"divisions": 1, "evaluateEvery": 100},
          "stageTwo": {"rounds": 1, "select": 1, "evaluateEvery": 100}},
        "evaluation": {"episodes": 1, "gamma": 1},
        "reference": [-1000, -1000]
      }
      """;

  @TempDir Path temp;

  private void runs(String config) throws IOException {
    Run.create(Miniature.parse(config), temp).execute(RunListener.NONE);
    JsonNode run = JSON.readTree(temp.resolve("run.json").toFile());
    assertThat(run.path("status").asText()).isEqualTo("done");
    assertThat(run.path("training_transitions").asLong()).isEqualTo(800);
  }

  /** An episode of 40 steps ends before the first update of a job, or after it. */
  @ParameterizedTest
  @CsvSource({"sac, 50", "sac, 20", "td3, 50", "td3, 20"})
  void bothStages(String agent, int warmup) throws IOException {
    runs(
        CAR.replace("\"sac\"", "\"%s\"".formatted(agent))
            .replace("\"warmup\": 50", "\"warmup\": " + warmup));
    try (Stream<String> metrics = Files.lines(temp.resolve("metrics.csv"))) {
      assertThat(metrics.map(line -> line.split(",")[3]).distinct())
          .contains("constraint/kept-time/violation", "constraint/kept-fuel/violation");
    }
  }

  /** Each job ends long before its first episode. */
  @Test
  void withoutAnEpisode() throws IOException {
    runs(CAR.replace(", \"timeLimit\": 40", "").replace("\"warmup\": 50", "\"warmup\": 20"));
  }
}
