package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.cli.compare.SampleScores;

/** A task is more than its environment's id. */
class CompareConditionsTest {
  private final Path temp;

  CompareConditionsTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void hypervolumesOfTwoReferencePointsAreRefusedOrComputedUnderOne() {
    Path a = search("a");
    Path b = search("b");
    SampleScores.edit(b.resolve("run.json"), "[0, 0]", "[-10, -20.5]");
    assertRefused(
        compare("plain=" + a, "low=" + b),
        """
        %s and %s are both of native:two-v0, but their scores can't be compared: reference is \
        [-10, -20.5] in the former, [0, 0] in the latter. Maybe compute all hypervolumes under one, e.g. \
        --reference=0,0."""
            .formatted(b, a));
    CommandLineRun one = compare("plain=" + a, "low=" + b, "--reference=0,0");
    assertThat(one.err()).isEmpty();
    assertThat(one.out())
        .containsPattern("plain +1 +12 +12 +12\n")
        .containsPattern("low +1 +12 +12 +12\n")
        .containsPattern("plain +low +0.5\n");
    assertThat(compare("plain=" + a, "low=" + b, "--reference=0,-1").out())
        .containsPattern("low +1 +16 +16 +16\n");
  }

  /** A front of policies that break the limits is none, however large its volume. */
  @Test
  void aFrontOutsideItsLimitsCountsAsEmpty() {
    Path keeps = search("keeps");
    Path breaks = search("breaks");
    SampleScores.edit(
        keeps.resolve("archive.json"), "\"policy\": ", "\"within_limits\": true, \"policy\": ");
    SampleScores.edit(
        breaks.resolve("archive.json"), "\"policy\": ", "\"within_limits\": false, \"policy\": ");
    assertThat(compare("keeps=" + keeps, "breaks=" + breaks).out())
        .containsPattern("keeps +1 +12 +12 +12\n")
        .containsPattern("breaks +1 +0 +0 +0\n")
        .contains(
            "No policy of %s is within the run's limits, so the front counts as empty: hypervolume 0."
                .formatted(breaks));
  }

  @Test
  void returnsAreNotComparedUnderTwoDiscounts() {
    Path a = run("a");
    Path b = run("b");
    SampleScores.edit(
        b.resolve("run.json"), "\"evaluation_gamma\": 1.0", "\"evaluation_gamma\": 0.9");
    assertRefused(
        compare("a=" + a, "b=" + b),
        "evaluation.gamma is 0.9 in the former, 1 in the latter. Maybe train both with the same"
            + " evaluation.gamma, or compare them apart.");
    Path c = search("c");
    Path d = search("d");
    SampleScores.edit(
        d.resolve("run.json"), "\"evaluation_gamma\": 1.0", "\"evaluation_gamma\": 0.9");
    assertRefused(
        compare("c=" + c, "d=" + d, "--reference=0,0"), "evaluation.gamma is 0.9 in the former");
  }

  @Test
  void rewardsInOtherUnitsShorterEpisodesAndOtherArgumentsAreOtherTasks() {
    Path plain = run("plain");
    Path scaled = run("scaled");
    SampleScores.edit(
        scaled.resolve("config.json"),
        "{\"type\": \"clip-action\"}",
        "{\"type\": \"clip-action\"}, {\"type\": \"reward-scale\", \"scale\": [0.1]}");
    Path small = run("short");
    SampleScores.edit(small.resolve("run.json"), "\"horizon\": 500", "\"horizon\": 5");
    SampleScores.edit(small.resolve("config.json"), "\"timeLimit\": 0", "\"timeLimit\": 5");
    Path slippery = run("slippery");
    SampleScores.edit(slippery.resolve("config.json"), "{}", "{\"map\": \"8x8\", \"slip\": 1}");
    assertRefused(
        compare(plain, scaled),
        """
        %s and %s are both of native:x, but their scores can't be compared: environment.wrappers \
        is [{"scale": [0.1], "type": "reward-scale"}] in the former, [] in the latter. Maybe train both with the \
        same environment.wrappers, or compare them apart."""
            .formatted(scaled, plain));
    assertRefused(
        compare(plain, small),
        "environment.timeLimit is 5 in the former, 500 in the latter. Maybe");
    assertRefused(
        compare(plain, slippery),
        "environment.kwargs is {\"map\": \"8x8\", \"slip\": 1} in the former, {} in the latter. Maybe");
    Path same = run("same");
    SampleScores.edit(same.resolve("config.json"), "{}", "{\"slip\": 1.0, \"map\": \"8x8\"}");
    assertThat(compare(slippery, same).exitCode()).isZero();
  }

  /** The limit that a task is registered with, said by hand, is the same limit. */
  @Test
  void aTimeLimitIsWhatHolds() {
    Path said = run("said");
    SampleScores.edit(said.resolve("config.json"), "\"timeLimit\": 0", "\"timeLimit\": 500");
    CommandLineRun run = compare(run("plain"), said);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).doesNotContain("differ in");
  }

  @Test
  void whatLeavesTheTaskAsItIsGetsARemark() {
    Path a = run("a");
    Path b = run("b");
    SampleScores.edit(
        b.resolve("config.json"), "{\"type\": \"clip-action\"}", "{\"type\": \"rescale-action\"}");
    SampleScores.edit(b.resolve("config.json"), "\"finalEpisodes\": 0", "\"finalEpisodes\": 100");
    SampleScores.edit(b.resolve("config.json"), "\"rows\": 8", "\"rows\": 1");
    SampleScores.edit(b.resolve("config.json"), "\"workers\": 0", "\"workers\": 2");
    SampleScores.edit(b.resolve("run.json"), "4000", "1000000");
    CommandLineRun run = compare("sac=" + a, "td3=" + b);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "Runs of native:x differ in training_transitions: 4,000 for sac, 1,000,000 for td3.\n",
            "differ in environment.rows: 8 for sac, 1 for td3.\n",
            "differ in environment.wrappers: [{\"type\": \"clip-action\"}] for sac, [{\"type\":"
                + " \"rescale-action\"}] for td3.\n",
            "differ in evaluation.finalEpisodes: 5 for sac, 100 for td3.\n")
        .doesNotContain("workers", "evaluation.episodes", "Not checked");
  }

  @Test
  void runsOfOneAlgorithmMustAgreeToo() {
    Path a = SampleScores.run(temp.resolve("x/a"), "sac", 1, "native:x", 10);
    Path b = SampleScores.run(temp.resolve("x/b"), "sac", 2, "native:x", 10);
    SampleScores.edit(b.resolve("run.json"), "\"horizon\": 500", "\"horizon\": 5");
    assertRefused(compare(temp.resolve("x")), b + " and " + a + " are both of native:x");
  }

  @Test
  void filesThatTellNoSettingsAreNamedOnce() {
    Path first = peer("first.csv");
    Path second = peer("second.csv");
    Path old = run("old");
    assertThat(old.resolve("config.json").toFile().delete()).isTrue();
    CommandLineRun run =
        compare(run("a"), "p=" + first + "@native:x", "q=" + second + "@native:x", old);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsOnlyOnce("Not checked")
        .contains(
            "Not checked, since the files don't tell: whether wrappers, arguments, time limit and"
                + " discount of %s, %s, %s are those of the other runs.\n"
                    .formatted(first, second, old))
        .contains(
            "differ in training_transitions: 4,000 for a, 500 for p, 500 for q, 4,000 for old");
  }

  private Path peer(String name) {
    Path file = temp.resolve(name);
    SampleScores.write(file, "seed,training_transitions,mean_return\n1,500,3\n");
    return file;
  }

  private Path run(String name) {
    return SampleScores.run(temp.resolve(name), name, 1, "native:x", 10);
  }

  private Path search(String name) {
    return SampleScores.search(temp.resolve(name), name, 1, 2);
  }

  private static void assertRefused(CommandLineRun run, String message) {
    assertThat(run.err()).contains(message);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  private CommandLineRun compare(Object... arguments) {
    List<String> all =
        new ArrayList<>(List.of("compare", "--no-intervals", "--out=" + temp.resolve("c.html")));
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    return CommandLineRun.of(all.toArray(String[]::new));
  }
}
