package org.morl4j.offline;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.metrics.CsvCell;
import org.morl4j.core.state.WholeFiles;

/**
 * Writes CSV files with one row a step: episode, {@code obs:0} .., {@code act:0} .., {@code
 * reward:NAME} .., {@code cost:NAME} .., terminated, truncated, {@code nextObs:0} .. Numbers keep
 * all digits; spaces and metadata are lost.
 */
public final class CsvWriter {
  private final EnvSpec spec;

  private CsvWriter(EnvSpec spec) {
    this.spec = spec;
  }

  /**
   * Writes a recording as a new file, whole or not at all.
   *
   * @throws IllegalArgumentException if the file exists
   * @throws IOException if it can't be written
   */
  public static void write(Recording recording, Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IllegalArgumentException(
          "%s exists already. Maybe name another file.".formatted(file));
    }
    Path absolute = file.toAbsolutePath();
    Path partial = absolute.resolveSibling(absolute.getFileName() + ".partial");
    WholeFiles.requireOwn(partial);
    try {
      try (BufferedWriter out = Files.newBufferedWriter(partial);
          EpisodeCursor cursor = recording.open()) {
        CsvWriter writer = new CsvWriter(recording.spec());
        out.write(writer.header());
        for (int number = 0; cursor.hasNext(); number++) {
          writer.write(cursor.next(), number, out);
        }
      }
      Files.move(partial, absolute);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(partial);
      throw e;
    }
  }

  private String header() {
    StringJoiner names = new StringJoiner(",", "", "\n");
    names.add("episode");
    numbered(names, "obs:", spec.observationSpace().size());
    numbered(names, "act:", spec.actionSpace().size());
    named(names, "reward:", spec.objectives());
    named(names, "cost:", spec.costs());
    names.add("terminated").add("truncated");
    numbered(names, "nextObs:", spec.observationSpace().size());
    return names.toString();
  }

  private static void numbered(StringJoiner to, String prefix, int count) {
    for (int i = 0; i < count; i++) {
      to.add(prefix + i);
    }
  }

  private static void named(StringJoiner to, String prefix, List<String> names) {
    names.forEach(name -> to.add(CsvCell.of(prefix + name)));
  }

  private void write(Episode episode, int number, BufferedWriter out) throws IOException {
    int steps = episode.steps(spec);
    int obsSize = spec.observationSpace().size();
    for (int t = 0; t < steps; t++) {
      boolean last = t == steps - 1;
      StringJoiner row = new StringJoiner(",", "", "\n");
      row.add(Integer.toString(number));
      numbers(row, episode.obs(), t, obsSize);
      numbers(row, episode.act(), t, spec.actionSpace().size());
      numbers(row, episode.reward(), t, spec.objectives().size());
      numbers(row, episode.cost(), t, spec.costs().size());
      row.add(last && episode.terminated() ? "1" : "0");
      row.add(last && episode.truncated() ? "1" : "0");
      numbers(row, episode.obs(), t + 1, obsSize);
      out.write(row.toString());
    }
  }

  private static void numbers(StringJoiner row, double[] values, int at, int width) {
    for (int i = at * width; i < (at + 1) * width; i++) {
      row.add(text(values[i]));
    }
  }

  /** The shortest text that reads as the same number. */
  private static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    float single = (float) value;
    return single == value ? Float.toString(single) : Double.toString(value);
  }
}
