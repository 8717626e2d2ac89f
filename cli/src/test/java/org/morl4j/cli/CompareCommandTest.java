package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.cli.compare.SampleScores;

class CompareCommandTest {
  private static final double[] SAC = {10, 12, 14, 16, 30};
  private static final double[] TD3 = {9, 12, 11};

  private final Path temp;

  CompareCommandTest(@TempDir Path temp) {
    this.temp = temp;
  }

  /**
   * IQM of sac: (12 + 14 + 16) / 3; 12.5 of 15 pairs are won. Student's t of 4 and of 2: 16.4 +-
   * 2.776 sqrt(62.8 / 5) and 10.667 +- 4.303 sqrt(7) / 3.
   */
  @Test
  void printsAggregatesAndPairs() throws IOException {
    CommandLineRun run = compare(runs("sac", "native:x", SAC), runs("td3", "native:x", TD3));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("native:x, return of the policy last\nalgorithm  seeds  IQM")
        .containsPattern("sac +5  14 \\(10.667 to 25[0-9.]+\\) +16.4 \\(6.5603 to 26.24\\) +14 \\(")
        .containsPattern("td3 +3  10.667 +10.667 \\(6.8721 to 14.461\\) +11\n")
        .containsPattern("sac +td3 +0.83333 \\(too few runs for an interval\\)")
        .contains("Fewer than 5 runs: 3 of td3 on native:x. Of so few,", "Maybe train more seeds.")
        .contains("The optimality gap is left out", "Student's t", "50000 resamples")
        .endsWith("page: " + temp.resolve("c.html") + "\n");
    String page = Files.readString(temp.resolve("c.html"));
    assertThat(page).contains("native:x", "<td>sac</td>", "\"label\":\"td3\"", "[4000.0,14.0,");
  }

  /** What a bootstrap would call 1 (1 to 1). */
  @Test
  void runsThatAllLieAboveTheOthersGiveNoInterval() throws IOException {
    Path low = runs("low", "native:x", 1, 2, 3, 4, 5);
    Path high = runs("high", "native:x", 6, 7, 8, 9, 10);
    assertThat(compare(high, low).out())
        .containsPattern("high +low +1 \\(no interval: every resample agrees\\)\n")
        .doesNotContain("Fewer than 5 runs");
    assertThat(compare(runs("top", "native:x", 6, 7, 8), low).out())
        .containsPattern("top +low +1 \\(too few runs for an interval\\)\n");
    assertThat(Files.readString(temp.resolve("c.html")))
        .contains("1 (too few runs for an interval)", "of fewer than 5 runs the band spans");
  }

  @Test
  void theOptimalityGapNeedsARange() {
    Path sac = runs("sac", "native:x", SAC);
    CommandLineRun run = compare(sac, "--min", "0", "--max", "20");
    // 1 - (0.5 + 0.6 + 0.7 + 0.8 + 1) / 5
    assertThat(run.out()).contains("optimality gap").containsPattern(" 0.28 \\(0\\.[0-9]+ to ");
    assertThat(compare(sac, "--range", "native:x=0,20").out()).isEqualTo(run.out());
    assertRefused(compare(sac, "--min", "3"), "--min and --max belong together");
    assertRefused(compare(sac, "--min", "3", "--max", "3"), "must lie below the highest");
    assertRefused(compare(sac, "--range", "native:x=3"), "must be TASK=min,max");
    assertRefused(compare(sac, "--range", "native:y=0,20"), "Maybe you meant native:x.");
  }

  @Test
  void overSeveralTasksScoresMustBeNormalised() {
    List<Object> both = List.of(runs("sac", "native:x", SAC), runs("sac", "native:y", 1, 2, 3));
    CommandLineRun raw = compare(both.toArray());
    assertThat(raw.out())
        .contains("native:x, return", "native:y, return", "aggregates over all tasks are left out")
        .doesNotContain("all tasks, scores normalised");
    List<Object> normalised = new ArrayList<>(both);
    normalised.addAll(List.of("--range", "native:x=0,20", "--min=0", "--max=4"));
    CommandLineRun run = compare(normalised.toArray());
    // Task means (0.5 + 0.6 + 0.7 + 0.8 + 1.5) / 5 and 0.5.
    assertThat(run.out())
        .contains("all tasks, scores normalised to 0 to 1")
        .containsPattern("sac +3 .* 0.66 \\(");
  }

  @Test
  void tooFewSeedsAreRefusedUnlessNumbersAloneAreAskedFor() {
    Path two = runs("sac", "native:x", 1, 2);
    assertRefused(
        compare(two),
        "sac on native:x has 2 runs, but intervals need at least 3. Maybe train more seeds, or ask"
            + " for numbers alone with --no-intervals.");
    CommandLineRun alone = compare(two, "--no-intervals");
    assertThat(alone.exitCode()).isZero();
    assertThat(alone.out())
        .containsPattern("sac +2 +1.5 +1.5 +1.5\n")
        .contains("Without intervals, differences between these numbers may be chance.");
  }

  @Test
  void groupsThatCantBeComparedAreRefused() {
    Path sac = runs("sac", "native:x", SAC);
    assertRefused(
        compare(sac, runs("td3", "native:y", TD3)),
        "td3 has no run of native:x, which others have");
    assertRefused(compare(sac, "sac=" + sac), "are both sac on native:x with seed 1");
    assertRefused(compare(sac, "--metric", "hv"), "must be return or hypervolume");
    assertRefused(compare(sac, "--policy", "first"), "must be last or best");
  }

  private static void assertRefused(CommandLineRun run, String message) {
    assertThat(run.err()).contains(message);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  private Path runs(String name, String task, double... scores) {
    Path folder = temp.resolve(name + task.replace(':', '-'));
    for (int i = 0; i < scores.length; i++) {
      SampleScores.run(folder.resolve("s" + i), name, i + 1, task, scores[i]);
    }
    return folder;
  }

  private CommandLineRun compare(Object... arguments) {
    List<String> all = new ArrayList<>(List.of("compare", "--out=" + temp.resolve("c.html")));
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    return CommandLineRun.of(all.toArray(String[]::new));
  }
}
