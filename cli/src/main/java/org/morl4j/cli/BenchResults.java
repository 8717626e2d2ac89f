package org.morl4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.morl4j.cli.bench.BenchCells;
import org.morl4j.cli.bench.BenchPage;
import org.morl4j.cli.bench.BenchTable;
import org.morl4j.cli.bench.BenchTable.DatasetTable;
import org.morl4j.cli.bench.BenchTable.Overall;
import org.morl4j.cli.bench.ResultsCsv;
import org.morl4j.configs.bench.Bench;
import org.morl4j.configs.set.RunSet;

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
      TextFile.write(folder.resolve(TEXT), text);
      TextFile.write(folder.resolve(CSV), ResultsCsv.of(table));
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
      text.append(of.dataset()).append(". ").append(BenchCells.told(of)).append('\n');
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
    return new Table(
        BenchCells.header(of, word -> word),
        of.lines().stream().map(line -> BenchCells.of(of, line)).toList());
  }

  private static Table overall(List<Overall> all) {
    return new Table(
        List.of("method", "mean rank", "IQM", "mean"), all.stream().map(BenchCells::of).toList());
  }
}
