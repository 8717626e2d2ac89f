package org.morl4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.morl4j.cli.csv.Csv;
import org.morl4j.cli.report.JsonValue;
import org.morl4j.cli.report.ReportException;
import org.morl4j.core.check.Check;

/**
 * A front as CSV: one row a point, one column an objective, all maximised; a header line and a
 * column {@code policy} may be there or not, and columns that are no objectives where something
 * tells them apart: {@code within_limits}, {@code X_standard_error} beside a column X, and with a
 * run.json beside the file or names given all but the objectives named there.
 *
 * @param policies one a row, empty if there is no such column
 * @param objectives their names, empty if there is no header
 * @param points shape [N, m], finite
 * @param header all columns, empty if there is none
 * @param rows all cells
 */
record FrontCsv(
    List<String> policies,
    List<String> objectives,
    double[][] points,
    List<String> header,
    List<List<String>> rows) {
  static final String POLICY = "policy";
  static final String WITHIN_LIMITS = "within_limits";
  static final String STANDARD_ERROR = "_standard_error";

  private static final long MAX_BYTES = 256L << 20;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  /** With the objectives that the file or its run tells. */
  static FrontCsv read(Path file) {
    return read(file, List.of());
  }

  /**
   * @param named the objectives; empty to leave it to the file or its run
   * @throws UsageException naming the line if a row is ragged, a value is missing or not finite, or
   *     there is no row or no such column
   */
  static FrontCsv read(Path file, List<String> named) {
    List<String> lines = lines(file);
    List<String> header = List.of();
    List<String> policies = new ArrayList<>();
    List<double[]> points = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    List<Integer> columns = List.of();
    int policyColumn = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      String place = file + ":" + (i + 1) + ": ";
      List<String> cells = cells(lines.get(i), place);
      if (columns.isEmpty()) {
        boolean isHeader = cells.stream().noneMatch(FrontCsv::isNumeric);
        header = isHeader ? cells : List.of();
        policyColumn = header.indexOf(POLICY);
        columns = columns(header, cells.size(), named.isEmpty() ? ofRun(file) : named, place);
        if (isHeader) {
          continue;
        }
      }
      int width = header.isEmpty() ? columns.size() : header.size();
      if (cells.size() != width) {
        throw new UsageException(
            place
                + "the row has "
                + cells.size()
                + " values, but the first line has "
                + width
                + ".");
      }
      points.add(values(cells, columns, header, place));
      rows.add(cells);
      if (policyColumn >= 0) {
        policies.add(cells.get(policyColumn));
      }
    }
    if (points.isEmpty()) {
      throw new UsageException(file + " has no row of numbers, but must have at least one.");
    }
    List<String> all = header;
    List<String> objectives = all.isEmpty() ? List.of() : columns.stream().map(all::get).toList();
    return new FrontCsv(policies, objectives, points.toArray(double[][]::new), header, rows);
  }

  /** Places of the objectives among the columns. */
  private static List<Integer> columns(
      List<String> header, int width, List<String> named, String place) {
    if (header.isEmpty()) {
      return IntStream.range(0, width).boxed().toList();
    }
    if (!named.isEmpty()) {
      for (String name : named) {
        if (!header.contains(name)) {
          throw new UsageException(
              place
                  + "there is no column %s, only %s.%s"
                      .formatted(name, String.join(", ", header), Check.maybe(name, header)));
        }
      }
      return named.stream().map(header::indexOf).toList();
    }
    List<Integer> columns =
        IntStream.range(0, width).filter(j -> isObjective(header, j)).boxed().toList();
    if (columns.isEmpty()) {
      throw new UsageException(place + "there is no column of an objective.");
    }
    return columns;
  }

  private static boolean isObjective(List<String> header, int column) {
    String name = header.get(column);
    boolean error =
        name.endsWith(STANDARD_ERROR)
            && header.contains(name.substring(0, name.length() - STANDARD_ERROR.length()));
    return !error && !name.equals(POLICY) && !name.equals(WITHIN_LIMITS);
  }

  /** The objectives in the run.json beside the file; empty if there is none that tells. */
  private static List<String> ofRun(Path file) {
    Path run = file.resolveSibling("run.json");
    if (!Files.isRegularFile(run)) {
      return List.of();
    }
    try {
      JsonValue environment =
          JsonValue.parse(Files.readString(run), run.toString(), 1).find("environment");
      JsonValue objectives = environment == null ? null : environment.find("objectives");
      return objectives == null
          ? List.of()
          : objectives.items().stream().map(JsonValue::text).toList();
    } catch (IOException | ReportException e) {
      throw new UsageException(
          "%s can't be read: %s Maybe name the objectives with --objectives."
              .formatted(run, e.getMessage()));
    }
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

  private static double[] values(
      List<String> cells, List<Integer> columns, List<String> header, String place) {
    double[] values = new double[columns.size()];
    for (int i = 0; i < values.length; i++) {
      int j = columns.get(i);
      String cell = cells.get(j);
      double value = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
      if (!Double.isFinite(value)) {
        String column = header.isEmpty() ? "column " + (j + 1) : header.get(j);
        throw new UsageException(
            place + column + " is " + told(cell) + ", but must be a finite number." + maybe(cell));
      }
      values[i] = value;
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
