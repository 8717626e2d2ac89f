package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench}, {@code resume} of it, and {@code init --data}, on runs of a moment. */
class BenchCommandTest {
  private final Path temp;
  private final Path suite;

  BenchCommandTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    suite = temp.resolve("tiny.json");
    Files.writeString(
        temp.resolve("cart.json"),
        """
        {"format": 2, "name": "cart", "environment": {"id": "native:CartPole-v1", "rows": 2},
         "agent": {"type": "dqn", "hidden": [8], "replay": {"warmup": 20, "batch": 8}},
         "search": {"type": "single", "transitions": 200, "evaluateEvery": 100},
         "evaluation": {"episodes": 2}}
        """);
    Files.writeString(
        suite,
        """
        {
          "format": 2,
          "name": "tiny",
          "methods": {
            "bc": {"agent": {"type": "bc", "hidden": [8], "replay": {"batch": 16}}},
            "iql": {"agent": {"type": "iql", "hidden": [8], "replay": {"batch": 16}}}
          },
          "datasets": {
            "cart": {"from": "cart.json", "references": {"random": [20], "expert": [500]},
              "published": {"iql": {"mean": 90, "source": "a paper"}}}
          },
          "seeds": [1, 2],
          "updates": 60,
          "evaluateEvery": 20,
          "evaluation": {"episodes": 2}
        }
        """);
  }

  @Test
  void aSuiteIsTrainedToldAndGoneOnWith() throws IOException {
    Path out = temp.resolve("out");
    String[] bench = {"bench", suite.toString(), "--jobs=2", "--out=" + out, "--quiet"};
    CommandLineRun first = CommandLineRun.of(bench);
    assertThat(first.err()).isEmpty();
    assertThat(first.exitCode()).isZero();
    List<String> lines = first.out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "cart. Normalised score: 0 is a return of 20 (random), 100 one of 500 (expert).");
    assertThat(lines.get(1)).matches("method +seeds +last +IQM +best +updates/s +published");
    assertThat(lines.get(2)).startsWith("bc ").endsWith("-");
    assertThat(lines.get(3)).startsWith("iql ").endsWith("90");
    Path folder = out.toAbsolutePath();
    assertThat(first.out()).contains("results: " + folder.resolve("results.csv") + "\n");
    assertThat(first.out()).endsWith("runs: " + folder + "\n");
    assertThat(out.resolve("results.csv")).content().contains("\ncart,bc,1,", "\ncart,iql,2,");
    assertThat(first.out()).startsWith(Files.readString(out.resolve("table.txt")));
    assertThat(out.resolve("bench.html")).content().contains("MORL4J benchmark", "a paper");
    assertThat(out.resolve("data/cart/seed-1/run.json")).exists();

    assertThat(CommandLineRun.of(bench).out()).isEqualTo(first.out());
    assertThat(CommandLineRun.of("resume", out.toString(), "--quiet").out()).isEqualTo(first.out());

    Path joined = temp.resolve("other.csv");
    Files.writeString(joined, "method,dataset,seed,updates,return\nIQL of x,cart,1,60,500\n");
    String[] join = {
      "bench", suite.toString(), "--out=" + out, "--quiet", "--join=" + joined,
    };
    assertThat(CommandLineRun.of(join).out()).contains("IQL of x").contains(" 100 ");
    assertThat(CommandLineRun.of("resume", out.toString(), "--quiet").out()).contains("IQL of x");
    assertThat(out.resolve("results.csv")).content().contains("cart,IQL of x,1,100.0,,500.0,");
  }

  @Test
  void scoresAreJoinedWhereTheDataHasReferences() throws IOException {
    Path run = temp.resolve("run");
    CommandLineRun.of("train", temp.resolve("cart.json").toString(), "--out=" + run, "--quiet");
    Path data = temp.resolve("data");
    CommandLineRun.of(
        "dataset",
        "generate",
        data.toString(),
        "--from=" + run,
        "--kind=random",
        "--episodes=3",
        "--measured=5");
    String recorded =
        "datasets={\"cart\": {\"data\": {\"path\": \"%s\"}, \"environment\": {\"id\": \"native:CartPole-v1\"}}}"
            .formatted(data);
    Path joined = temp.resolve("other.csv");
    Files.writeString(joined, "method,dataset,seed,updates,score\nIQL of x,cart,1,60,50\n");
    CommandLineRun bench =
        CommandLineRun.of(
            "bench",
            suite.toString(),
            "--set=" + recorded,
            "--out=" + temp.resolve("out"),
            "--quiet",
            "--join=" + joined);
    assertThat(bench.err()).isEmpty();
    assertThat(bench.out()).containsPattern("IQL of x +1 +50 ");
  }

  @Test
  void progressCountsUpdates() {
    CommandLineRun run =
        CommandLineRun.of("bench", suite.toString(), "--jobs=1", "--out=" + temp.resolve("out"));
    assertThat(run.err()).contains("/200  ", "4/4 done  100 %  240/240 updates");
  }

  @Test
  void wrongUseIsRefusedBeforeAnythingIsWritten() throws IOException {
    refused("agent.tau is 2, but must lie", "--set=methods.iql.agent.tau=2");
    refused("--jobs is 0, but must be at least 1.", "--jobs=0");
    refused("no such file", "--set=datasets.cart.from=nothing.json");
    Path joined = temp.resolve("other.csv");
    Files.writeString(joined, "method,dataset,seed,updates,return\nx,card,1,60,500\n");
    refused("other.csv:2: dataset is \"card\", but must be one of cart.", "--join=" + joined);
    assertThat(temp.resolve("none")).doesNotExist();
  }

  private void refused(String problem, String option) {
    CommandLineRun run =
        CommandLineRun.of("bench", suite.toString(), option, "--out=" + temp.resolve("none"));
    assertThat(run.err()).contains(problem);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aRunThatFailsIsToldAndTheOthersAreInTheTable() throws IOException {
    Path out = temp.resolve("out");
    String[] bench = {"bench", suite.toString(), "--out=" + out, "--quiet"};
    CommandLineRun.of(bench);
    // A folder in the place of a result: the run is looked at again and can't be written.
    Files.writeString(out.resolve("states.json"), "{}");
    Path front = out.resolve("cart.iql.seed-2/front.csv");
    Files.delete(front);
    Files.createDirectories(front.resolve("in-the-way"));
    CommandLineRun again = CommandLineRun.of(bench);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("cart.iql.seed-2 failed: ", "morl4j resume " + out);
    assertThat(again.out()).contains("1 of 4 runs are not done and not in the table.");
  }

  @Test
  void aConfigThatLearnsFromDataIsMade() throws IOException {
    Path out = temp.resolve("run");
    CommandLineRun.of(
        "train",
        temp.resolve("cart.json").toString(),
        "--set=execution.keepState=replay",
        "--out=" + out,
        "--quiet");
    Path made = temp.resolve("iql.json");
    CommandLineRun run =
        CommandLineRun.of(
            "init", "native:CartPole-v1", "iql", "--data=" + out, "--out=" + made, "--comments");
    assertThat(run.err()).isEmpty();
    assertThat(made).content().contains("\"path\": \"" + out, "\"updates\": 100000");
    CommandLineRun trained =
        CommandLineRun.of(
            "train",
            made.toString(),
            "--set=search.updates=40",
            "--set=agent.hidden=[8]",
            "--out=" + temp.resolve("offline"));
    assertThat(trained.exitCode()).isZero();
    assertThat(trained.err()).contains("40/40 updates");
    assertThat(
            CommandLineRun.of("init", "native:CartPole-v1", "iql", "--data=no/such-v0", "--out=x")
                .err())
        .contains("no/such-v0");
  }
}
