package org.morl4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.morl4j.cli.FrontRows.Row;
import org.morl4j.cli.csv.TextLines;

/**
 * A front as CSV: one row a point, one column an objective, all maximised; a header line and a
 * column {@code policy} may be there or not.
 *
 * @param policies one a row, empty if there is no such column
 * @param objectives their names, empty if there is no header
 * @param points shape [N, m], finite
 * @param remarks sentences for the reader about how the file was taken
 */
record FrontCsv(
    List<String> policies, List<String> objectives, double[][] points, List<String> remarks) {
  private static final String POLICY = "policy";
  private static final String ROW_NUMBERS =
      " Maybe it numbers the rows: leave it out, as pandas does with index=False.";

  /** The same with {@link HeaderLine#UNKNOWN}. */
  static FrontCsv read(Path file) {
    return read(file, HeaderLine.UNKNOWN);
  }

  /**
   * @throws UsageException naming the line if a row is ragged, a value is missing or not finite, a
   *     blank line parts two sets, there is no row, or the file of a run was cut short
   * @throws org.morl4j.cli.csv.CsvException if it can't be read or was cut short
   */
  static FrontCsv read(Path file, HeaderLine headerLine) {
    TextLines text = text(file);
    List<Row> rows = FrontRows.of(text).rows();
    if (rows.isEmpty()) {
      throw noRow(file);
    }
    Row first = rows.get(0);
    Columns columns =
        headerLine.isHeader(first.cells(), POLICY)
            ? Columns.named(first)
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
    return new FrontCsv(policies, columns.objectives(), points, remarks);
  }

  /**
   * Which column is what.
   *
   * @param header empty if there is none
   * @param policy index of the policies' column, or -1
   */
  private record Columns(List<String> header, int policy, int width) {
    static Columns unnamed(int width) {
      return new Columns(List.of(), -1, width);
    }

    static Columns named(Row row) {
      List<String> header = row.cells();
      int policy = header.indexOf(POLICY);
      if (header.size() - (policy >= 0 ? 1 : 0) < 1) {
        throw new UsageException(row.place() + "there is no column of an objective.");
      }
      if (header.size() > 1 && header.contains("")) {
        int column = header.indexOf("") + 1;
        throw new UsageException(
            "%scolumn %d has no name.%s"
                .formatted(
                    row.place(),
                    column,
                    column == 1 ? ROW_NUMBERS : " Maybe a comma is too many."));
      }
      return new Columns(header, policy, header.size());
    }

    List<String> objectives() {
      return IntStream.range(0, header.size())
          .filter(j -> j != policy)
          .mapToObj(header::get)
          .toList();
    }

    String told(int j) {
      return header.isEmpty() ? "column " + (j + 1) : header.get(j);
    }
  }

  private static TextLines text(Path file) {
    if (!Files.isRegularFile(file)) {
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
    int policy = columns.policy();
    return IntStream.range(0, columns.width())
        .filter(j -> j != policy)
        .mapToDouble(j -> value(row, columns, j))
        .toArray();
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
