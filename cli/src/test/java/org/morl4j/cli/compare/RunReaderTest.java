package org.morl4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.cli.compare.RunReader.ScoreChoice;
import org.morl4j.cli.csv.CsvException;
import org.morl4j.core.check.Vec;

class RunReaderTest {
  private static final ScoreChoice LAST = new ScoreChoice("last", null, null, null);
  private static final String HEADER =
      "seed,training_transitions,mean_return,returns,seconds,cpu_seconds\n";

  private final Path temp;

  RunReaderTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void aRunOfOnePolicyScoresByItsFinalReturn() {
    Path folder = SampleScores.run(temp.resolve("a"), "sac-hopper-3", 3, "native:x", 80);
    MeasuredRun run = read(LAST, folder.toString()).get(0);
    assertThat(run.label()).isEqualTo("sac-hopper");
    assertThat(run.task()).isEqualTo("native:x");
    assertThat(run.seed()).isEqualTo("3");
    assertThat(run.score().measured()).isEqualTo("return of the policy last");
    assertThat(run.score().value()).isEqualTo(80);
    assertThat(run.score().curve().transitions()).containsExactly(1000, 2000, 3000, 4000);
    assertThat(run.score().curve().values()).containsExactly(20, 40, 60, 80);
    assertThat(
            read(new ScoreChoice("best", null, null, null), folder.toString())
                .get(0)
                .score()
                .value())
        .isEqualTo(81);
  }

  @Test
  void aSearchScoresByItsHypervolume() {
    Path folder = SampleScores.search(temp.resolve("a"), "cmorl", 1, 2);
    MeasuredRun run = read(LAST, folder.toString()).get(0);
    // Two boxes of 2 x 4 and 4 x 2 that share 2 x 2.
    assertThat(run.score().value()).isEqualTo(12);
    assertThat(run.score().measured()).isEqualTo("hypervolume of the front");
    assertThat(run.score().curve().values()).containsExactly(1, 2.5);
    assertThatThrownBy(
            () -> read(new ScoreChoice("last", Metric.RETURN, null, null), folder.toString()))
        .isInstanceOf(CompareException.class)
        .hasMessageContaining("has no policy last")
        .hasMessageContaining("--metric hypervolume");
  }

  @Test
  void aFolderOfRunsAndALabel() {
    for (int seed = 1; seed <= 3; seed++) {
      SampleScores.run(temp.resolve("runs/s" + seed), "x", seed, "native:x", seed);
    }
    List<MeasuredRun> runs = read(LAST, "mine=" + temp.resolve("runs"));
    assertThat(runs).extracting(MeasuredRun::label).containsOnly("mine");
    assertThat(runs).extracting(run -> run.score().value()).containsExactly(1.0, 2.0, 3.0);
  }

  @Test
  void otherLibrariesByCsv() {
    Path file = temp.resolve("sac.csv");
    SampleScores.write(
        file, HEADER + "1,500,-3,-2 -4,1,1\n2,500,1,1 1,1,1\n1,1000,5,4 6,2,2\n2,1000,7,7 7,2,2\n");
    List<MeasuredRun> runs = read(LAST, "sb3=" + file + "@gymnasium:Hopper-v5");
    assertThat(runs).extracting(MeasuredRun::seed).containsExactly("1", "2");
    assertThat(runs).extracting(run -> run.score().value()).containsExactly(5.0, 7.0);
    assertThat(runs).extracting(MeasuredRun::task).containsOnly("gymnasium:Hopper-v5");
    assertThat(runs.get(0).score().curve().values()).containsExactly(-3, 5);
    assertThatThrownBy(
            () ->
                read(
                    new ScoreChoice("best", null, null, null),
                    "sb3=" + file + "@gymnasium:Hopper-v5"))
        .hasMessageContaining("returns of last policies only");
    assertThatThrownBy(() -> read(LAST, file.toString()))
        .hasMessageContaining("is a CSV file without a label")
        .hasMessageContaining("LABEL=file.csv@TASK");
    assertThatThrownBy(() -> read(LAST, "sb3=" + file))
        .hasMessageContaining("is a CSV file without a task");
  }

  /** A byte-order mark, as Excel and PowerShell write it, is no part of the first column's name. */
  @Test
  void aByteOrderMarkIsReadOver() {
    Path file = temp.resolve("sac.csv");
    SampleScores.write(file, "\uFEFF" + HEADER + "1,500,-3,-3,1,1\n");
    MeasuredRun run = read(LAST, "sb3=" + file + "@native:x").get(0);
    assertThat(run.seed()).isEqualTo("1");
    assertThat(run.score().value()).isEqualTo(-3);
  }

  @Test
  void aFrontUnderAnotherReferencePoint() {
    Path folder = SampleScores.search(temp.resolve("a"), "cmorl", 1, 2);
    Vec reference = Vec.of(0, -1);
    MeasuredRun run =
        read(new ScoreChoice("last", null, null, reference), folder.toString()).get(0);
    // Two boxes of 2 x 5 and 4 x 3 that share 2 x 3; on the way boxes of 1 x 2 and 1 x 3.5.
    assertThat(run.score().value()).isEqualTo(16);
    assertThat(run.score().curve().values()).containsExactly(2, 3.5);
    assertThatThrownBy(
            () -> read(new ScoreChoice("last", null, null, Vec.of(0)), folder.toString()))
        .hasMessageContaining("--reference has 1 values, but " + folder + " has 2 objectives");
    Path single = SampleScores.run(temp.resolve("b"), "sac", 1, "native:x", 80);
    assertThatThrownBy(
            () -> read(new ScoreChoice("last", null, null, Vec.of(0)), single.toString()))
        .hasMessageContaining(
            single + " is compared by its return. Maybe add --metric hypervolume");
    SampleScores.edit(folder.resolve("run.json"), "[0, 0]", "null");
    assertThatThrownBy(() -> read(LAST, folder.toString()))
        .hasMessageContaining("has no reference point for a hypervolume. Maybe give one");
  }

  @Test
  void badFilesAreNamedWithLineAndColumn() {
    Path file = temp.resolve("sac.csv");
    SampleScores.write(file, HEADER + "1,500,nan,1,1,1\n");
    assertThatThrownBy(() -> read(LAST, "sb3=" + file + "@t"))
        .isInstanceOf(CsvException.class)
        .hasMessageContaining("sac.csv:2: mean_return is \"nan\", but must be a finite number");
    SampleScores.write(file, HEADER + "1,500,1,1\n");
    assertThatThrownBy(() -> read(LAST, "sb3=" + file + "@t"))
        .hasMessageContaining("sac.csv:2: the row has 4 values, but the header has 6");
    SampleScores.write(file, HEADER + "1,500,1,1,1,1\n1,500,1,1,1,1\n");
    assertThatThrownBy(() -> read(LAST, "sb3=" + file + "@t"))
        .hasMessageContaining("sac.csv:3: training_transitions doesn't rise");
    SampleScores.write(file, HEADER + "1,500,1,1,1,1\n1,1000,12,12 12,1,1");
    assertThatThrownBy(() -> read(LAST, "sb3=" + file + "@t"))
        .hasMessageContaining("sac.csv:3: the last line does not end with a newline")
        .hasMessageContaining("Maybe the file was cut short");
    SampleScores.write(file, "seed;training_transitions;mean_return\n1;5;2\n");
    assertThatThrownBy(() -> read(LAST, "sb3=" + file + "@t"))
        .hasMessageEndingWith("Maybe the columns are not separated by commas.");
    SampleScores.write(file, "seed,steps\n1,5\n");
    assertThatThrownBy(() -> read(LAST, "sb3=" + file + "@t"))
        .hasMessageContaining("has no column training_transitions, only seed, steps");
  }

  @Test
  void missingAndUnfinishedRunsAreRefused() {
    assertThatThrownBy(() -> read(LAST, temp.resolve("none").toString()))
        .hasMessageContaining("no such run folder");
    assertThatThrownBy(() -> read(LAST, temp.toString()))
        .hasMessageContaining("holds no run folder");
    SampleScores.write(temp.resolve("r/run.json"), "{\"status\": \"running\"}");
    assertThatThrownBy(() -> read(LAST, temp.toString()))
        .hasMessageContaining("is running, but only finished runs are compared");
  }

  private static List<MeasuredRun> read(ScoreChoice selection, String argument) {
    return new RunReader(selection).read(RunSource.parse(argument));
  }
}
