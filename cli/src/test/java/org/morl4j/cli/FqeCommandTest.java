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
import org.junit.jupiter.api.io.TempDir;

class FqeCommandTest {
  @TempDir Path temp;

  private static FqeResult.Row row(
      String policy, String signal, double estimated, double measured) {
    return new FqeResult.Row(
        new FqeResult.Of("out/a", policy, signal),
        0.99,
        new FqeResult.Estimate(estimated, 0.5),
        10,
        Double.isNaN(measured) ? null : new FqeResult.Estimate(measured, 0),
        Double.isNaN(measured) ? 0 : 20);
  }

  @Test
  void printsEstimatesBesideReturnsAndTheirCorrelation() throws IOException {
    FqeResult result =
        new FqeResult(
            "the replay in out/b",
            List.of(row("x", "reward", 1, 3), row("y", "reward", 2, 2), row("z", "reward", 4, 5)));
    assertThat(result.text())
        .isEqualTo(
            """
            fitted Q evaluation on the replay in out/b
            run    policy  signal  gamma  estimated  measured
            out/a  x       reward   0.99   1 +- 0.5         3
            out/a  y       reward   0.99   2 +- 0.5         2
            out/a  z       reward   0.99   4 +- 0.5         5
            reward: rank correlation 0.500 (Spearman), 0.786 (Pearson) over 3 policies
            """);
    assertThat(result.csv())
        .isEqualTo(
            """
            run,policy,signal,gamma,estimated,estimated_standard_error,starts,measured,measured_standard_error,episodes
            out/a,x,reward,0.99,1.0,0.5,10,3.0,0.0,20
            out/a,y,reward,0.99,2.0,0.5,10,2.0,0.0,20
            out/a,z,reward,0.99,4.0,0.5,10,5.0,0.0,20
            """);
    JsonNode json = new ObjectMapper().readTree(result.json());
    assertThat(json.path("correlations").path("reward").path("spearman").asDouble()).isEqualTo(0.5);
    assertThat(json.path("policies").get(2).path("measured").asDouble()).isEqualTo(5);
  }

  /** Two policies give no correlation, unmeasured ones none either. */
  @Test
  void withoutReturnsThereIsNothingToCompare() throws IOException {
    FqeResult result = new FqeResult("data", List.of(row("x", "reward", 1, Double.NaN)));
    assertThat(result.text()).contains("out/a  x       reward   0.99   1 +- 0.5         -\n");
    assertThat(result.csv()).endsWith("out/a,x,reward,0.99,1.0,0.5,10,,,0\n");
    assertThat(result.correlations()).isEmpty();
    JsonNode json = new ObjectMapper().readTree(result.json());
    assertThat(json.path("policies").get(0).path("measured").isNull()).isTrue();
  }

  private void refused(String message, String... more) {
    Path run = temp.resolve("scripted");
    ScriptedRuns.writeRun(run);
    List<String> words = new ArrayList<>(List.of("fqe", run.toString()));
    words.addAll(List.of(more));
    ScriptedRuns runs = new ScriptedRuns(run);
    CommandLineRun line = CommandLineRun.with(runs, words.toArray(String[]::new));
    assertThat(line.exitCode()).isEqualTo(2);
    assertThat(line.err()).contains(message);
    assertThat(runs.asked).isEmpty();
  }

  @Test
  void wrongOptionsAreRefusedBeforeAnythingIsRead() {
    refused("--data=PATH");
    refused("--episodes is -1, but must be at least 0.", "--data=x", "--episodes=-1");
    refused("updates is 0", "--data=x", "--updates=0");
    refused("polyak is 2", "--data=x", "--polyak=2");
    refused("is no whole number", "--data=x", "--batch=few");
  }

  /** A run of a second that keeps its replay. */
  private String trained(String seed) throws IOException {
    Path config = temp.resolve("cart.json");
    Files.writeString(
        config,
        """
        {"format": 2, "name": "cart", "environment": {"id": "native:CartPole-v1", "rows": 2},
         "execution": {"threads": 1, "keepState": "replay"},
         "agent": {"type": "dqn", "hidden": [8], "replay": {"warmup": 20, "batch": 8}},
         "search": {"type": "single", "transitions": 300, "evaluateEvery": 150},
         "evaluation": {"episodes": 2, "gamma": 0.9}}
        """);
    String run = temp.resolve("run" + seed).toString();
    CommandLineRun train =
        CommandLineRun.of("train", config.toString(), "--out=" + run, "--seed=" + seed, "--quiet");
    assertThat(train.err()).isEmpty();
    return run;
  }

  /** Without an environment the figures say what they are, wherever they are read. */
  @Test
  void aRunOnDataAloneSaysThatItEstimates() throws IOException {
    String data = trained("1");
    Path config = temp.resolve("alone.json");
    Files.writeString(
        config,
        """
        {"format": 2, "name": "alone",
         "data": {"path": "%s", "fittedQ": {"updates": 20, "batch": 16, "hidden": [8]}},
         "agent": {"type": "bc", "hidden": [8], "replay": {"batch": 8}},
         "search": {"type": "single", "transitions": 0, "updates": 20, "evaluateEvery": 20},
         "evaluation": {"gamma": 0.9}}
        """
            .formatted(data));
    String run = temp.resolve("alone").toString();
    CommandLineRun train = CommandLineRun.of("train", config.toString(), "--out=" + run, "--quiet");
    assertThat(train.exitCode()).as(train.err()).isZero();
    String told = "estimated by fitted Q evaluation from the run's data, not measured\n";
    assertThat(train.out()).contains(told);
    assertThat(CommandLineRun.of("front", run).out()).contains(told);
    assertThat(CommandLineRun.of("front", run, "--json").out()).contains("\"estimated\" : true");
    assertThat(Path.of(run, "report.html"))
        .content()
        .contains("The run has no environment: all returns are estimates");
    CommandLineRun eval = CommandLineRun.of("eval", run, "--policy=last");
    assertThat(eval.exitCode()).isEqualTo(2);
    assertThat(eval.err())
        .isEqualTo(
            "%s has no environment to run episodes in. Maybe estimate its policies from its data with: morl4j fqe %s --data %s\n"
                .formatted(run, run, data));
    CommandLineRun play =
        CommandLineRun.of("play", run, "--policy=last", "--out=" + temp + "/e.csv");
    assertThat(play.exitCode()).isEqualTo(2);
    assertThat(play.err()).startsWith(run + " has no environment to play episodes in. Maybe ");
    CommandLineRun compare = CommandLineRun.of("compare", data, run, "--no-intervals");
    assertThat(compare.exitCode()).isEqualTo(2);
    assertThat(compare.err()).contains("estimated returns is true in the ");
    CommandLineRun fqe = CommandLineRun.of("fqe", run, "--data", data, "--updates=5");
    assertThat(fqe.out()).contains(" last ").endsWith(" -\n");
  }

  /** The whole command on runs of a second. */
  @Test
  void estimatesRunsFromAKeptReplay() throws IOException {
    List<String> words = new ArrayList<>(List.of("fqe"));
    for (String seed : List.of("1", "2")) {
      words.add(trained(seed));
    }
    String data = temp.resolve("run1").toString();
    words.addAll(List.of("--data=" + data, "--updates=50", "--batch=16", "--episodes=3"));
    Path csv = temp.resolve("estimates.csv");
    words.add("--csv=" + csv);
    CommandLineRun line = CommandLineRun.of(words.toArray(String[]::new));
    assertThat(line.exitCode()).as(line.err()).isZero();
    assertThat(line.err()).endsWith("run2 last (4 of 4)\n");
    assertThat(line.out())
        .startsWith("fitted Q evaluation on the replay in " + data)
        .contains("reward: rank correlation ");
    assertThat(csv).content().hasLineCount(5).contains(",last,reward,0.99,");
    assertThat(CommandLineRun.of(words.toArray(String[]::new)).out())
        .as("the same seed")
        .isEqualTo(line.out());

    words.add("--gamma=1");
    CommandLineRun refused = CommandLineRun.of(words.toArray(String[]::new));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).startsWith("gamma is 1.0, but fitted Q evaluation needs ");
    CommandLineRun unknown = CommandLineRun.of("fqe", data, "--data=" + data, "--policy=none");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("has no policy none. Maybe look up its name in front.csv.");
    CommandLineRun nowhere = CommandLineRun.of("fqe", data, "--data=" + temp.resolve("nowhere"));
    assertThat(nowhere.exitCode()).isEqualTo(2);
    assertThat(nowhere.err()).contains("is no recorded data").hasLineCount(1);
  }
}
