package org.morl4j.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.cli.report.HtmlReport;
import org.morl4j.cli.report.JsonValue;
import org.morl4j.cli.report.RunText;

/** What a command prints about a finished run. */
final class Results {
  static final String FRONT = "front.csv";

  private Results() {}

  /** The front as a table, the report, and in the last line the run folder. */
  static void print(Path runFolder, PrintWriter out) {
    out.print(front(runFolder).print());
    out.print(otherwise(runFolder));
    out.print(estimated(runFolder));
    try {
      out.println("report: " + HtmlReport.write(runFolder));
    } finally {
      out.println("run: " + runFolder);
    }
  }

  /** The run's front as it lies in its folder. */
  static FrontCsv csv(Path runFolder) {
    Path file = runFolder.resolve(FRONT);
    if (!Files.exists(file)) {
      throw new UsageException(
          runFolder
              + " has no "
              + FRONT
              + ", which the end of a run writes. Maybe continue it with: morl4j resume "
              + runFolder);
    }
    return FrontCsv.read(file);
  }

  /** The run's front, a row a policy. */
  static Table front(Path runFolder) {
    FrontCsv csv = csv(runFolder);
    boolean limited = csv.header().contains(FrontCsv.WITHIN_LIMITS) && limited(csv);
    List<String> header = new ArrayList<>();
    for (String name : csv.header()) {
      if (!isBeside(name, csv.header())) {
        header.add(name);
      }
    }
    if (limited) {
      header.add("within limits");
    }
    List<List<String>> rows = new ArrayList<>();
    for (List<String> cells : csv.rows()) {
      List<String> row = new ArrayList<>();
      for (String name : csv.header()) {
        if (!isBeside(name, csv.header())) {
          row.add(name.equals(FrontCsv.POLICY) ? cell(csv, cells, name) : mean(csv, cells, name));
        }
      }
      if (limited) {
        row.add(cell(csv, cells, FrontCsv.WITHIN_LIMITS).equals("1") ? "yes" : "no");
      }
      rows.add(row);
    }
    return new Table(header, rows);
  }

  /** Whether a column belongs to another one or to the row. */
  private static boolean isBeside(String name, List<String> header) {
    String end = FrontCsv.STANDARD_ERROR;
    return name.equals(FrontCsv.WITHIN_LIMITS)
        || name.equals(FrontCsv.ESTIMATED)
        || (name.endsWith(end) && header.contains(name.substring(0, name.length() - end.length())));
  }

  private static boolean limited(FrontCsv csv) {
    return csv.rows().stream()
        .noneMatch(cells -> cell(csv, cells, FrontCsv.WITHIN_LIMITS).isEmpty());
  }

  private static String cell(FrontCsv csv, List<String> cells, String name) {
    return cells.get(csv.header().indexOf(name));
  }

  private static String mean(FrontCsv csv, List<String> cells, String name) {
    String mean = Table.number(Double.parseDouble(cell(csv, cells, name)));
    String error = name + FrontCsv.STANDARD_ERROR;
    return csv.header().contains(error)
        ? Table.withError(mean, Double.parseDouble(cell(csv, cells, error)))
        : mean;
  }

  /** That the numbers are no measurements, where they are none. */
  static String estimated(Path runFolder) {
    return csv(runFolder).header().contains(FrontCsv.ESTIMATED)
        ? "estimated by fitted Q evaluation from the run's data, not measured\n"
        : "";
  }

  /** The same policies acting the other way, greedily or sampled; empty without limits. */
  static String otherwise(Path runFolder) {
    Path file = runFolder.resolve("archive.json");
    if (!Files.isRegularFile(file)) {
      return "";
    }
    JsonValue archive = RunText.archive(file);
    JsonValue mode = archive.find("mode");
    String other = mode != null && mode.text().equals("sampled") ? "greedy" : "sampled";
    List<String> header = new ArrayList<>(List.of("policy"));
    names(archive, "objectives").forEach(header::add);
    names(archive, "costs").forEach(header::add);
    header.add("within limits");
    List<List<String>> rows = new ArrayList<>();
    for (JsonValue point : archive.get("points").items()) {
      JsonValue measured = point.find(other);
      if (measured != null) {
        rows.add(row(point.get("policy").text(), measured));
      }
    }
    return rows.isEmpty()
        ? ""
        : "the same policies %s:\n%s"
            .formatted(
                other.equals("greedy") ? "acting greedily" : "drawing their actions",
                new Table(header, rows).print());
  }

  private static List<String> names(JsonValue archive, String key) {
    JsonValue names = archive.find(key);
    return names == null ? List.of() : names.items().stream().map(JsonValue::text).toList();
  }

  private static List<String> row(String policy, JsonValue measured) {
    List<String> row = new ArrayList<>(List.of(policy));
    row.addAll(means(measured, "returns", "standard_error"));
    row.addAll(means(measured, "costs", "cost_standard_error"));
    row.add(measured.get("within_limits").flag() ? "yes" : "no");
    return row;
  }

  private static List<String> means(JsonValue measured, String means, String errors) {
    List<String> cells = new ArrayList<>();
    List<JsonValue> all = measured.get(means).items();
    for (int i = 0; i < all.size(); i++) {
      String mean = Table.number(all.get(i).number());
      cells.add(Table.withError(mean, measured.get(errors).items().get(i).number()));
    }
    return cells;
  }
}
