package org.morl4j.core.metrics;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.state.WholeFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends {@code job,transitions,updates,metric,value} lines to a CSV file. */
public final class CsvMetrics implements MetricsSink {
  /** What stands where bytes were no UTF-8. */
  private static final char MALFORMED = '\ufffd';

  private static final String HEADER = "job,transitions,updates,metric,value";
  private static final Logger LOG = LoggerFactory.getLogger(CsvMetrics.class);
  private final BufferedWriter writer;

  private CsvMetrics(BufferedWriter writer) {
    this.writer = writer;
  }

  /**
   * Opens {@code file} for appending, after dropping what a resumed run will write again: lines of
   * a job beyond the place it resumes from, and lines that are damaged: nothing is computed from a
   * log, so it never keeps a run from going on.
   *
   * @param resumed where each job resumes: at {@link Effort#NONE} if it starts anew
   */
  public static CsvMetrics open(Path file, Function<String, Effort> resumed) throws IOException {
    WholeFiles.requireOwn(file);
    StringBuilder kept = new StringBuilder(HEADER).append('\n');
    int damaged = 0;
    Map<String, Effort> asked = new HashMap<>(); // once a job: the answer can take a large file
    Function<String, Effort> from = job -> asked.computeIfAbsent(job, resumed);
    if (Files.exists(file)) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      int whole = text.lastIndexOf('\n') + 1; // a kill may have cut the last line
      for (String line : text.substring(0, whole).lines().toList()) {
        String[] cells = line.split(",", 5);
        Effort at = cells.length == 5 ? effort(cells, line) : null;
        if (at == null) {
          damaged += line.equals(HEADER) ? 0 : 1;
        } else if (at.within(from.apply(cells[0]))) {
          kept.append(line).append('\n');
        }
      }
    }
    if (damaged > 0) {
      LOG.warn("{} has {} damaged lines, which are left out.", file, damaged);
    }
    WholeFiles.replace(file, kept.toString());
    return new CsvMetrics(
        Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
  }

  /**
   * Leaves out damaged lines of a file to which nothing more is to be appended.
   *
   * @throws IOException if it can't be written
   */
  public static void mend(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      open(file, job -> Effort.ALL).close();
    }
  }

  /** Where in its job a line stands; null if it is damaged. */
  private static @Nullable Effort effort(String[] cells, String line) {
    try {
      Double.parseDouble(cells[4]);
      return line.indexOf(MALFORMED) >= 0 || line.chars().anyMatch(Character::isISOControl)
          ? null
          : new Effort(Long.parseLong(cells[1]), Long.parseLong(cells[2]));
    } catch (NumberFormatException e) {
      return null;
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
