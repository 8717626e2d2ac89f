package org.morl4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.core.state.Seal;

class RunTextTest {
  private static final String ARCHIVE =
      """
      {
        "format" : 2,
        "points" : [ {"policy" : "p0", "returns" : [ 1.5E-5, 2.0 ]} ],
        "sha256" : "%s"
      }
      """;

  @TempDir Path temp;

  @Test
  void everyFlippedBitOfAnArchiveIsRefused() throws IOException {
    Path file = temp.resolve("archive.json");
    Files.writeString(file, Seal.sealed(ARCHIVE.formatted(Seal.BLANK)));
    assertThat(RunText.archive(file).get("points").items()).hasSize(1);
    byte[] good = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bad);
      assertThatThrownBy(() -> RunText.archive(file))
          .as("bit %s", bit)
          .isInstanceOf(ReportException.class)
          .hasMessageContaining("archive.json")
          .hasMessageContaining("Maybe");
    }
  }

  @Test
  void archivesOfEarlierReleasesHaveNoHash() throws IOException {
    Path file = Files.writeString(temp.resolve("archive.json"), "{\"points\": []}");
    assertThat(RunText.archive(file).get("points").items()).isEmpty();
    Files.writeString(file, "{\"format\": 2, \"points\": []}");
    assertThatThrownBy(() -> RunText.archive(file))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            file
                + " is damaged: it has no sha256, which every archive.json from format 2 on has."
                + " Maybe write it again with morl4j resume.");
  }
}
