package org.morl4j.configs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.core.check.Vec;
import org.morl4j.policy.Policies;

/** Fronts from recorded data alone, from a config to the run's folder. */
class DataFrontRunTest {
  private static final String RECORDED =
      """
      {"format": 2, "name": "recorded",
       "environment": {"id": "native:deep-sea-treasure-v0", "rows": 2},
       "execution": {"keepState": "replay"},
       "agent": {"type": "dqn", "hidden": [8], "replay": {"warmup": 20, "batch": 8}},
       "search": {"type": "single", "transitions": 1000, "evaluateEvery": 1000},
       "evaluation": {"episodes": 1}}
      """;

  @TempDir static Path temp;

  @BeforeAll
  static void record() throws IOException {
    Run.create(Miniature.parse(RECORDED), temp.resolve("recorded")).execute(RunListener.NONE);
  }

  private static String config(String agent, String search) {
    return """
    {"format": 2, "name": "front", "data": {"path": "%s"},
     "environment": {"id": "native:deep-sea-treasure-v0", "rows": 1},
     "agent": {"type": "iql", "hidden": [8]%s, "replay": {"batch": 16}},
     "search": %s, "evaluation": {"episodes": 1}, "reference": [-1, -200]}
    """
        .formatted(temp.resolve("recorded"), agent, search);
  }

  private static Path trained(String name, String agent, String search) throws IOException {
    Path folder = temp.resolve(name);
    Run.create(Miniature.parse(config(agent, search)), folder).execute(RunListener.NONE);
    return folder;
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  /** The replay was recorded under no preference; the rows get one each. */
  @Test
  void oneConditionedLearnerGivesAFront() throws IOException {
    Path run =
        trained(
            "preferences",
            ", \"preference\": true",
            """
            {"type": "preferences", "transitions": 0, "updates": 60, "divisions": 2,
             "evaluateEvery": 30}\
            """);
    JsonNode record = json(run.resolve("run.json"));
    assertThat(record.path("training_transitions").asLong()).isZero();
    assertThat(record.path("training_updates").asLong()).isEqualTo(60);
    assertThat(Files.readAllLines(run.resolve("evaluations.csv"))).hasSize(1 + 6);
    String id = json(run.resolve("archive.json")).path("points").get(0).path("policy").asText();
    assertThat(Policies.load(run.resolve("policies").resolve(id)).preferences()).isEqualTo(2);
  }

  /** Of clones too the policy is saved, with the weights it was extracted under. */
  @Test
  void specialistsGiveAFront() throws IOException {
    Path run =
        trained("extraction", "", "{\"type\": \"extraction\", \"updates\": 100, \"rounds\": 2}");
    JsonNode record = json(run.resolve("run.json"));
    assertThat(record.path("training_transitions").asLong()).isZero();
    assertThat(record.path("training_updates").asLong()).isIn(100L, 75L, 50L);
    assertThat(record.path("evaluation_transitions").asLong()).isPositive();
    JsonNode points = json(run.resolve("archive.json")).path("points");
    assertThat(points.size()).isPositive();
    for (JsonNode point : points) {
      assertThat(point.path("preference").size()).isEqualTo(2);
      Path folder = run.resolve("policies").resolve(point.path("policy").asText());
      if (Files.exists(folder)) {
        assertThat(Vec.of(Policies.load(folder).act(new double[] {0, 0})).isFinite()).isTrue();
      }
    }
  }

  @Test
  void theWrongAgentIsRefusedBeforeThereIsAFolder() {
    Path folder = temp.resolve("refused");
    String conditioned =
        config(", \"preference\": true", "{\"type\": \"extraction\", \"updates\": 100}");
    assertThatThrownBy(() -> Run.create(Miniature.parse(conditioned), folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("search.type is \"extraction\", but the agent learns one policy");
    String few = config("", "{\"type\": \"extraction\", \"updates\": 3}");
    assertThatThrownBy(() -> Run.create(Miniature.parse(few), folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("search.updates is 3, which leaves none for each");
    assertThat(folder).doesNotExist();
  }
}
