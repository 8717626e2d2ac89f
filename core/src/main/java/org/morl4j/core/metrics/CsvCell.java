package org.morl4j.core.metrics;

import java.util.ArrayList;
import java.util.List;

/** Texts as cells of CSV files, and lines of them as texts. */
public final class CsvCell {
  private CsvCell() {}

  /** As it is, or in quotes where it would end the cell or the line. */
  public static String of(String text) {
    return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  /**
   * Splits a line at commas, without spaces around cells; a quoted cell may hold commas, and a
   * quote doubled.
   *
   * @throws IllegalArgumentException if a quote is not closed
   */
  public static List<String> split(String line) {
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
