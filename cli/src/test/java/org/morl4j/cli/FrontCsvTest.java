package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrontCsvTest {
  private final Path temp;

  FrontCsvTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void readsPoliciesNamesAndPoints() throws IOException {
    FrontCsv csv =
        read("\uFEFFpolicy,\"speed, forward\",height\r\np1, 1.5 ,-2e3\r\n\r\np2,.5,+7.\r\n");
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
    FrontCsv named = FrontCsv.read(file, List.of("flood"));
    assertThat(named.points()).isDeepEqualTo(new double[][] {{8}, {9}});
    assertThatThrownBy(() -> FrontCsv.read(file, List.of("floods")))
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

  @Test
  void filesThatCannotBeReadAreNamed() throws IOException {
    Path missing = temp.resolve("missing.csv");
    assertThatThrownBy(() -> FrontCsv.read(missing)).hasMessage(missing + ": no such file.");
    assertThatThrownBy(() -> FrontCsv.read(temp))
        .hasMessage(temp + " is a folder, but must be a CSV file.");
    Path binary = temp.resolve("binary.csv");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> FrontCsv.read(binary))
        .hasMessageStartingWith(binary + " can't be read as UTF-8 text");
  }

  private FrontCsv read(String text) throws IOException {
    return FrontCsv.read(Files.writeString(temp.resolve("front.csv"), text));
  }

  private void refuses(String text, String problem) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UsageException.class)
        .hasMessage(temp.resolve("front.csv") + problem);
  }
}
