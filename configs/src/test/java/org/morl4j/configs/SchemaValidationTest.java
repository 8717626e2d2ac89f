package org.morl4j.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema by a validator of others: what it accepts, and where it sees a mistake. */
class SchemaValidationTest {
  @TempDir private Path temp;

  @Test
  void configsAreValidAndMistakesAreToldWhereTheyAre() throws IOException {
    Path schema = temp.resolve("schema.json");
    Files.writeString(schema, Catalogue.schema());
    List<String> good = new ArrayList<>();
    try (Stream<Path> runs = Files.list(Path.of("runs"))) {
      for (Path file : runs.filter(name -> name.toString().endsWith(".json")).toList()) {
        String written = Catalogue.write(Catalogue.reader().read(file, List.of()));
        good.add(put("whole-" + file.getFileName(), written));
        if (!Files.readString(file).contains("//")) {
          good.add(file.toString());
        }
      }
    }
    assertThat(good).hasSizeGreaterThan(40);
    assertThat(validated(schema, good)).containsExactly(good.size() + " configs");

    List<String> bad =
        List.of(
            put("rate.json", sac("\"learningRate\": -1")),
            put("typo.json", sac("\"learnigRate\": 0.001")),
            put("deep.json", sac("\"replay\": {\"batch\": 0, \"btch\": 8}")),
            put("layer.json", sac("\"hidden\": [64, 0]")),
            put("head.json", sac("\"critic\": {\"head\": {\"type\": \"quantile\", \"kapa\": 1}}")),
            put(
                "two.json",
                sac("\"gamma\": 0.9")
                    .replace("c-morl\"", "c-morl\", \"stageTwo\": {\"round\": 2}")));
    assertThat(validated(schema, bad))
        .containsExactlyInAnyOrder(
            "rate.json: agent.learningRate: -1 is less than or equal to the minimum of 0",
            "typo.json: agent: Additional properties are not allowed ('learnigRate' was unexpected)",
            "deep.json: agent.replay.batch: 0 is less than the minimum of 1",
            "deep.json: agent.replay: Additional properties are not allowed ('btch' was unexpected)",
            "layer.json: agent.hidden.1: 0 is less than the minimum of 1",
            "head.json: agent.critic.head: Additional properties are not allowed ('kapa' was"
                + " unexpected)",
            "two.json: search.stageTwo: Additional properties are not allowed ('round' was"
                + " unexpected)",
            "6 configs");
  }

  private static String sac(String setting) {
    return """
        {"$schema": "schema.json", "format": 2, "name": "a",
         "environment": {"id": "native:Pendulum-v1"},
         "agent": {"type": "sac", %s}, "search": {"type": "c-morl"}}
        """
        .formatted(setting);
  }

  private String put(String name, String text) throws IOException {
    return Files.writeString(temp.resolve(name), text).toString();
  }

  private List<String> validated(Path schema, List<String> configs) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(schema.toString()));
    arguments.addAll(configs);
    return PinnedPython.run("schema", "validate.py", temp, arguments).lines().toList();
  }
}
