package org.morl4j.cli.csv;

import java.util.List;

/**
 * A row under a header, as wide as it.
 *
 * @param file name of its file, for messages
 * @param line in the file, from 1
 * @param header names of the columns
 * @param cells without surrounding spaces
 */
public record CsvRow(String file, int line, List<String> header, List<String> cells) {
  /**
   * @throws CsvException if it isn't as wide as the header
   */
  public CsvRow {
    if (cells.size() != header.size()) {
      throw new CsvException(
          "%s:%d: the row has %d values, but the header has %d. Maybe the file was cut off."
              .formatted(file, line, cells.size(), header.size()));
    }
  }

  /** {@code seeds.csv:3}. */
  public String place() {
    return file + ":" + line;
  }

  /**
   * A cell.
   *
   * @throws CsvException if there is no such column
   */
  public String text(String column) {
    int index = header.indexOf(column);
    if (index < 0) {
      boolean other = header.size() == 1 && header.get(0).matches(".*[;\\s].*");
      throw new CsvException(
          "%s has no column %s, only %s. Maybe %s."
              .formatted(
                  file,
                  column,
                  String.join(", ", header),
                  other
                      ? "the columns are not separated by commas"
                      : "another program or version wrote it"));
    }
    return cells.get(index);
  }

  /**
   * A finite number.
   *
   * @throws CsvException if the cell is none
   */
  public double number(String column) {
    return number(column, false);
  }

  /**
   * A number, which may be NaN or infinite.
   *
   * @throws CsvException if the cell is none
   */
  public double anyNumber(String column) {
    return number(column, true);
  }

  private double number(String column, boolean any) {
    String cell = text(column);
    try {
      double value = Double.parseDouble(cell);
      if (any || Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new CsvException(
        "%s: %s is \"%s\", but must be a %snumber. Maybe the %s or the file was edited."
            .formatted(
                place(),
                column,
                cell,
                any ? "" : "finite ",
                any ? "line was cut off" : "run diverged"));
  }
}
