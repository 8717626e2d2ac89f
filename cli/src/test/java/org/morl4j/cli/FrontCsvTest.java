package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.cli.csv.CsvException;
import org.morl4j.core.state.Seal;

class FrontCsvTest {
  private static final String LACKS_LAST =
      " lacks the policy last, which by archive.json belongs to it. Maybe the file was cut short:"
          + " write it again with morl4j resume %s.";

  private final Path temp;

  FrontCsvTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void readsPoliciesNamesAndPoints() throws IOException {
    FrontCsv csv =
        read("\uFEFFpolicy,\"speed, forward\",height\r\n\r\np1, 1.5 ,-2e3\r\np2,.5,+7.\r\n\r\n");
    assertThat(csv.policies()).containsExactly("p1", "p2");
    assertThat(csv.objectives()).containsExactly("speed, forward", "height");
    assertThat(csv.points()).isDeepEqualTo(new double[][] {{1.5, -2000}, {0.5, 7}});
  }

  @Test
  void thePolicyColumnMayStandAnywhereAndTheHeaderMayBeMissing() throws IOException {
    FrontCsv named = read("a,policy,b\n1,x,2\n");
    assertThat(named.policies()).containsExactly("x");
    assertThat(named.objectives()).containsExactly("a", "b");
    assertThat(named.points()).isDeepEqualTo(new double[][] {{1, 2}});
    FrontCsv bare = read("-1,2\n3,4");
    assertThat(bare.policies()).isEmpty();
    assertThat(bare.objectives()).isEmpty();
    assertThat(bare.points()).isDeepEqualTo(new double[][] {{-1, 2}, {3, 4}});
  }

  @Test
  void columnsThatAreNoObjectivesAreLeftOut() throws IOException {
    String text =
        "policy,energy,flood,energy_standard_error,flood_standard_error,within_limits\n"
            + "p1,3,8,0.1,0.2,1\np2,4,9,0,0.3,\n";
    FrontCsv alone = read(text);
    assertThat(alone.objectives())
        .as("a cost looks like an objective")
        .containsExactly("energy", "flood");
    assertThat(alone.points()).isDeepEqualTo(new double[][] {{3, 8}, {4, 9}});
    assertThat(alone.rows().get(1)).containsExactly("p2", "4", "9", "0", "0.3", "");
    Files.writeString(
        temp.resolve("run.json"), "{\"environment\": {\"objectives\": [\"energy\"]}}");
    assertThat(read(text).objectives()).as("its run knows").containsExactly("energy");
    Path file = temp.resolve("named.csv");
    Files.writeString(file, text);
    FrontCsv named = FrontCsv.read(file, HeaderLine.UNKNOWN, List.of("flood"));
    assertThat(named.points()).isDeepEqualTo(new double[][] {{8}, {9}});
    assertThatThrownBy(() -> FrontCsv.read(file, HeaderLine.UNKNOWN, List.of("floods")))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith(
            ":1: there is no column floods, only policy, energy, flood, energy_standard_error,"
                + " flood_standard_error, within_limits. Maybe you meant flood.");
  }

  @Test
  void rowsThatCannotBeUsedAreRefusedWithTheirLine() {
    refuses("a,b\n1,2\n3\n", ":3: the row has 1 values, but the first line has 2.");
    refuses("a,b\n1,NaN\n", ":2: b is \"NaN\", but must be a finite number.");
    refuses("1,2\n1,-Infinity\n", ":2: column 2 is \"-Infinity\", but must be a finite number.");
    refuses("1,nan\n", ":1: column 2 is \"nan\", but must be a finite number.");
    refuses("1,1e999\n", ":1: column 2 is \"1e999\", but must be a finite number.");
    refuses("a,b\n1,\n", ":2: b is empty, but must be a finite number.");
    refuses("a,b\n1,0x1p3\n", ":2: b is \"0x1p3\", but must be a finite number.");
    refuses(
        "p1,2\n",
        ":1: column 1 is \"p1\", but must be a finite number. Maybe the header line with a column"
            + " policy is missing.");
    refuses(
        "a;b\n1;2\n",
        ":2: a;b is \"1;2\", but must be a finite number. Maybe the columns are not separated by"
            + " commas.");
    refuses("policy\np1\n", ":1: there is no column of an objective.");
    refuses("\"a,b\n1,2\n", ":1: a quote is not closed.");
    refuses("a,b\n", " has no row of numbers, but must have at least one.");
    refuses("", " has no row of numbers, but must have at least one.");
  }

  /** NumPy, pymoo, moocore and jMetal separate by blanks or tabs. */
  @Test
  void blanksAndTabsSeparateWhereThereIsNoComma() throws IOException {
    double[][] points = {{1, 2}, {2, 1}};
    assertThat(read("1.0 2.0\n2.0 1.0\n").points()).isDeepEqualTo(points);
    assertThat(read("# treasure time\n  1.0\t2.0 \n 2.0\t 1.0\n\n").points()).isDeepEqualTo(points);
    FrontCsv named = read("treasure time\n1 2\n2 1\n");
    assertThat(named.objectives()).containsExactly("treasure", "time");
    assertThat(named.points()).isDeepEqualTo(points);
    refuses("1 2\n3\n4 5\n", ":2: the row has 1 values, but the first line has 2.");
    refuses("1,2\n3 4\n", ":2: the row has 1 values, but the first line has 2.");
    refuses(
        "1 2,3\n",
        ":1: column 1 is \"1 2\", but must be a finite number. Maybe the columns are not separated"
            + " by commas.");
  }

  @Test
  void severalSetsAreNotOneFront() {
    refuses(
        "1 2\n2 1\n\n3 3\n",
        ":4: a blank line parts this point from those before it, but a file holds one front. Maybe"
            + " it holds several sets: write each to a file of its own.");
    refuses(
        "a,b\n1,2\n\n2,1\n",
        ":4: a blank line parts this point from those before it, but a file holds one front. Maybe"
            + " it holds several sets: write each to a file of its own.");
  }

  /** pandas numbers columns without a name; a front's points don't dominate one another. */
  @Test
  void columnNumbersAreNoPoint() throws IOException {
    double[][] negative = {{-3, -4}, {-4, -3}};
    FrontCsv numbered = read("0,1\n-3,-4\n-4,-3\n");
    assertThat(numbered.points()).isDeepEqualTo(negative);
    assertThat(numbered.remarks())
        .containsExactly(
            temp.resolve("front.csv")
                + ":1: the line is taken for column numbers, not for a point. Maybe say --no-header"
                + " if it is one.");
    assertThat(read("0,1\n-3,-4\n-4,-3\n", HeaderLine.PRESENT).points()).isDeepEqualTo(negative);
    assertThat(read("0,1\n-3,-4\n", HeaderLine.ABSENT).points())
        .isDeepEqualTo(new double[][] {{0, 1}, {-3, -4}});
    assertThat(read("0,1\n3,4\n4,3\n").points()).isDeepEqualTo(new double[][] {{3, 4}, {4, 3}});
    assertThat(read("policy,0,1\np,-3,-4\n").points()).isDeepEqualTo(new double[][] {{-3, -4}});
    assertThat(read("a,b\n0,1\n-3,-4\n").points()).isDeepEqualTo(new double[][] {{0, 1}, {-3, -4}});
    assertThat(read("0,1\n").points()).isDeepEqualTo(new double[][] {{0, 1}});
    String either =
        ":1: the line may be a point or number the columns, as pandas writes them. Maybe say which,"
            + " with --header or --no-header.";
    refuses("0,1\n0.6,0.8\n1,0\n", either);
    refuses("0\n-3\n-5\n", either);
  }

  @Test
  void rowNumbersAreNoObjective() {
    String maybe = " Maybe it numbers the rows: leave it out, as pandas does with index=False.";
    refuses(",a,b\n0,-3,-4\n", ":1: column 1 has no name." + maybe);
    refuses(",0,1\n0,-3,-4\n", ":1: column 1 is empty, but must be a finite number." + maybe);
    refuses("a,b,\n1,2,\n", ":1: column 3 has no name. Maybe a comma is too many.");
  }

  /** What cutting a run's front.csv leaves: half a number, or fewer rows. */
  @Test
  void aFrontThatWasCutShortIsRefused() throws IOException {
    String whole = "policy,a,b\np0,1,2\np1,2,1\n";
    refuses(
        whole.substring(0, whole.length() - 1),
        ":3: the last line does not end with a newline, which every line must. Maybe the file was"
            + " cut short; if it is whole, end that line.");
    Files.writeString(
        temp.resolve("archive.json"),
        """
        {"objectives": ["a", "b"], "points": [{"policy": "p0", "returns": [1, 2]},
         {"policy": "p1", "returns": [2, 1]}, {"policy": "p2", "returns": [1, 1]},
         {"policy": "p3", "returns": [2, 1]}]}
        """);
    assertThat(read(whole).policies()).containsExactly("p0", "p1");
    refuses(
        "policy,a,b\np0,1,2\n",
        " lacks the policy p1, which by archive.json belongs to it. Maybe the file was cut short:"
            + " write it again with morl4j resume "
            + temp
            + ".");
    Files.writeString(
        temp.resolve("archive.json"),
        """
        {"objectives": ["a"], "points": [{"policy": "best", "returns": [2]},
         {"policy": "last", "returns": [1]}]}
        """);
    refuses("policy,a\nbest,2\n", LACKS_LAST.formatted(temp));
    FrontCsv open = read("1,2\n2,1");
    assertThat(open.points()).hasDimensions(2, 2);
    assertThat(open.remarks())
        .containsExactly(
            temp.resolve("front.csv") + " does not end with a newline. Maybe it was cut short.");
  }

  /** Whole rows missing, dominated ones too, half a number, other digits: the run has a hash. */
  @Test
  void aRunsFrontIsReadAsItWasWrittenOrNotAtAll() throws IOException {
    String whole = "policy,a,b\np0,1,2\np1,2,1\np2,1,1\n";
    String archive =
        """
        {"format": 2, "objectives": ["a", "b"], "points": [
         {"policy": "p0", "returns": [1, 2]}, {"policy": "p1", "returns": [2, 1]},
         {"policy": "p2", "returns": [1, 1]}],
         "front_sha256": "%s", "sha256": "%s"}
        """
            .formatted(Seal.of(whole), Seal.BLANK);
    Files.writeString(temp.resolve("archive.json"), Seal.sealed(archive));
    assertThat(read(whole).policies()).containsExactly("p0", "p1", "p2");
    String problem =
        """
         is not as its run wrote it: archive.json has another hash of it. Maybe it was cut short or \
        edited: write it again with morl4j resume %s, or edit a copy in another folder."""
            .formatted(temp);
    for (int length = 0; length < whole.length(); length++) {
      refuses(whole.substring(0, length), problem);
    }
    refuses(whole.replace("p2,1,1", "p2,1,3"), problem);
    refuses(whole.replace("policy", "qolicy"), problem);
    refuses("\uFEFF" + whole, problem);
    Path foreign = Files.createDirectory(temp.resolve("elsewhere")).resolve("front.csv");
    Files.writeString(foreign, "policy,a,b\np0,1,2\n");
    assertThat(FrontCsv.read(foreign).policies()).as("no archive.json").containsExactly("p0");
    Files.writeString(temp.resolve("mine.csv"), "policy,a,b\np0,1,2\n");
    assertThat(FrontCsv.read(temp.resolve("mine.csv")).policies()).containsExactly("p0");
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws IOException {
    Path missing = temp.resolve("missing.csv");
    assertThatThrownBy(() -> FrontCsv.read(missing)).hasMessage(missing + ": no such file.");
    assertThatThrownBy(() -> FrontCsv.read(temp))
        .hasMessage(temp + " is a folder, but must be a CSV file.");
    Path binary = temp.resolve("binary.csv");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> FrontCsv.read(binary))
        .hasMessageStartingWith(binary + " is not UTF-8 text. Maybe save it again");
  }

  @Test
  void wordsForNoNumberAreRefusedWhereTheyStand() {
    refuses("1.0 nan\n2 1\n", ":1: column 2 is \"nan\", but must be a finite number.");
    refuses("2 1\n-Inf 3\n", ":2: column 1 is \"-Inf\", but must be a finite number.");
  }

  private FrontCsv read(String text) throws IOException {
    return FrontCsv.read(Files.writeString(temp.resolve("front.csv"), text));
  }

  private FrontCsv read(String text, HeaderLine header) throws IOException {
    return FrontCsv.read(Files.writeString(temp.resolve("front.csv"), text), header, List.of());
  }

  private void refuses(String text, String problem) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfAny(UsageException.class, CsvException.class)
        .hasMessage(temp.resolve("front.csv") + problem);
  }
}
