package org.morl4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.cli.bench.BenchPage;
import org.morl4j.cli.bench.BenchTable;
import org.morl4j.cli.bench.BenchTable.DatasetTable;
import org.morl4j.cli.bench.BenchTable.Line;
import org.morl4j.cli.bench.BenchTable.Overall;
import org.morl4j.cli.bench.ResultsCsv;
import org.morl4j.cli.compare.Interval;
import org.morl4j.configs.bench.Bench;
import org.morl4j.configs.set.RunSet;
import org.morl4j.core.state.WholeFiles;

/** What is printed about a benchmark. */
final class BenchResults {
  private static final String CSV = "results.csv";
  private static final String TEXT = "table.txt";
  private static final String PAGE = "bench.html";

  private BenchResults() {}

  /** The tables, the files, and in the last line the folder. */
  static void print(Bench bench, RunSet set, PrintWriter out) {
    Path folder = set.path();
    try {
      BenchTable table = BenchTable.of(bench, set);
      String text = text(table);
      out.print(text);
      write(folder.resolve(TEXT), text);
      write(folder.resolve(CSV), ResultsCsv.of(table));
      out.println("results: " + folder.resolve(CSV));
      BenchPage.write(folder.resolve(PAGE), bench.suite(), table);
      out.println("page: " + folder.resolve(PAGE));
    } finally {
      out.println("runs: " + folder);
    }
  }

  static String text(BenchTable table) {
    StringBuilder text = new StringBuilder();
    for (DatasetTable of : table.datasets()) {
      text.append(of.dataset()).append(". ").append(BenchPage.told(of)).append('\n');
      text.append(dataset(of).print()).append('\n');
    }
    if (table.overall().size() > 1) {
      text.append(table.ranking().told().strip()).append('\n');
      text.append(overall(table.overall()).print()).append('\n');
    }
    for (String remark : table.remarks()) {
      text.append(remark).append('\n');
    }
    return text.toString();
  }

  private static Table dataset(DatasetTable of) {
    boolean limited = of.lines().stream().anyMatch(line -> line.spending().limited() > 0);
    boolean published = of.lines().stream().anyMatch(line -> line.published() != null);
    List<String> header = new ArrayList<>(List.of("method", "seeds", "last", "IQM", "best"));
    header.addAll(of.costs());
    if (limited) {
      header.add("within limits");
    }
    header.add("updates/s");
    if (published) {
      header.add("published");
    }
    List<List<String>> rows = new ArrayList<>();
    for (Line line : of.lines()) {
      List<String> row = new ArrayList<>();
      row.add(line.method());
      row.add(Integer.toString(line.scores().seeds()));
      row.add(BenchPage.text(line.scores().last()));
      row.add(BenchPage.text(line.scores().iqm()));
      row.add(BenchPage.text(line.scores().best()));
      for (String cost : of.costs()) {
        row.add(
            BenchPage.text(line.spending().costs().getOrDefault(cost, Interval.none(Double.NaN))));
      }
      if (limited) {
        row.add(BenchPage.withinText(line));
      }
      row.add(BenchPage.rateText(line));
      if (published) {
        row.add(BenchPage.publishedText(line.published()));
      }
      rows.add(row);
    }
    return new Table(header, rows);
  }

  private static Table overall(List<Overall> all) {
    List<List<String>> rows = new ArrayList<>();
    for (Overall one : all) {
      rows.add(
          List.of(
              one.method(),
              BenchPage.text(Interval.none(one.rank())),
              BenchPage.text(one.iqm()),
              BenchPage.text(one.mean())));
    }
    return new Table(List.of("method", "mean rank", "IQM", "mean"), rows);
  }

  private static void write(Path file, String text) {
    try {
      WholeFiles.replace(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can't be written: " + e.getMessage(), e);
    }
  }
}
