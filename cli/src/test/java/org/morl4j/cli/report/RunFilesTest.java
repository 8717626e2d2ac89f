package org.morl4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  @Test
  void readsAllParts() {
    RunReport run = RunFiles.read(SampleRuns.deepSeaTreasure(folder));
    assertThat(run.title()).isEqualTo("cmorl-deep-sea-treasure");
    assertThat(run.objectives()).containsExactly("treasure", "time");
    assertThat(run.policies()).hasSize(9);
    assertThat(run.policies().get(5).parent()).isEqualTo("p0003");
    assertThat(run.policies().get(5).objective()).isEqualTo("treasure");
    assertThat(run.policies().get(5).returns()).containsExactly(15.1, -8);
    assertThat(run.curve()).hasSize(9);
    assertThat(run.remarks()).isEmpty();
    RunReport.Summary summary = Objects.requireNonNull(run.summary());
    assertThat(summary.knownFront()).hasSize(10);
    assertThat(summary.reference()).containsExactly(0, -50);
  }

  @Test
  void byteOrderMarksOfAnEditorDoNotCount() throws IOException {
    SampleRuns.deepSeaTreasure(folder);
    for (String name : List.of("run.json", "config.json", "fronts.jsonl", "evaluations.csv")) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        Files.writeString(file, "\uFEFF" + Files.readString(file));
      }
    }
    assertThat(RunFiles.read(folder).curve()).hasSize(9);
  }

  @Test
  void aRunInProgressBecomesRemarks() {
    RunReport run = RunFiles.read(SampleRuns.inProgress(folder));
    assertThat(run.archived()).isFalse();
    assertThat(run.curve()).hasSize(8);
    assertThat(run.remarks())
        .hasSize(3)
        .anyMatch(r -> r.contains("in progress"))
        .anyMatch(r -> r.contains("no archive.json yet"))
        .anyMatch(r -> r.contains("last line of fronts.jsonl was cut short"));
  }

  @Test
  void aFinishedRunMayNotEndInHalfALine() throws IOException {
    SampleRuns.deepSeaTreasure(folder);
    Path fronts = folder.resolve("fronts.jsonl");
    String text = Files.readString(fronts);
    Files.writeString(fronts, text.substring(0, text.length() - 30));
    assertThatThrownBy(() -> RunFiles.read(folder))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("fronts.jsonl:9 is not valid JSON");
  }

  @Test
  void eachMissingFileHasItsSentence() throws IOException {
    for (String name : new String[] {"config.json", "run.json", "fronts.jsonl", "archive.json"}) {
      SampleRuns.deepSeaTreasure(folder);
      Files.delete(folder.resolve(name));
      assertThat(RunFiles.read(folder).remarks()).singleElement().asString().contains(name);
    }
  }

  @Test
  void withoutNamesObjectivesAreCounted() throws IOException {
    SampleRuns.deepSeaTreasure(folder);
    Files.delete(folder.resolve("run.json"));
    Files.delete(folder.resolve("archive.json"));
    assertThat(RunFiles.read(folder).objectives()).containsExactly("objective 1", "objective 2");
  }

  @Test
  void wrongTypeNamesFileLineAndPath() throws IOException {
    SampleRuns.deepSeaTreasure(folder);
    replace("archive.json", "\"policy\" : \"p0001\"", "\"policy\" : 7");
    assertThatThrownBy(() -> RunFiles.read(folder))
        .hasMessageMatching(
            "archive\\.json:\\d+: points\\[1]\\.policy is 7, but must be a string\\. Maybe .*");
  }

  @Test
  void lineIsThatOfTheValue() {
    assertThatThrownBy(
            () -> JsonValue.parse("{\n\"a\":\n[1,\n\"x\"]}", "f.json", 1).get("a").numbers())
        .hasMessageStartingWith("f.json:4: a[1] is \"x\", but must be a number");
  }

  @Test
  void syntaxErrorNamesTheLine() throws IOException {
    SampleRuns.deepSeaTreasure(folder);
    replace("run.json", "\"seed\" : 1", "\"seed\" ; 1");
    assertThatThrownBy(() -> RunFiles.read(folder))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith("run.json:4 is not valid JSON")
        .hasMessageContaining("Maybe");
  }

  @Test
  void aLineInTheMiddleIsNeverSkipped() throws IOException {
    SampleRuns.inProgress(folder);
    Path fronts = folder.resolve("fronts.jsonl");
    Files.writeString(fronts, "{\"stage\"\n" + Files.readString(fronts));
    assertThatThrownBy(() -> RunFiles.read(folder))
        .hasMessageStartingWith("fronts.jsonl:1 is not valid JSON");
  }

  @Test
  void wrongLengthNamesBoth() throws IOException {
    SampleRuns.deepSeaTreasure(folder);
    replace("run.json", "\"reference\" : [ 0.0, -50.0 ]", "\"reference\" : [ 0.0 ]");
    assertThatThrownBy(() -> RunFiles.read(folder))
        .hasMessageMatching(
            "run\\.json:\\d+: reference has 1 numbers, but the run has 2 objectives\\. Maybe .*");
  }

  @Test
  void missingFieldAndUnknownStatus() throws IOException {
    SampleRuns.deepSeaTreasure(folder);
    replace("run.json", "\"status\" : \"done\"", "\"status\" : \"sleeping\"");
    assertThatThrownBy(() -> RunFiles.read(folder))
        .hasMessageContaining(
            "status is \"sleeping\", but must be running, done, stopped or failed");
    replace("run.json", "\"status\"", "\"state\"");
    assertThatThrownBy(() -> RunFiles.read(folder))
        .hasMessageContaining("run.json:1 lacks `status`");
  }

  @Test
  void otherFoldersAreRefused() {
    assertThatThrownBy(() -> RunFiles.read(folder)).hasMessageContaining("is no run folder. Maybe");
    assertThatThrownBy(() -> RunFiles.read(folder.resolve("x")))
        .hasMessageContaining("is not a folder. Maybe");
  }

  @Test
  void seedsKeepAllDigits() throws IOException {
    SampleRuns.deepSeaTreasure(folder);
    replace("run.json", "\"seed\" : 1", "\"seed\" : 9223372036854775807");
    RunReport.Summary summary = Objects.requireNonNull(RunFiles.read(folder).summary());
    assertThat(summary.seed()).isEqualTo("9223372036854775807");
  }

  @Test
  void nonFiniteNumbersBareQuotedOrNull() {
    JsonValue value =
        JsonValue.parse("[NaN, \"NaN\", null, Infinity, \"-Infinity\", 1]", "f.json", 1);
    assertThat(value.numbers())
        .containsExactly(
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            1);
  }

  private void replace(String name, String from, String to) throws IOException {
    Path file = folder.resolve(name);
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }
}
