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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morl4j.configs.Catalogue;
import org.morl4j.configs.RunConfig;
import org.morl4j.configs.json.ConfigException;
import org.morl4j.pareto.search.JobRunner;

/** Runs that learn from several named sets. */
class DataSetsRunTest {
  @TempDir static Path temp;
  private static Path expert;
  private static Path other;

  private static RunConfig config(String agent, String data, String... settings) {
    String text =
        """
        {"format": 2, "name": "imitate", "environment": {"id": "native:Pendulum-v1", "rows": 1},
         "execution": {"threads": 1, "checkpointSeconds": 0},
         "data": %s,
         "agent": %s,
         "search": {"type": "single", "transitions": 0, "updates": 12, "evaluateEvery": 6},
         "evaluation": {"episodes": 1}}
        """
            .formatted(data, agent);
    return Catalogue.reader().parse(text, "imitate.json", List.of(settings));
  }

  private static String agent(String type) {
    String more =
        type.equals("smodice") ? ", \"discriminator\": {\"hidden\": [8], \"updates\": 5}" : "";
    return "{\"type\": \"%s\", \"hidden\": [8], \"replay\": {\"batch\": 16}%s}"
        .formatted(type, more);
  }

  private static String set(String name, Path path) {
    return "{\"name\": \"%s\", \"path\": \"%s\"}".formatted(name, path);
  }

  private static String sets() {
    return "[%s, %s, %s]"
        .formatted(set("expert", expert), set("recorded", other), set("recorded", expert));
  }

  private static Path csv(String name, int episodes, double action) throws IOException {
    StringBuilder text =
        new StringBuilder("episode,obs:x,obs:y,obs:v,act:torque,reward,truncated\n");
    for (int e = 0; e < episodes; e++) {
      for (int t = 0; t < 20; t++) {
        double angle = 0.1 * t + e;
        text.append(
            "%d,%s,%s,%s,%s,-1,%d%n"
                .formatted(e, Math.cos(angle), Math.sin(angle), 0.1, action, t == 19 ? 1 : 0));
      }
    }
    return Files.writeString(temp.resolve(name), text);
  }

  @BeforeAll
  static void record() throws IOException {
    expert = csv("expert.csv", 1, 1);
    other = csv("other.csv", 4, -1);
  }

  @Test
  void aListIsReadAndWrittenAsItsSets() {
    RunConfig config = config(agent("recoil"), sets());
    assertThat(config.data().sets())
        .extracting(one -> one.name())
        .containsExactly("expert", "recorded", "recorded");
    assertThat(config.data().path()).isNull();
    String written = Catalogue.write(config);
    assertThat(Catalogue.reader().parse(written, "again", List.of())).isEqualTo(config);
    String object = "{\"sets\": %s}".formatted(sets());
    assertThat(config(agent("recoil"), object)).isEqualTo(config);
    RunConfig changed = config(agent("recoil"), sets(), "data.1.name=mine");
    assertThat(changed.data().sets().get(1).name()).isEqualTo("mine");
  }

  private static void refused(String data, String message) {
    assertThatThrownBy(() -> config(agent("recoil"), data))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatIsWrongWithAListIsToldByItsPlace() {
    refused("[]", "imitate.json:3:10: data: data is an empty list, but must name one set or more.");
    refused("[{\"path\": \"a\"}]", "missing key data.0.name, which must be a string.");
    refused("[{\"name\": \"a\", \"pth\": \"b\"}]", "unknown key data.0.pth.");
    refused(
        "[{\"name\": \"a\"}]",
        "data.0: a set must have path or minari, and a has neither. Maybe leave the set out.");
    refused(
        "[{\"name\": \"a b\", \"path\": \"b\"}]",
        "data.0.name is \"a b\", but must be 1 to 100 letters, digits, dots, dashes or underscores.");
    refused("3", "data is 3, but must be an object or a list.");
    refused(
        "{\"path\": \"a\", \"sets\": [{\"name\": \"a\", \"path\": \"b\"}]}",
        "data must have path, minari or a list of sets, and has 2 of them. Maybe leave out all but one.");
    refused(
        "{\"transforms\": [{\"type\": \"clip-action\"}], \"sets\": [{\"name\": \"a\", \"path\": \"b\"}]}",
        "Maybe move them into the sets.");
  }

  @Test
  void aSetThatIsMissingOrOfOtherSpacesIsToldBeforeAnythingIsTrained() throws IOException {
    assertThatThrownBy(() -> Run.check(config(agent("recoil"), "[" + set("expert", expert) + "]")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "data has the sets expert, but the agent learns from sets named recorded, expert. Maybe"
                + " add one named recorded.");
    assertThatThrownBy(
            () -> Run.check(config(agent("recoil"), "{\"path\": \"%s\"}".formatted(expert))))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "data is one set without a name, but the agent learns from sets named recorded, expert."
                + " Maybe write a list: \"data\": [{\"name\": \"recorded\", \"path\": ..}, ..].");
    String more =
        "[%s, %s, %s]"
            .formatted(set("expert", expert), set("recorded", expert), set("other", expert));
    assertThatThrownBy(() -> Run.check(config(agent("recoil"), more)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "data has a set other, but the agent learns only from sets named recorded, expert. Maybe"
                + " leave it out, or give it one of these names.");
    Path narrow = temp.resolve("narrow.csv");
    Files.writeString(narrow, "episode,obs:x,act:torque,reward,truncated\n0,1,1,0,0\n0,2,1,0,1\n");
    String data = "[%s, %s]".formatted(set("expert", expert), set("recorded", narrow));
    assertThatThrownBy(() -> Run.check(config(agent("recoil"), data)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("narrow.csv")
        .hasMessageContaining("the features of an observation 1, but native:Pendulum-v1 has 3.");
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"recoil", "smodice", "iql"})
  void aRunLearnsFromThemAndNamesTheirHashes(String type) throws IOException {
    Path folder = temp.resolve("run-" + type);
    Run.create(config(agent(type), sets()), folder).execute(RunListener.NONE);
    JsonNode sets = json(folder.resolve("run.json")).path("data").path("sets");
    assertThat(sets).hasSize(3);
    assertThat(sets.path(0).path("name").asText()).isEqualTo("expert");
    assertThat(sets.path(1).path("hash").asText()).hasSize(64);
    assertThat(sets.path(0).path("hash")).isEqualTo(sets.path(2).path("hash"));
    assertThat(Files.readAllLines(folder.resolve("evaluations.csv"))).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"recoil", "smodice"})
  void aStoppedRunGoesOnAsIfNothingHadHappened(String type) throws IOException {
    Path whole = temp.resolve("whole-" + type);
    Run.create(config(agent(type), sets()), whole).execute(RunListener.NONE);
    Path folder = temp.resolve("stopped-" + type);
    Run run = Run.create(config(agent(type), sets()), folder);
    assertThatThrownBy(
            () ->
                run.execute(
                    progress -> {
                      if (progress.done() >= 6) {
                        run.stop();
                      }
                    }))
        .isInstanceOf(JobRunner.StoppedException.class);
    Run.open(folder, null, null).execute(RunListener.NONE);
    assertThat(folder.resolve("evaluations.csv"))
        .hasSameTextualContentAs(whole.resolve("evaluations.csv"));
    assertThat(folder.resolve("policies/last/policy.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("policies/last/policy.safetensors"));
  }

  @Test
  void anotherSetIsRefusedOnResume() throws IOException {
    Path moved = csv("moved.csv", 3, 0.5);
    String data = "[%s, %s]".formatted(set("expert", expert), set("recorded", moved));
    Path folder = temp.resolve("resumed");
    Run.create(config(agent("recoil"), data), folder).execute(RunListener.NONE);
    csv("moved.csv", 3, 0.25);
    assertThatThrownBy(() -> Run.open(folder, null, null).execute(RunListener.NONE))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("moved.csv is not what this run began with: its hash is ");
  }
}
