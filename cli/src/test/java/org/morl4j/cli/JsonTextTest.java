package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTextTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temp;

  private static JsonNode parsed(CommandLineRun run) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return JSON.readTree(run.out());
  }

  @Test
  void evalTellsSignalsWithTheirLimits() throws IOException {
    ScriptedRuns.writeRun(temp);
    CommandLineRun run =
        CommandLineRun.with(
            new ScriptedRuns(temp), "eval", temp.toString(), "--policy=p0011", "--json");
    assertThat(parsed(run))
        .isEqualTo(
            JSON.readTree(
                """
                {"policy": "p0011", "episodes": 10, "mode": "sampled", "signals": [
                  {"name": "treasure", "kind": "objective", "mean": 8.2, "standardError": 0.0,
                   "limit": null, "within": null},
                  {"name": "time", "kind": "objective", "mean": -3.0, "standardError": 0.125,
                   "limit": {"atLeast": -4.0}, "within": true}],
                 "limits": [{"name": "time", "signal": "time", "atLeast": -4.0, "value": -3.0,
                   "standardError": 0.125, "within": true}]}
                """));
  }

  @Test
  void frontTellsAllColumns() throws IOException {
    Files.writeString(temp.resolve("run.json"), "{\"format\": 1, \"status\": \"done\"}");
    Files.writeString(
        temp.resolve("front.csv"),
        """
        policy,energy,flood,energy_standard_error,flood_standard_error,within_limits
        a1,0.1,2,0.25,1e-3,1
        a2,3,4,0,0,0
        """);
    assertThat(parsed(CommandLineRun.of("front", temp.toString(), "--json")).get("policies"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"policy": "a1", "energy": 0.1, "flood": 2.0, "energy_standard_error": 0.25,
                  "flood_standard_error": 0.001, "within_limits": true},
                 {"policy": "a2", "energy": 3.0, "flood": 4.0, "energy_standard_error": 0.0,
                  "flood_standard_error": 0.0, "within_limits": false}]
                """));
  }

  @Test
  void listsAreArraysOfObjects() throws IOException {
    JsonNode algorithms = parsed(CommandLineRun.of("algos", "--json"));
    assertThat(algorithms.get(0))
        .isEqualTo(JSON.readTree("{\"kind\": \"agent\", \"type\": \"ppo\"}"));
    JsonNode sea = null;
    JsonNode environments = parsed(CommandLineRun.of("envs", "--json"));
    for (JsonNode one : environments) {
      sea = one.path("id").asText().equals("native:deep-sea-treasure-v0") ? one : sea;
    }
    assertThat(sea)
        .isEqualTo(
            JSON.readTree(
                """
                {"id": "native:deep-sea-treasure-v0", "objectives": ["treasure", "time"],
                 "costs": [], "timeLimit": 100, "reference": [0.0, -50.0], "knownFront": true}
                """));
    assertThat(environments.get(environments.size() - 1).has("form")).isTrue();
  }
}
