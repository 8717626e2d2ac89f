package org.morl4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.morl4j.cli.csv.Csv;

/**
 * A front as CSV: one row a point, one column an objective, all maximised; a header line and a
 * column {@code policy} may be there or not.
 *
 * @param policies one a row, empty if there is no such column
 * @param objectives their names, empty if there is no header
 * @param points shape [N, m], finite
 */
record FrontCsv(List<String> policies, List<String> objectives, double[][] points) {
  private static final long MAX_BYTES = 256L << 20;
  private static final String POLICY = "policy";
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  /**
   * @throws UsageException naming the line if a row is ragged, a value is missing or not finite, or
   *     there is no row
   */
  static FrontCsv read(Path file) {
    List<String> lines = lines(file);
    List<String> header = List.of();
    List<String> policies = new ArrayList<>();
    List<double[]> points = new ArrayList<>();
    int width = -1;
    int policyColumn = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      String place = file + ":" + (i + 1) + ": ";
      List<String> cells = cells(lines.get(i), place);
      if (width < 0) {
        width = cells.size();
        if (cells.stream().noneMatch(FrontCsv::isNumeric)) {
          header = cells;
          policyColumn = policyColumn(header, place);
          continue;
        }
      }
      if (cells.size() != width) {
        throw new UsageException(
            place
                + "the row has "
                + cells.size()
                + " values, but the first line has "
                + width
                + ".");
      }
      points.add(values(cells, policyColumn, header, place));
      if (policyColumn >= 0) {
        policies.add(cells.get(policyColumn));
      }
    }
    if (points.isEmpty()) {
      throw new UsageException(file + " has no row of numbers, but must have at least one.");
    }
    List<String> objectives = new ArrayList<>(header);
    if (policyColumn >= 0) {
      objectives.remove(policyColumn);
    }
    return new FrontCsv(policies, objectives, points.toArray(double[][]::new));
  }

  private static List<String> lines(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          file
              + (Files.isDirectory(file)
                  ? " is a folder, but must be a CSV file."
                  : ": no such file."));
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UsageException(file + " is larger than " + (MAX_BYTES >> 20) + " MiB.");
      }
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      if (!lines.isEmpty() && lines.get(0).startsWith("\uFEFF")) {
        lines.set(0, lines.get(0).substring(1));
      }
      return lines;
    } catch (IOException e) {
      throw new UsageException(file + " can't be read as UTF-8 text: " + e.getMessage());
    }
  }

  private static int policyColumn(List<String> header, String place) {
    int column = header.indexOf(POLICY);
    if (header.size() - (column >= 0 ? 1 : 0) < 1) {
      throw new UsageException(place + "there is no column of an objective.");
    }
    return column;
  }

  private static double[] values(
      List<String> cells, int policyColumn, List<String> header, String place) {
    double[] values = new double[cells.size() - (policyColumn >= 0 ? 1 : 0)];
    int next = 0;
    for (int j = 0; j < cells.size(); j++) {
      if (j == policyColumn) {
        continue;
      }
      String cell = cells.get(j);
      double value = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
      if (!Double.isFinite(value)) {
        String column = header.isEmpty() ? "column " + (j + 1) : header.get(j);
        throw new UsageException(
            place + column + " is " + told(cell) + ", but must be a finite number." + maybe(cell));
      }
      values[next++] = value;
    }
    return values;
  }

  private static String told(String cell) {
    return cell.isEmpty() ? "empty" : "\"" + cell + "\"";
  }

  private static String maybe(String cell) {
    if (cell.indexOf(';') >= 0 || cell.indexOf('\t') >= 0) {
      return " Maybe the columns are not separated by commas.";
    }
    return cell.matches("[A-Za-z].*") && !isNumeric(cell)
        ? " Maybe the header line with a column policy is missing."
        : "";
  }

  /** Numbers, and what languages write for numbers that are none. */
  private static boolean isNumeric(String cell) {
    return NUMBER.matcher(cell).matches() || cell.matches("(?i)[+-]?(nan|inf|infinity)");
  }

  private static List<String> cells(String line, String place) {
    try {
      return Csv.cells(line);
    } catch (IllegalArgumentException e) {
      throw new UsageException(place + e.getMessage());
    }
  }
}
