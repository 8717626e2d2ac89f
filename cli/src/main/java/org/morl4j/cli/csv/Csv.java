package org.morl4j.cli.csv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A CSV file with a header; rows as wide as the header.
 *
 * @param name for messages
 * @param rows cells without surrounding spaces
 * @param lines line of each row in the file, from 1
 */
public record Csv(String name, List<String> header, List<List<String>> rows, List<Integer> lines) {
  /**
   * @throws CsvException if it can't be read, is ragged, has no row, or doesn't end with a newline
   */
  public static Csv read(Path file) {
    TextLines text = TextLines.read(file);
    Csv csv = parse(text.name(), text.lines());
    text.requireEnd();
    return csv;
  }

  private static Csv parse(String name, List<String> text) {
    List<String> header = List.of();
    List<List<String>> rows = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    for (int i = 0; i < text.size(); i++) {
      if (text.get(i).isBlank()) {
        continue;
      }
      List<String> cells;
      try {
        cells = cells(text.get(i));
      } catch (IllegalArgumentException e) {
        throw new CsvException(name + ":" + (i + 1) + ": " + e.getMessage());
      }
      if (header.isEmpty()) {
        header = cells;
      } else if (cells.size() != header.size()) {
        throw new CsvException(
            name
                + ":"
                + (i + 1)
                + ": the row has "
                + cells.size()
                + " values, but the header has "
                + header.size()
                + ". Maybe the file was cut off.");
      } else {
        rows.add(cells);
        lines.add(i + 1);
      }
    }
    if (rows.isEmpty()) {
      throw new CsvException(name + " has no row under a header. Maybe the run has not begun.");
    }
    return new Csv(name, header, rows, lines);
  }

  /** Index of a column that must be there. */
  public int column(String column) {
    int index = header.indexOf(column);
    if (index < 0) {
      boolean other = header.size() == 1 && header.get(0).matches(".*[;\\s].*");
      throw new CsvException(
          "%s has no column %s, only %s. Maybe %s."
              .formatted(
                  name,
                  column,
                  String.join(", ", header),
                  other
                      ? "the columns are not separated by commas"
                      : "another program or version wrote it"));
    }
    return index;
  }

  /** A finite number. */
  public double number(int row, int column) {
    String cell = rows.get(row).get(column);
    double value;
    try {
      value = Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!Double.isFinite(value)) {
      throw new CsvException(
          name
              + ":"
              + lines.get(row)
              + ": "
              + header.get(column)
              + " is \""
              + cell
              + "\", but must be a finite number. Maybe the run diverged or the file was edited.");
    }
    return value;
  }

  /**
   * Splits a line at commas; a quoted cell may hold commas, and a quote doubled.
   *
   * @throws IllegalArgumentException if a quote is not closed
   */
  public static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    if (quoted) {
      throw new IllegalArgumentException("a quote is not closed.");
    }
    cells.add(cell.toString().strip());
    return cells;
  }
}
