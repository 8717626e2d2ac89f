package org.morl4j.cli.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.morl4j.core.check.ByteOrderMark;
import org.morl4j.core.metrics.CsvCell;

/**
 * A CSV file with a header; blank lines don't count.
 *
 * @param header names of the columns
 * @param rows at least one
 */
public record Csv(List<String> header, List<CsvRow> rows) {
  /**
   * @throws CsvException if it can't be read, is ragged, has no row, or doesn't end with a newline
   */
  public static Csv read(Path file) {
    TextLines text = TextLines.read(file);
    List<CsvRow> rows = new ArrayList<>();
    each(text.name(), text.lines().iterator(), line -> true, rows::add);
    if (rows.isEmpty()) {
      throw new CsvException(
          text.name() + " has no row under a header. Maybe the run has not begun.");
    }
    text.requireEnd();
    return new Csv(rows.get(0).header(), rows);
  }

  /**
   * The numbers of a column; NaN where a row says so.
   *
   * @throws CsvException if a cell is none
   */
  public double[] column(String name) {
    return rows.stream()
        .mapToDouble(row -> row.text(name).equals("NaN") ? Double.NaN : row.number(name))
        .toArray();
  }

  /**
   * Hands over the rows that are wanted, one by one: a file may be of any size, or empty.
   *
   * @param wanted whether to look at a line; others may be anything
   * @throws CsvException if it can't be read, or a wanted row is ragged
   */
  public static void each(Path file, Predicate<String> wanted, Consumer<CsvRow> rows) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      each(file.toString(), reader.lines().iterator(), wanted, rows);
    } catch (IOException | UncheckedIOException e) {
      throw new CsvException(file + " can't be read: " + e.getMessage());
    }
  }

  private static void each(
      String name, Iterator<String> lines, Predicate<String> wanted, Consumer<CsvRow> rows) {
    List<String> header = List.of();
    for (int line = 1; lines.hasNext(); line++) {
      String text = line == 1 ? ByteOrderMark.strip(lines.next()) : lines.next();
      if (text.isBlank()) {
        continue;
      }
      if (header.isEmpty()) {
        header = cells(name, line, text);
      } else if (wanted.test(text)) {
        rows.accept(new CsvRow(name, line, header, cells(name, line, text)));
      }
    }
  }

  private static List<String> cells(String name, int line, String text) {
    try {
      return CsvCell.split(text);
    } catch (IllegalArgumentException e) {
      throw new CsvException("%s:%d: %s".formatted(name, line, e.getMessage()));
    }
  }
}
