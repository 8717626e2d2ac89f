package org.morl4j.cli.csv;

/** A CSV file that can't be used; the message names file, line and column. */
public final class CsvException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CsvException(String message) {
    super(message);
  }
}
