package org.morl4j.core.metrics;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.state.Checkpoints;

/** Appends {@code job,transitions,updates,metric,value} lines to a CSV file. */
public final class CsvMetrics implements MetricsSink {
  private static final String HEADER = "job,transitions,updates,metric,value";
  private final BufferedWriter writer;

  private CsvMetrics(BufferedWriter writer) {
    this.writer = writer;
  }

  /**
   * Opens {@code file} for appending, after dropping what a resumed run will write again: lines of
   * a job beyond the place it resumes from.
   *
   * @param resumed where each job resumes: at {@link Effort#NONE} if it starts anew
   */
  public static CsvMetrics open(Path file, Function<String, Effort> resumed) throws IOException {
    List<String> kept = new ArrayList<>();
    Map<String, Effort> asked = new HashMap<>(); // once a job: the answer can take a large file
    Function<String, Effort> from = job -> asked.computeIfAbsent(job, resumed);
    kept.add(HEADER);
    if (Files.exists(file)) {
      String text = Files.readString(file);
      int whole = text.lastIndexOf('\n') + 1; // a kill may have cut the last line
      for (String line : text.substring(0, whole).lines().toList()) {
        String[] cells = line.split(",", 5);
        if (cells.length == 5 && !cells[0].equals("job") && keep(cells, from)) {
          kept.add(line);
        }
      }
    }
    Path beside = file.resolveSibling(file.getFileName() + ".partial");
    Files.write(beside, kept);
    Checkpoints.moveOver(beside, file);
    return new CsvMetrics(
        Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
  }

  private static boolean keep(String[] cells, Function<String, Effort> resumed) {
    try {
      Effort at = new Effort(Long.parseLong(cells[1]), Long.parseLong(cells[2]));
      return at.within(resumed.apply(cells[0]));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  @Override
  public synchronized void scalar(String job, Effort effort, String metric, double value) {
    try {
      String at = effort.transitions() + "," + effort.updates();
      writer.write(job + "," + at + "," + metric + "," + value + "\n");
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("metrics.csv can't be written: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("metrics.csv can't be closed: " + e.getMessage(), e);
    }
  }
}
