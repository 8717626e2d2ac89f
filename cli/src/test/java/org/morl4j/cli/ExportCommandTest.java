package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  private static final String SMALL =
      """
      {
        "name": "small",
        "environment": {"id": "native:deep-sea-treasure-v0"},
        "agent": {"type": "ppo", "rolloutLength": 32, "minibatch": 64, "hidden": [8]},
        "search": {"type": "c-morl", "transitions": 4096}
      }
      """;

  @TempDir private Path temp;
  private Path run;
  private Path out;
  private String policy;

  @BeforeEach
  void train() throws IOException {
    run = temp.resolve("run");
    out = temp.resolve("home");
    Path config = Files.writeString(temp.resolve("small.json"), SMALL);
    assertThat(CommandLineRun.of("train", config.toString(), "--out=" + run, "--quiet").exitCode())
        .isZero();
    policy = Files.readAllLines(run.resolve("front.csv")).get(1).split(",", 2)[0];
  }

  private CommandLineRun export(String... more) {
    return CommandLineRun.of(
        Stream.concat(Stream.of("export", run.toString(), "--out=" + out), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void writesTheFolderOnce() throws IOException {
    CommandLineRun first = export("--policy=" + policy);
    assertThat(first.err()).isEmpty();
    assertThat(first.exitCode()).isZero();
    assertThat(first.out())
        .isEqualTo(
            """
            policy %s, ONNX opset 17
            value  shape   is
            obs    [N, 2]  raw observation
            act    [N, 1]  raw action, greedy
            export: %s
            """
                .formatted(policy, out));
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(f -> f.getFileName().toString()).sorted())
          .containsExactly("golden.json", "policy.json", "policy.onnx", "policy.safetensors");
    }
    CommandLineRun again = export("--policy=" + policy);
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err())
        .isEqualTo(
            "--out is %s, which already exists. Maybe name a new folder, or add --force.\n"
                .formatted(out));
    assertThat(export("--policy=" + policy, "--force").exitCode()).isZero();
  }

  @Test
  void wrongArgumentsLeaveNothingBehind() {
    CommandLineRun unknown = export("--policy=x");
    assertThat(unknown.err())
        .isEqualTo(run + " has no policy x. Maybe look up its name in front.csv.\n");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(export("--preference=1").err())
        .isEqualTo("--preference has 1 weights, but the front has 2 objectives: treasure, time.\n");
    assertThat(export().err()).contains("--policy=ID", "--preference=w,w,...");
    assertThat(CommandLineRun.of("export", temp.toString(), "--policy=x", "--out=y").err())
        .contains(
            temp + " is not a run folder, since it has no run.json. Maybe you meant " + run + ".");
    assertThat(out).doesNotExist();
  }

  @Test
  void aPreferenceTakesThePolicyThatServesItBest() {
    assertThat(export("--preference=0,1").out()).startsWith("policy ");
    assertThat(out.resolve("policy.onnx")).exists();
  }

  @Test
  void saysThatASampledPolicyActsGreedily() {
    CommandLineRun result =
        CommandLineRun.with(
            new ScriptedRuns(run), "export", run.toString(), "--policy=p0011", "--out=y");
    assertThat(result.err())
        .isEqualTo(
            """
            p0011 was measured drawing its actions; policy.onnx acts greedily, which may return \
            something else. Maybe compare: morl4j play %s --policy p0011 --mode greedy
            """
                .formatted(run));
  }
}
