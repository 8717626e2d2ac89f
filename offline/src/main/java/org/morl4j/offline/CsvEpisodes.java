package org.morl4j.offline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.morl4j.core.check.Check;
import org.morl4j.core.data.CsvColumns;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.offline.FlatRows.Block;
import org.morl4j.offline.FlatRows.Span;

/** CSV files with one row a step, see {@link CsvColumns}. */
final class CsvEpisodes {
  private final Path file;
  private final CsvHeader header;
  private final Numbers obs = new Numbers();
  private final Numbers nextObs = new Numbers();
  private final Numbers act = new Numbers();
  private final Numbers reward = new Numbers();
  private final Numbers cost = new Numbers();
  private final List<Span> spans = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private String episode = "";
  private int from;
  private int rows;
  private boolean terminated;
  private boolean truncated;

  private CsvEpisodes(Path file, CsvHeader header) {
    this.file = file;
    this.header = header;
  }

  /**
   * Reads a file.
   *
   * @throws DatasetException if it is not as it must be
   * @throws IOException if it can't be read
   */
  static Recording open(Path file, CsvColumns columns) throws IOException {
    try (BoundedLines lines = new BoundedLines(file)) {
      List<String> names =
          lines.next().orElseThrow(() -> new DatasetException(file + " is empty."));
      CsvEpisodes read = new CsvEpisodes(file, CsvHeader.of(file, names, columns));
      for (var cells = lines.next(); cells.isPresent(); cells = lines.next()) {
        if (read.rows == 0) {
          int length = cells.get().stream().mapToInt(cell -> cell.length() + 1).sum();
          double estimate = 12.0 * names.size() * Files.size(file) / length;
          RowMemory.require(file.toString(), estimate, "cut it into several files");
        }
        read.row(lines.line(), cells.get());
      }
      return read.recording();
    }
  }

  private void row(int line, List<String> cells) {
    if (cells.size() != header.names().size()) {
      throw new DatasetException(
          "%s:%d: the row has %d values, but the header has %d. Maybe the file was cut off."
              .formatted(file, line, cells.size(), header.names().size()));
    }
    String name = cells.get(header.ends().episode());
    if (rows > from && !name.equals(episode)) {
      close();
    } else if (rows > from && (terminated || truncated)) {
      throw new DatasetException(
          "%s:%d: the row is of episode %s, which ended in the row before. Maybe it begins another."
              .formatted(file, line, Check.quoted(name, 100)));
    }
    if (rows == from && !seen.add(name)) {
      throw new DatasetException(
          "%s:%d: episode %s began already, and another lies between. Maybe sort the rows by episode and step."
              .formatted(file, line, Check.quoted(name, 100)));
    }
    episode = name;
    numbers(line, cells, header.numbers().obs(), obs);
    numbers(line, cells, header.numbers().nextObs(), nextObs);
    numbers(line, cells, header.numbers().act(), act);
    numbers(line, cells, header.numbers().reward(), reward);
    numbers(line, cells, header.numbers().cost(), cost);
    terminated = flag(line, cells, header.ends().terminated());
    truncated = flag(line, cells, header.ends().truncated());
    rows++;
  }

  private void close() {
    spans.add(new Span(from, rows - from, terminated, truncated && !terminated));
    from = rows;
  }

  private void numbers(int line, List<String> cells, int[] columns, Numbers to) {
    for (int column : columns) {
      double value;
      try {
        value = Double.parseDouble(cells.get(column));
      } catch (NumberFormatException e) {
        value = Double.NaN;
      }
      if (!Double.isFinite(value)) {
        throw fault(line, cells, column, "a finite number");
      }
      to.add(value);
    }
  }

  private boolean flag(int line, List<String> cells, int column) {
    if (column < 0) {
      return false;
    }
    return switch (cells.get(column).toLowerCase(Locale.ROOT)) {
      case "1", "true" -> true;
      case "0", "false", "" -> false;
      default -> throw fault(line, cells, column, "0, 1, true or false");
    };
  }

  private DatasetException fault(int line, List<String> cells, int column, String allowed) {
    return new DatasetException(
        "%s:%d: %s is %s, but must be %s."
            .formatted(
                file,
                line,
                Check.quoted(header.names().get(column), 100),
                Check.quoted(cells.get(column), 100),
                allowed));
  }

  private Recording recording() {
    if (rows == 0) {
      throw new DatasetException(file + " has no row under its header.");
    }
    close();
    ActionRange range = new ActionRange(header.numbers().act().length);
    range.add(act.all());
    EnvSpec spec;
    try {
      spec =
          FlatSpecs.spec(
              "csv:" + file.getFileName(),
              FlatSpecs.observations(header.numbers().obs().length),
              range.space(true),
              header.rewardNames(),
              header.costNames());
    } catch (IllegalArgumentException e) {
      throw new DatasetException("%s: %s".formatted(file, e.getMessage()), e);
    }
    return FlatSpecs.recording(
        file,
        new FlatRows(spec, header.numbers().nextObs().length > 0),
        spans,
        () ->
            (at, n) ->
                new Block(
                    obs.rows(at, n, header.numbers().obs().length),
                    nextObs.rows(at, n, header.numbers().nextObs().length),
                    act.rows(at, n, header.numbers().act().length),
                    reward.rows(at, n, header.numbers().reward().length),
                    cost.rows(at, n, header.numbers().cost().length)));
  }

  /** A growing list of doubles. */
  private static final class Numbers {
    private double[] values = new double[1024];
    private int size;

    void add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, Math.addExact(size, size / 2));
      }
      values[size++] = value;
    }

    double[] all() {
      return Arrays.copyOf(values, size);
    }

    double[] rows(int from, int n, int width) {
      return Arrays.copyOfRange(values, from * width, (from + n) * width);
    }
  }
}
