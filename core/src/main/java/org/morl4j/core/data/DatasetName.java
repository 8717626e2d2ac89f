package org.morl4j.core.data;

/**
 * What a config calls recorded data by.
 *
 * @param kind what the name is
 * @param name the path, or the name
 * @param columns which columns hold what where it is a CSV file
 */
public record DatasetName(Kind kind, String name, CsvColumns columns) {
  /** What a name of data is. */
  public enum Kind {
    /** A file or folder. */
    PATH,
    /** The name of a Minari dataset on this machine. */
    MINARI
  }

  /** With the usual columns. */
  public DatasetName(Kind kind, String name) {
    this(kind, name, CsvColumns.DEFAULT);
  }
}
