package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.morl4j.configs.run.Run;
import org.morl4j.configs.run.RunListener;

class DatasetCommandTest {
  private static final String LOG =
      """
      batch,valve,height,yield,heat,done
      A,0,1.5,3,0,0
      A,1,2.5,4,2,1
      B,1,7,9,5,0
      B,0,8,10,6,1
      """;

  @TempDir static Path temp;
  private static Path log;

  @BeforeAll
  static void write() throws IOException {
    log = Files.writeString(temp.resolve("log.csv"), LOG);
  }

  private static CommandLineRun run(String command, Path path, String... more) {
    List<String> args = new java.util.ArrayList<>(List.of("dataset", command, path.toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static CommandLineRun onLog(String command, String... more) {
    List<String> args =
        new java.util.ArrayList<>(
            List.of("--obs=height", "--act=valve", "--reward=yield", "--cost=heat"));
    args.addAll(List.of("--episode=batch", "--terminated=done"));
    args.addAll(List.of(more));
    return run(command, log, args.toArray(String[]::new));
  }

  private static JsonNode json(CommandLineRun run) throws IOException {
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void infoTellsReturnsCostsAndQuality() throws IOException {
    JsonNode json =
        json(onLog("info", "--json", "--limit=heat=4", "--random=3", "--expert=23", "--bins=2"));
    assertThat(json.path("episodes").asInt()).isEqualTo(2);
    assertThat(json.at("/objectives/yield/mean").asDouble()).isEqualTo(13);
    assertThat(json.at("/objectives/yield/tq").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/costs/heat/max").asDouble()).isEqualTo(11);
    assertThat(json.at("/costs/heat/within").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/terminated").asInt()).isEqualTo(2);
    // Heights 1.5 and 2.5 share a bin, 7 and 8 the other; either valve in both.
    assertThat(json.at("/coverage/pairs").asInt()).isEqualTo(4);
    assertThat(onLog("info").out()).contains("2 episodes, 4 steps; 100 % terminated");
    CommandLineRun wrong = onLog("info", "--limit=heats=4");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--limit names \"heats\"", "Maybe you meant heat.");
  }

  @Test
  void validateTellsTheLine() throws IOException {
    assertThat(json(onLog("validate", "--json")).path("steps").asInt()).isEqualTo(4);
    Path bad = Files.writeString(temp.resolve("bad.csv"), LOG.replace("7", "x"));
    CommandLineRun run =
        run("validate", bad, "--obs=height", "--act=valve", "--reward=yield", "--episode=batch");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualToIgnoringNewLines(bad + ":4: \"height\" is \"x\", but must be a finite number.");
    assertThat(run("validate", temp.resolve("none.npz")).err())
        .contains("There is no file")
        .doesNotContain("\tat ");
  }

  @Test
  void whatIsConvertedAndSlicedIsReadAgain() throws IOException {
    Path set = temp.resolve("factory/valves-v0");
    Files.createDirectories(set.getParent());
    assertThat(onLog("convert", set.toString()).out()).isEqualTo(set + ": 4 steps\n");
    JsonNode info = json(run("info", set, "--json"));
    assertThat(info.path("id").asText()).isEqualTo("minari:factory/valves-v0");
    assertThat(info.at("/costs/heat/mean").asDouble()).isEqualTo(6.5);
    Path best = temp.resolve("best.csv");
    assertThat(run("slice", set, best.toString(), "--top=0.5").exitCode()).isZero();
    assertThat(Files.readAllLines(best))
        .containsExactly(
            "episode,obs:0,act:0,reward:yield,cost:heat,terminated,truncated,nextObs:0",
            "0,7,1,9,5,0,0,8",
            "0,8,0,10,6,1,0,8");
    CommandLineRun again = run("slice", set, best.toString());
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("exists already. Maybe name another file.");
  }

  @Test
  void aRunsPoliciesAndReplayAreRecorded() throws IOException {
    String text =
        """
        {"format": 2, "name": "cart", "environment": {"id": "native:CartPole-v1", "rows": 3},
         "execution": {"threads": 1, "keepState": "replay"},
         "agent": {"type": "dqn", "hidden": [8], "replay": {"warmup": 20, "batch": 8}},
         "search": {"type": "single", "transitions": 300, "evaluateEvery": 150},
         "evaluation": {"episodes": 2}}
        """;
    Path run = temp.resolve("run");
    Run.create(Catalogue.reader().parse(text, "cart.json", List.of()), run)
        .execute(RunListener.NONE);
    for (String kind : List.of("random", "medium-replay", "medium-expert")) {
      Path set = temp.resolve("cart-" + kind + "-v0");
      CommandLineRun made =
          CommandLineRun.of(
              "dataset",
              "generate",
              set.toString(),
              "--from=" + run,
              "--kind=" + kind,
              "--episodes=6",
              "--measured=3",
              "--id=morl4j/cart-" + kind + "-v0");
      assertThat(made.err()).isEmpty();
      assertThat(made.exitCode()).isZero();
      JsonNode info = json(run("info", set, "--json"));
      assertThat(info.path("id").asText()).startsWith("minari:morl4j/cart-");
      boolean replay = kind.equals("medium-replay");
      assertThat(info.path("steps").asInt()).isGreaterThan(replay ? 299 : 30);
      assertThat(info.at("/objectives/reward/tq").isNumber()).as("scores").isTrue();
      if (!replay) {
        assertThat(info.path("episodes").asInt()).isEqualTo(6);
      } else {
        // Three rows at once: all but their last episodes ended.
        int ended = info.path("terminated").asInt() + info.path("truncated").asInt();
        assertThat(info.path("episodes").asInt() - ended).isLessThanOrEqualTo(3);
      }
    }
    CommandLineRun wrong =
        CommandLineRun.of(
            "dataset", "generate", temp.resolve("x").toString(), "--from=" + run, "--kind=best");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--kind is \"best\", but must be one of random, medium,");
  }
}
