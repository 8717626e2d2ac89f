package org.morl4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.morl4j.cli.FrontRows.Row;
import org.morl4j.cli.csv.TextLines;
import org.morl4j.cli.report.JsonValue;
import org.morl4j.cli.report.ReportException;
import org.morl4j.cli.report.RunText;
import org.morl4j.core.check.Check;

/**
 * A front as CSV: one row a point, one column an objective, all maximised; a header line and a
 * column {@code policy} may be there or not.
 *
 * @param policies one a row, empty if there is no such column
 * @param objectives their names, empty if there is no header
 * @param points shape [N, m], finite
 * @param header all columns, empty if there is none
 * @param rows all cells
 * @param remarks sentences for the reader about how the file was taken
 */
record FrontCsv(
    List<String> policies,
    List<String> objectives,
    double[][] points,
    List<String> header,
    List<List<String>> rows,
    List<String> remarks) {
  static final String POLICY = "policy";
  static final String WITHIN_LIMITS = "within_limits";
  static final String ESTIMATED = "estimated";
  static final String STANDARD_ERROR = "_standard_error";

  private static final String ROW_NUMBERS =
      " Maybe it numbers the rows: leave it out, as pandas does with index=False.";

  /** The same with {@link HeaderLine#UNKNOWN} and the objectives that the file or its run tells. */
  static FrontCsv read(Path file) {
    return read(file, HeaderLine.UNKNOWN, List.of());
  }

  /**
   * @param objectives names of the columns that count; empty to leave it to the run.json beside the
   *     file, or else to take all but policies, standard errors, within_limits and estimated
   * @throws UsageException naming the line if a row is ragged, a value is missing or not finite, a
   *     blank line parts two sets, there is no row, or the file of a run was cut short
   * @throws org.morl4j.cli.csv.CsvException if it can't be read or was cut short
   */
  static FrontCsv read(Path file, HeaderLine headerLine, List<String> objectives) {
    TextLines text = text(file);
    WholeFront.requireUnchanged(file, text.content());
    List<Row> rows = FrontRows.of(text).rows();
    if (rows.isEmpty()) {
      throw noRow(file);
    }
    Row first = rows.get(0);
    Columns columns =
        headerLine.isHeader(first.cells(), POLICY)
            ? Columns.named(first, objectives.isEmpty() ? ofRun(file) : objectives)
            : Columns.unnamed(first.cells().size());
    List<Row> data = rows.subList(columns.header().isEmpty() ? 0 : 1, rows.size());
    if (data.isEmpty()) {
      throw noRow(file);
    }
    List<String> remarks = new ArrayList<>();
    if (columns.header().isEmpty()
        && data.size() > 1
        && headerLine.mayNumberColumns(data.get(0).cells())) {
      List<Row> beneath = data.subList(1, data.size());
      HeaderLine.numbersColumns(first.place(), points(beneath, columns));
      data = beneath;
      remarks.add(
          """
          %sthe line is taken for column numbers, not for a point. Maybe say --no-header if it is \
          one."""
              .formatted(first.place()));
    }
    double[][] points = points(data, columns);
    List<String> policies =
        columns.policy() < 0
            ? List.of()
            : data.stream().map(row -> row.cells().get(columns.policy())).toList();
    if (!policies.isEmpty()) {
      text.requireEnd();
      WholeFront.check(file, policies);
    } else if (!text.ended()) {
      remarks.add(file + " does not end with a newline. Maybe it was cut short.");
    }
    return new FrontCsv(
        policies,
        columns.names(),
        points,
        columns.header(),
        data.stream().map(Row::cells).toList(),
        remarks);
  }

  /**
   * Which column is what.
   *
   * @param header empty if there is none
   * @param policy index of the policies' column, or -1
   * @param objectives indices of those that count
   */
  private record Columns(List<String> header, int policy, List<Integer> objectives, int width) {
    static Columns unnamed(int width) {
      return new Columns(List.of(), -1, IntStream.range(0, width).boxed().toList(), width);
    }

    static Columns named(Row row, List<String> wanted) {
      List<String> header = row.cells();
      int policy = header.indexOf(POLICY);
      if (header.size() > 1 && header.contains("")) {
        int column = header.indexOf("") + 1;
        throw new UsageException(
            "%scolumn %d has no name.%s"
                .formatted(
                    row.place(),
                    column,
                    column == 1 ? ROW_NUMBERS : " Maybe a comma is too many."));
      }
      for (String name : wanted) {
        if (!header.contains(name)) {
          throw new UsageException(
              "%sthere is no column %s, only %s.%s"
                  .formatted(
                      row.place(), name, String.join(", ", header), Check.maybe(name, header)));
        }
      }
      List<Integer> objectives =
          wanted.isEmpty()
              ? IntStream.range(0, header.size())
                  .filter(j -> isObjective(header, j))
                  .boxed()
                  .toList()
              : wanted.stream().map(header::indexOf).toList();
      if (objectives.isEmpty()) {
        throw new UsageException(row.place() + "there is no column of an objective.");
      }
      return new Columns(header, policy, objectives, header.size());
    }

    private static boolean isObjective(List<String> header, int column) {
      String name = header.get(column);
      boolean error =
          name.endsWith(STANDARD_ERROR)
              && header.contains(name.substring(0, name.length() - STANDARD_ERROR.length()));
      return !error
          && !name.equals(POLICY)
          && !name.equals(WITHIN_LIMITS)
          && !name.equals(ESTIMATED);
    }

    List<String> names() {
      return header.isEmpty() ? List.of() : objectives.stream().map(header::get).toList();
    }

    String told(int j) {
      return header.isEmpty() ? "column " + (j + 1) : header.get(j);
    }
  }

  /** The objectives in the run.json beside the file; empty if there is none that tells. */
  private static List<String> ofRun(Path file) {
    Path run = file.resolveSibling("run.json");
    if (!Files.isRegularFile(run)) {
      return List.of();
    }
    try {
      JsonValue environment =
          JsonValue.parse(RunText.of(run), run.toString(), 1).find("environment");
      JsonValue objectives = environment == null ? null : environment.find("objectives");
      return objectives == null
          ? List.of()
          : objectives.items().stream().map(JsonValue::text).toList();
    } catch (ReportException e) {
      throw new UsageException(
          "%s can't be read: %s Maybe name the objectives with --objectives."
              .formatted(run, e.getMessage()));
    }
  }

  private static TextLines text(Path file) {
    if (!Files.exists(file) || Files.isDirectory(file)) {
      throw new UsageException(
          file
              + (Files.isDirectory(file)
                  ? " is a folder, but must be a CSV file."
                  : ": no such file."));
    }
    return TextLines.read(file);
  }

  private static UsageException noRow(Path file) {
    return new UsageException(file + " has no row of numbers, but must have at least one.");
  }

  private static double[][] points(List<Row> rows, Columns columns) {
    double[][] points = new double[rows.size()][];
    for (int i = 0; i < points.length; i++) {
      Row row = rows.get(i);
      if (row.cells().size() != columns.width()) {
        throw new UsageException(
            row.place()
                + "the row has "
                + row.cells().size()
                + " values, but the first line has "
                + columns.width()
                + ".");
      }
      if (i > 0 && row.afterGap()) {
        throw new UsageException(
            """
            %sa blank line parts this point from those before it, but a file holds one front. \
            Maybe it holds several sets: write each to a file of its own."""
                .formatted(row.place()));
      }
      points[i] = values(row, columns);
    }
    return points;
  }

  private static double[] values(Row row, Columns columns) {
    return columns.objectives().stream().mapToDouble(j -> value(row, columns, j)).toArray();
  }

  private static double value(Row row, Columns columns, int j) {
    String cell = row.cells().get(j);
    double value = FrontRows.isNumber(cell) ? Double.parseDouble(cell) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw new UsageException(
          row.place()
              + columns.told(j)
              + " is "
              + (cell.isEmpty() ? "empty" : "\"" + cell + "\"")
              + ", but must be a finite number."
              + maybe(cell, j));
    }
    return value;
  }

  private static String maybe(String cell, int column) {
    if (cell.isEmpty() && column == 0) {
      return ROW_NUMBERS;
    }
    if (cell.matches(".*[;\\s].*")) {
      return " Maybe the columns are not separated by commas.";
    }
    return cell.matches("[A-Za-z].*") && !cell.matches("(?i)(nan|inf|infinity)")
        ? " Maybe the header line with a column policy is missing."
        : "";
  }
}
