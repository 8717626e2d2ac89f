package org.morl4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.morl4j.core.check.Vec;

class ProgressLineTest {
  private final AtomicLong clock = new AtomicLong();
  private final StringWriter text = new StringWriter();

  @Test
  void plainLinesComeForEachPhaseAndEveryFifteenSeconds() {
    try (ProgressLine line = line(0)) {
      at(line, 0, "stage 1", 0, Double.NaN);
      at(line, 5, "stage 1", 100_000, 900);
      at(line, 15, "stage 1", 300_000, 988.12345);
      at(line, 16, "stage 2", 320_000, 990);
      at(line, 17, "stage 2", 340_000, 994.3);
    }
    assertThat(text.toString().lines())
        .containsExactly(
            "stage 1  0 %  0/1,000,000  front 9",
            "stage 1  30 %  300,000/1,000,000  20,000/s  ETA 0:35  front 9  HV 988.123",
            "stage 2  32 %  320,000/1,000,000  20,000/s  ETA 0:34  front 9  HV 990",
            "stage 2  34 %  340,000/1,000,000  20,000/s  ETA 0:33  front 9  HV 994.3");
  }

  @Test
  void aTerminalHasOneLineThatFitsAndIsWrittenOver() {
    try (ProgressLine line = line(20)) {
      at(line, 0, "stage 1", 0, Double.NaN);
      at(line, 0.05, "stage 1", 10, 1);
      at(line, 0.2, "stage 1", 500_000, 1);
    }
    String wipe = ProgressLine.WIPE;
    assertThat(text.toString().stripTrailing())
        .isEqualTo(
            wipe
                + "stage 1  0 %  0/1,0"
                + wipe
                + "stage 1  50 %  500,"
                + wipe
                + "stage 1  50 %  500,");
    assertThat(text.toString()).endsWith(System.lineSeparator());
  }

  @Test
  void theRateOfAResumedRunCountsWhatItDidItself() {
    try (ProgressLine line = line(0)) {
      clock.set(0);
      line.at(new Progress.Snapshot("stage 1", 0, 0, 1_000_000, 9, 1, null));
      clock.set(20_000_000_000L);
      line.at(new Progress.Snapshot("stage 1", 900_000, 800_000, 1_000_000, 9, 1, null));
    }
    assertThat(text.toString()).contains("5,000/s  ETA 0:20");
  }

  @Test
  void ordinaryTrainingShowsItsLatestReturns() {
    try (ProgressLine line = line(0)) {
      Vec latest = Vec.of(-203.5, 12);
      line.at(new Progress.Snapshot("training", 500, 0, 1000, 0, Double.NaN, latest));
    }
    assertThat(text.toString().lines()).containsOnly("training  50 %  500/1,000  return -203.5 12");
  }

  @Test
  void durationsAreReadable() {
    assertThat(ProgressLine.duration(59)).isEqualTo("0:59");
    assertThat(ProgressLine.duration(3599)).isEqualTo("59:59");
    assertThat(ProgressLine.duration(3845)).isEqualTo("1:04:05");
  }

  private ProgressLine line(int columns) {
    return new ProgressLine(new PrintWriter(text), columns, clock::get, new RunLog());
  }

  private void at(
      ProgressLine line, double seconds, String phase, long transitions, double hypervolume) {
    clock.set(Math.round(seconds * 1e9));
    line.at(new Progress.Snapshot(phase, transitions, 0, 1_000_000, 9, hypervolume, null));
  }
}
