package org.morl4j.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.cli.report.HtmlReport;

/** What a command prints about a finished run. */
final class Results {
  static final String FRONT = "front.csv";

  private Results() {}

  /** The front as a table, the report, and in the last line the run folder. */
  static void print(Path runFolder, PrintWriter out) {
    out.print(front(runFolder).print());
    try {
      out.println("report: " + HtmlReport.write(runFolder));
    } finally {
      out.println("run: " + runFolder);
    }
  }

  /** The run's front, a row a policy. */
  static Table front(Path runFolder) {
    Path file = runFolder.resolve(FRONT);
    if (!Files.exists(file)) {
      throw new UsageException(
          runFolder
              + " has no "
              + FRONT
              + ", which the end of a run writes. Maybe continue it with: morl4j resume "
              + runFolder);
    }
    FrontCsv csv = FrontCsv.read(file);
    boolean named = !csv.policies().isEmpty();
    List<String> header = new ArrayList<>(csv.objectives());
    if (named) {
      header.add(0, "policy");
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < csv.points().length; i++) {
      List<String> row = new ArrayList<>();
      if (named) {
        row.add(csv.policies().get(i));
      }
      for (double value : csv.points()[i]) {
        row.add(Table.number(value));
      }
      rows.add(row);
    }
    return new Table(header, rows);
  }
}
