package org.morl4j.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morl4j.core.learn.Effort;

class CsvMetricsTest {
  private final Path folder;

  CsvMetricsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void linesStandAtOnce() throws IOException {
    Path file = folder.resolve("metrics.csv");
    try (CsvMetrics metrics = CsvMetrics.open(file, job -> Effort.NONE)) {
      metrics.scalar("s1-r0-j00", new Effort(256, 1), "losses/policy", -0.125);
      metrics.scalar("s1-r0-j00", new Effort(512, 2), "losses/policy", Double.NaN);
      assertThat(Files.readString(file))
          .as("before close")
          .isEqualTo(
              """
              job,transitions,updates,metric,value
              s1-r0-j00,256,1,losses/policy,-0.125
              s1-r0-j00,512,2,losses/policy,NaN
              """);
    }
  }

  @Test
  void resumeDropsWhatWillBeWrittenAgain() throws IOException {
    Path file = folder.resolve("metrics.csv");
    try (CsvMetrics metrics = CsvMetrics.open(file, job -> Effort.NONE)) {
      for (String job : List.of("a", "b", "c")) {
        metrics.scalar(job, new Effort(100, 1), "m", 1);
        metrics.scalar(job, new Effort(200, 2), "m", 2);
        metrics.scalar(job, new Effort(300, 3), "m", 3);
      }
      metrics.scalar("onData", new Effort(0, 5), "m", 5);
      metrics.scalar("onData", new Effort(0, 6), "m", 6);
    }
    try (CsvMetrics metrics =
        CsvMetrics.open(
            file,
            Map.of(
                    "a", new Effort(200, 2),
                    "b", Effort.NONE,
                    "c", new Effort(300, 3),
                    "onData", new Effort(0, 5))
                ::get)) {
      metrics.scalar("a", new Effort(300, 3), "m", 4);
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "job,transitions,updates,metric,value",
            "a,100,1,m,1.0",
            "a,200,2,m,2.0",
            "c,100,1,m,1.0",
            "c,200,2,m,2.0",
            "c,300,3,m,3.0",
            "onData,0,5,m,5.0",
            "a,300,3,m,4.0");
    assertThat(folder.resolve("metrics.csv.partial")).doesNotExist();
  }

  /** Nothing is computed from a log: whatever became of it, a run goes on. */
  @Test
  void damagedLinesAreLeftOut() throws IOException {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(
        file,
        """
        job,transitions,updates,metric,value
        a,1,1,m,1.0
        a,2,2,m,?.0
        a,3,3,m
        ,,,,
        a,x,3,m,1
        a,9999999999999999999999,3,m,1
        a,4,4,m,2.0
        """
            .replace('?', '\0'));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 4] = (byte) 0xff; // in the number of the last line
    Files.write(file, bytes);
    Files.writeString(file, "a,5,5,m,3.0\n", java.nio.file.StandardOpenOption.APPEND);
    CsvMetrics.open(file, job -> Effort.ALL).close();
    assertThat(Files.readAllLines(file))
        .containsExactly("job,transitions,updates,metric,value", "a,1,1,m,1.0", "a,5,5,m,3.0");
    Files.write(file, new byte[] {(byte) 0xff});
    CsvMetrics.mend(file);
    assertThat(Files.readAllLines(file)).hasSize(1);
    Files.delete(file);
    CsvMetrics.mend(file);
    assertThat(file).doesNotExist();
  }

  /** A cut number still is a number: 12.75 may read 1. Only whole lines count. */
  @Test
  void aLineCutShortIsDropped() throws IOException {
    Path file = folder.resolve("metrics.csv");
    String whole = "job,transitions,updates,metric,value\na,1,1,m,1.0\na,2,2,m,12.75";
    for (int cut = whole.indexOf("a,2"); cut <= whole.length(); cut++) {
      Files.writeString(file, whole.substring(0, cut));
      CsvMetrics.open(file, job -> Effort.ALL).close();
      assertThat(Files.readAllLines(file))
          .as("cut at %s", cut)
          .containsExactly("job,transitions,updates,metric,value", "a,1,1,m,1.0");
    }
  }

  @Test
  void allPassesOnToEach() {
    List<String> seen = new ArrayList<>();
    MetricsSink sink =
        new MetricsSink() {
          @Override
          public void scalar(String job, Effort effort, String metric, double value) {
            seen.add(job + effort.transitions() + metric + value);
          }

          @Override
          public void close() {
            seen.add("closed");
          }
        };
    MetricsSink both = MetricsSink.all(sink, sink);
    both.scalar("j", new Effort(1, 1), "m", 2);
    both.close();
    assertThat(seen).containsExactly("j1m2.0", "j1m2.0", "closed", "closed");
    MetricsSink.NONE.scalar("j", Effort.NONE, "m", 2);
  }
}
