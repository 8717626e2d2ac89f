package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
  private final Path temp;

  InitCommandTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void theWrittenConfigTrains() throws IOException {
    Path file = temp.resolve("ppo.json");
    CommandLineRun init = init("native:Pendulum-v1", "ppo", "--out=" + file);
    assertThat(init.err()).isEmpty();
    assertThat(init.out()).isEqualTo(file + "\n");
    JsonNode strict = new ObjectMapper().readTree(file.toFile());
    assertThat(strict.at("/agent/learningRate").doubleValue()).isEqualTo(0.0003);
    assertThat(strict.at("/$schema").asText()).isEqualTo("./morl4j.schema.json");
    assertThat(new ObjectMapper().readTree(temp.resolve("morl4j.schema.json").toFile()))
        .isEqualTo(new ObjectMapper().readTree(CommandLineRun.of("schema").out()));
    Path folder = temp.resolve("run");
    CommandLineRun train =
        CommandLineRun.of(
            "train",
            file.toString(),
            "--out=" + folder,
            "--quiet",
            "--set=search.transitions=1024",
            "--set=agent.rolloutLength=64",
            "--set=evaluation.episodes=1");
    assertThat(train.err()).isEmpty();
    assertThat(train.out()).endsWith("run: " + folder + "\n");
  }

  @Test
  void commentsAreThereWhereAskedFor() throws IOException {
    Path file = temp.resolve("sac.json");
    Files.writeString(temp.resolve("morl4j.schema.json"), "of an older version");
    init("native:Pendulum-v1", "sac", "--comments", "--out=" + file);
    assertThat(Files.readString(file))
        .startsWith("{\n  \"$schema\": \"./morl4j.schema.json\",\n  // of the file: 2;")
        .contains("// Adam's rate of policy and critics\n    \"learningRate\": 0.0003");
    assertThat(temp.resolve("morl4j.schema.json"))
        .content()
        .isEqualTo(CommandLineRun.of("schema").out());
  }

  @Test
  void whatIsUnknownIsRefusedWithTheLikelyOne() {
    assertRefused(init("native:Pendlum-v1", "ppo"), "Maybe you meant Pendulum-v1.");
    assertRefused(init("Pendulum-v1", "ppo"), "Maybe you meant native:Pendulum-v1.");
    assertRefused(init("native:Pendulum-v1", "pp"), "algorithm is pp, but must be one of ppo, ");
    assertRefused(init("native:Pendulum-v1", "ppo", "--search=singel"), "Maybe you meant single.");
  }

  @Test
  void anAlgorithmThatCantServeTheActionsIsRefusedAsByTrain() throws IOException {
    CommandLineRun init = init("native:CartPole-v1", "sac");
    assertRefused(init, "Maybe");
    Path config = temp.resolve("sac.json");
    Files.writeString(
        config,
        """
        {"name": "sac", "environment": {"id": "native:CartPole-v1"}, "agent": {"type": "sac"},
         "search": {"type": "single"}}
        """);
    CommandLineRun train =
        CommandLineRun.of("train", config.toString(), "--out=" + temp.resolve("run"));
    assertThat(train.exitCode()).isEqualTo(2);
    assertThat(train.err()).isEqualTo(init.err());
    assertThat(temp.resolve("run")).doesNotExist();
  }

  @Test
  void aFileIsNeverWrittenOver() throws IOException {
    Path file = temp.resolve("mine.json");
    Files.writeString(file, "mine");
    assertRefused(
        init("native:Pendulum-v1", "ppo", "--out=" + file),
        "mine.json exists already. Maybe name another file with --out.");
    assertThat(Files.readString(file)).isEqualTo("mine");
  }

  private static void assertRefused(CommandLineRun run, String message) {
    assertThat(run.err()).contains(message);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  private static CommandLineRun init(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "init";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandLineRun.of(all);
  }
}
