package org.morl4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.cli.compare.Interval;
import org.morl4j.cli.compare.SweepPage;
import org.morl4j.cli.compare.SweepTable;
import org.morl4j.cli.compare.SweepTable.Variant;
import org.morl4j.configs.set.RunSet;
import org.morl4j.core.metrics.CsvCell;

/** What is printed about a sweep. */
final class SweepResults {
  private static final String CSV = "sweep.csv";
  private static final String PAGE = "sweep.html";

  private SweepResults() {}

  /** The table, best first, the files, and in the last line the folder. */
  static void print(RunSet set, PrintWriter out) {
    try {
      SweepTable table = SweepTable.of(set);
      out.println("score: " + table.measured());
      out.print(printed(table).print());
      Path csv = set.path().resolve(CSV);
      TextFile.write(csv, csv(table));
      out.println("table: " + csv);
      Path page = set.path().resolve(PAGE);
      SweepPage.write(page, set.plan().base().with(List.of()).name(), table);
      out.println("page: " + page);
    } finally {
      out.println("runs: " + set.path());
    }
  }

  private static Table printed(SweepTable table) {
    List<String> header = new ArrayList<>(List.of("name"));
    header.addAll(table.paths());
    header.addAll(List.of("seeds", "score", "state"));
    List<List<String>> rows = new ArrayList<>();
    for (Variant variant : table.variants()) {
      List<String> row = new ArrayList<>(List.of(variant.name()));
      row.addAll(variant.values());
      row.add(Integer.toString(variant.seeds()));
      row.add(SweepPage.scoreText(variant));
      row.add(SweepPage.stateText(variant));
      rows.add(row);
    }
    return new Table(header, rows);
  }

  private static String csv(SweepTable table) {
    StringBuilder text = new StringBuilder("name");
    table.paths().forEach(path -> text.append(',').append(CsvCell.of(path)));
    text.append(",state,seeds,score,low,high,best_when_stopped,within_limits\n");
    for (Variant variant : table.variants()) {
      text.append(variant.name());
      variant.values().forEach(value -> text.append(',').append(CsvCell.of(value)));
      Interval score = variant.score();
      text.append(',').append(variant.state().word()).append(',').append(variant.seeds());
      text.append(',').append(cell(score.value())).append(',').append(cell(score.low()));
      text.append(',').append(cell(score.high())).append(',').append(cell(variant.best()));
      text.append(',').append(variant.within() ? 1 : 0).append('\n');
    }
    return text.toString();
  }

  private static String cell(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }
}
