package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.cli.report.Numbers;

/** The commands with the real engine, on runs of a second. */
class EngineRunsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path temp;
  private final Path config;

  EngineRunsTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    config = temp.resolve("small.json");
    Files.writeString(
        config,
        """
        {
          "name": "small",
          "environment": {"id": "native:deep-sea-treasure-v0"},
          "agent": {"type": "ppo", "rolloutLength": 32, "minibatch": 64, "hidden": [8]},
          "search": {"type": "c-morl", "transitions": 8192}
        }
        """);
  }

  /** What can't be a run's folder is a wrong argument, whatever keeps it from being one. */
  @Test
  void impossibleFoldersAreRefusedBeforeAnythingIsTrained() throws IOException {
    Path file = temp.resolve("cart.json");
    CommandLineRun.of("init", "native:CartPole-v1", "ppo", "--out=" + file);
    Path taken = Files.writeString(temp.resolve("taken"), "");
    for (String out :
        List.of("", taken.toString(), taken + "/run", temp.resolve("a".repeat(300)) + "")) {
      for (List<String> several : List.of(List.<String>of(), List.of("--seeds=1-2"))) {
        List<String> words = new ArrayList<>(List.of("train", file.toString(), "--quiet"));
        words.addAll(List.of("--out", out));
        words.addAll(several);
        CommandLineRun run = CommandLineRun.of(words.toArray(new String[0]));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(" Maybe ").hasLineCount(1);
      }
    }
    CommandLineRun init =
        CommandLineRun.of("init", "native:CartPole-v1", "ppo", "--out=" + taken + "/c.json");
    assertThat(init.err()).contains(taken + " is no folder. Maybe create it").hasLineCount(1);
  }

  @Test
  void trainsEvaluatesAndResumes() throws IOException {
    Path run = temp.resolve("run");
    CommandLineRun train =
        CommandLineRun.of("train", config.toString(), "--out=" + run, "--seed=3", "--quiet");
    assertThat(train.err()).isEmpty();
    assertThat(train.exitCode()).isZero();
    assertThat(train.out()).startsWith("policy").endsWith("run: " + run + "\n");
    assertThat(run.resolve("config.json")).content().contains("\"seed\": 3");

    String policy = train.out().lines().toList().get(1).split(" ", 2)[0];
    CommandLineRun eval =
        CommandLineRun.of("eval", run.toString(), "--policy", policy, "--episodes=2");
    assertThat(eval.err()).isEmpty();
    assertThat(eval.out())
        .startsWith("policy " + policy + ", 2 episodes, greedy\nsignal")
        .contains("time");
    assertThat(CommandLineRun.of("eval", run.toString(), "--preference=0,1").out())
        .contains("treasure   0.7               0\ntime        -1               0\n");
    assertThat(CommandLineRun.of("eval", run.toString(), "--policy=x").err())
        .isEqualTo(run + " has no policy x. Maybe look up its name in front.csv.\n");
    assertThat(CommandLineRun.of("eval", run.toString(), "--preference=1").err())
        .isEqualTo("--preference has 1 weights, but the front has 2 objectives: treasure, time.\n");

    String front = Files.readString(run.resolve("front.csv"));
    CommandLineRun again = CommandLineRun.of("train", config.toString(), "--out=" + run);
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains(run + " already holds a run. Maybe use: resume");
    assertThat(CommandLineRun.of("resume", run.toString(), "--quiet").exitCode()).isZero();
    assertThat(run.resolve("front.csv")).hasContent(front);
  }

  /** Progress's last line, run.json, the report's tile and the front's file tell the same front. */
  @Test
  void allTellTheSameFront() throws IOException {
    Path noisy = temp.resolve("noisy.json");
    Files.writeString(
        noisy,
        """
        {
          "name": "noisy",
          "environment": {"id": "native:resource-gathering-v0"},
          "agent": {"type": "ppo", "rolloutLength": 32, "minibatch": 64, "hidden": [8]},
          "search": {"type": "c-morl", "transitions": 16384},
          "evaluation": {"gamma": 0.9}
        }
        """);
    Path run = temp.resolve("run");
    CommandLineRun train = CommandLineRun.of("train", noisy.toString(), "--out=" + run);
    assertThat(train.exitCode()).isZero();
    JsonNode record = JSON.readTree(run.resolve("run.json").toFile());
    int policies = record.path("front").path("policies").asInt();
    double hypervolume = record.path("front").path("hypervolume").asDouble();
    assertThat(policies).isPositive();
    assertThat(hypervolume).isPositive();
    assertThat(record.path("front").path("hypervolume_beyond_noise").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(hypervolume);
    assertThat(record.path("end").path("budget").asLong()).isEqualTo(16384);

    assertThat(Files.readAllLines(run.resolve("front.csv"))).hasSize(1 + policies);
    JsonNode indicators =
        JSON.readTree(
            CommandLineRun.of(
                    "indicators", run.resolve("front.csv").toString(), "--reference=-1,-1,-2")
                .out());
    assertThat(indicators.path("hypervolume").asDouble()).isEqualTo(hypervolume);

    List<String> told = train.err().lines().toList();
    assertThat(told.get(told.size() - 1))
        .startsWith("done")
        .endsWith("  front %d  HV %s".formatted(policies, Table.number(hypervolume)));
    String tile = Files.readString(run.resolve("report.html"));
    assertThat(tile)
        .containsSubsequence("Policies<span", "<dd>%d<".formatted(policies))
        .containsSubsequence(
            "Hypervolume<span", "<dd>%s<".formatted(Numbers.significant(hypervolume, 6)));
  }

  /** Nothing is appended through a link, and what is no file isn't waited for. */
  @Test
  @Timeout(120)
  void filesOfARunThatAreNoneAreRefused() throws Exception {
    Path run = temp.resolve("run");
    CommandLineRun.of(
        "train", config.toString(), "--out=" + run, "--quiet", "--set=search.transitions=4096");
    Path victim = Files.writeString(temp.resolve("victim"), "not ours");
    Files.delete(run.resolve("log.txt"));
    Files.createSymbolicLink(run.resolve("log.txt"), victim);
    CommandLineRun linked = CommandLineRun.of("resume", run.toString(), "--quiet");
    assertThat(linked.exitCode()).isEqualTo(1);
    assertThat(linked.err())
        .isEqualTo(
            "%s is a link, a pipe or a device, but is to be written as a regular file. Maybe move it away.%n"
                .formatted(run.resolve("log.txt")));
    assertThat(victim).hasContent("not ours");
    for (String name : List.of("archive.json", "fronts.jsonl", "front.csv", "run.json")) {
      Path file = run.resolve(name);
      Path aside = Files.move(file, temp.resolve("aside"));
      assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
      for (String command : List.of("report", "front", "compare", "eval")) {
        List<String> arguments = new ArrayList<>(List.of(command, run.toString()));
        if (command.equals("eval")) {
          arguments.add("--preference=1,1");
        }
        CommandLineRun of = CommandLineRun.of(arguments.toArray(String[]::new));
        assertThat(of.err()).as("%s of %s", command, name).doesNotContain("Unexpected");
        if (command.equals("report") && !name.equals("front.csv")) {
          assertThat(of.err()).contains(name);
        }
      }
      Files.delete(file);
      Files.move(aside, file);
    }
  }

  @Test
  void wrongConfigsAreToldWithTheirPlace() throws IOException {
    refuses(
        "\"minibatch\": 64", "\"minibach\": 64", ":4:49: unknown key agent.minibach. Allowed: ");
    refuses(
        "\"minibatch\": 64",
        "\"minibatch\": \"many\"",
        ":4:62: agent.minibatch is \"many\" (a string), but must be a whole number.");
    refuses(
        "\"minibatch\": 64",
        "\"learningRate\": -0.001",
        ":4:65: agent.learningRate is -0.001, but must lie above 0 and be at most 1000. Maybe leave it out for its default, 0.0003.");
    refuses(
        "deep-sea-treasure-v0",
        "deep-see",
        "environment.id is \"native:deep-see\", but must be native: and one of");
    refuses("native:deep-sea-treasure-v0", "deep-sea-treasure-v0", "Maybe you meant native:");
  }

  private void refuses(String old, String wrong, String problem) throws IOException {
    Path file = temp.resolve("wrong.json");
    Files.writeString(file, Files.readString(config).replace(old, wrong));
    CommandLineRun run =
        CommandLineRun.of("train", file.toString(), "--out=" + temp.resolve("out"), "--quiet");
    assertThat(run.err()).contains(problem).doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }
}
