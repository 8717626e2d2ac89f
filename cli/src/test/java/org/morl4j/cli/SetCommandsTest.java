package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --seeds}, {@code sweep} and {@code resume} of either, on runs of a moment. */
class SetCommandsTest {
  private final Path temp;
  private final Path config;

  SetCommandsTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    config = temp.resolve("tiny.json");
    Files.writeString(
        config,
        """
        {
          "format": 2,
          "name": "tiny",
          "environment": {"id": "native:CartPole-v1", "rows": 4},
          "agent": {"type": "ppo", "rolloutLength": 32, "epochs": 1, "minibatch": 64, "hidden": [8]},
          "search": {"type": "single", "transitions": 1500, "evaluateEvery": 500},
          "evaluation": {"episodes": 2, "finalEpisodes": 3}
        }
        """);
  }

  @Test
  void seedsAreTrainedAndTold() throws IOException {
    Path out = temp.resolve("seeds");
    String[] train = {
      "train", config.toString(), "--seeds=1-3", "--jobs=2", "--out=" + out, "--quiet"
    };
    CommandLineRun first = CommandLineRun.of(train);
    assertThat(first.err()).isEmpty();
    assertThat(first.exitCode()).isZero();
    List<String> lines = first.out().lines().toList();
    assertThat(lines.get(0)).matches("seed +reward");
    assertThat(lines.get(3)).startsWith("3 ");
    assertThat(lines.get(4)).startsWith("mean ");
    assertThat(lines.get(6)).startsWith("95 % to ");
    assertThat(lines.get(7)).isEqualTo("page: " + out.resolve("compare.html"));
    assertThat(lines.get(8)).isEqualTo("runs: " + out);
    assertThat(out.resolve("compare.html")).isNotEmptyFile();
    assertThat(out.resolve("seed-2/report.html")).isNotEmptyFile();
    assertThat(out.resolve("log.txt")).exists();

    assertThat(CommandLineRun.of(train).out()).isEqualTo(first.out());
    assertThat(CommandLineRun.of("resume", out.toString(), "--quiet").out()).isEqualTo(first.out());

    Path alone = temp.resolve("alone");
    CommandLineRun.of("train", config.toString(), "--seed=2", "--out=" + alone, "--quiet");
    assertThat(out.resolve("seed-2/front.csv")).hasSameTextualContentAs(alone.resolve("front.csv"));
  }

  @Test
  void oneSeedHasNoInterval() {
    Path out = temp.resolve("seeds");
    CommandLineRun run =
        CommandLineRun.of("train", config.toString(), "--seeds=7", "--out=" + out, "--quiet");
    assertThat(run.out()).contains("mean").doesNotContain("95 %");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void aFrontsHypervolumeIsTold() throws IOException {
    Files.writeString(
        config,
        """
        {
          "format": 2,
          "name": "front",
          "environment": {"id": "native:deep-sea-treasure-v0"},
          "agent": {"type": "ppo", "rolloutLength": 32, "minibatch": 64, "hidden": [8]},
          "search": {"type": "weighted-sum", "transitions": 4096, "divisions": 2}
        }
        """);
    Path out = temp.resolve("fronts");
    CommandLineRun run =
        CommandLineRun.of("train", config.toString(), "--seeds=1,2", "--out=" + out, "--quiet");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("seed").contains("hypervolume  policies");
  }

  @Test
  void aSweepIsATableBestFirst() throws IOException {
    Path out = temp.resolve("sweep");
    String[] sweep = {
      "sweep",
      config.toString(),
      "--vary=agent.learningRate=1e-4,3e-3",
      "--vary=agent.hidden=[8],[4,4]",
      "--seeds=1-2",
      "--jobs=2",
      "--out=" + out,
      "--quiet"
    };
    CommandLineRun first = CommandLineRun.of(sweep);
    assertThat(first.err()).isEmpty();
    assertThat(first.exitCode()).isZero();
    assertThat(first.out().lines().toList().get(1))
        .matches("name +agent.learningRate +agent.hidden +seeds +score +state");
    assertThat(first.out()).endsWith("runs: " + out + "\n");
    List<String> csv = Files.readAllLines(out.resolve("sweep.csv"));
    assertThat(csv).hasSize(5);
    assertThat(csv.get(0))
        .isEqualTo(
            "name,agent.learningRate,agent.hidden,state,seeds,score,low,high,best_when_stopped,"
                + "within_limits");
    List<Double> scores =
        csv.stream()
            .skip(1)
            .map(line -> Double.parseDouble(line.replaceAll(".*,done,2,([^,]*),.*", "$1")))
            .toList();
    assertThat(scores).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(csv).anyMatch(line -> line.contains(",\"[4,4]\",done,2,"));
    assertThat(out.resolve("sweep.html")).content().contains("MORL4J sweep");
    assertThat(CommandLineRun.of("resume", out.toString(), "--quiet").out()).isEqualTo(first.out());
    assertThat(CommandLineRun.of("compare", out.toString(), "--no-intervals").out())
        .contains("tiny-v004");
  }

  @Test
  void trialsMarkWhatWasStopped() throws IOException {
    Path out = temp.resolve("trials");
    CommandLineRun run =
        CommandLineRun.of(
            "sweep",
            config.toString(),
            "--vary=agent.learningRate=log(1e-6,1e-1)",
            "--trials=8",
            "--warmup=2",
            "--sweep-seed=3",
            "--out=" + out,
            "--quiet");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("stopped after ", ": its best return is below the median");
    assertThat(out.resolve("sweep.csv")).content().contains(",pruned,0,,,,");
  }

  @Test
  void aRunGoesOnBeyondItsBudgetAndAnotherStartsFromIt() throws IOException {
    Path run = temp.resolve("run");
    String file = config.toString();
    CommandLineRun.of(
        "train", file, "--set=execution.keepState=learner", "--out=" + run, "--quiet");
    CommandLineRun longer =
        CommandLineRun.of("resume", run.toString(), "--transitions=3000", "--quiet");
    assertThat(longer.err()).isEmpty();
    assertThat(longer.exitCode()).isZero();
    assertThat(run.resolve("run.json")).content().contains("\"earlier_budgets\" : [ 1500 ]");

    Path started = temp.resolve("started");
    CommandLineRun from =
        CommandLineRun.of(
            "train", file, "--from=" + run, "--policy=best", "--out=" + started, "--quiet");
    assertThat(from.err()).isEmpty();
    assertThat(started.resolve("run.json")).content().contains("\"policy\" : \"best\"");
    refused("--from and --seeds exclude", "train", file, "--from=" + run, "--seeds=1-2");
    refused("but there is no --from", "train", file, "--policy=best");
  }

  @Test
  void wrongUseIsRefusedBeforeAnythingIsWritten() {
    String file = config.toString();
    refused("--seed and --seeds exclude each other.", "train", file, "--seed=1", "--seeds=1-2");
    refused("--jobs is for several seeds", "train", file, "--jobs=2");
    refused("--jobs is 0, but must be at least 1.", "train", file, "--seeds=1-2", "--jobs=0");
    refused("the range 5-1 must rise", "train", file, "--seeds=5-1");
    refused("seed 2 is given twice", "train", file, "--seeds=1-3,2");
    refused("\"x\" is no seed and no range of seeds", "train", file, "--seeds=x");
    refused("Missing required option: '--vary=path=values'", "sweep", file);
    refused(
        "--warmup is for drawn values, but there is no --trials.",
        "sweep",
        file,
        "--vary=agent.epochs=1,2",
        "--warmup=3");
    refused(
        "--vary agent.epochs=0: agent.epochs is 0, but must lie between 1 and 10000.",
        "sweep",
        file,
        "--vary=agent.epochs=1,0");
    assertThat(temp.resolve("none")).doesNotExist();
  }

  private void refused(String problem, String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--out=" + temp.resolve("none");
    CommandLineRun run = CommandLineRun.of(all);
    assertThat(run.err()).contains(problem);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }
}
