package org.morl4j.core.metrics;

/** A text as a cell of a CSV file. */
public final class CsvCell {
  private CsvCell() {}

  /** As it is, or in quotes where it would end the cell or the line. */
  public static String of(String text) {
    return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
