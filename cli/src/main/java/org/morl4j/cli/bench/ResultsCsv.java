package org.morl4j.cli.bench;

import java.util.Map;
import java.util.StringJoiner;
import org.morl4j.cli.bench.BenchResult.Key;
import org.morl4j.cli.bench.BenchResult.Reached;
import org.morl4j.cli.bench.BenchResult.Spent;
import org.morl4j.core.metrics.CsvCell;

/** {@code results.csv}: one line a run. */
public final class ResultsCsv {
  private static final String HEADER =
      "dataset,method,seed,score_last,score_best,return_last,return_best,returns,costs,"
          + "within_limits,updates,transitions,source,seconds,updates_per_second\n";

  private ResultsCsv() {}

  /** The file's text. What takes time stands last: all before it repeats, byte for byte. */
  public static String of(BenchTable table) {
    StringBuilder text = new StringBuilder(HEADER);
    for (BenchResult result : table.results()) {
      StringJoiner line = new StringJoiner(",", "", "\n");
      Key key = result.key();
      line.add(key.dataset()).add(CsvCell.of(key.method())).add(CsvCell.of(key.seed()));
      Reached reached = result.reached();
      line.add(cell(reached.last())).add(cell(reached.best()));
      line.add(cell(reached.lastReturn())).add(cell(reached.bestReturn()));
      line.add(cell(result.measured().returns())).add(cell(result.measured().costs()));
      Boolean within = result.measured().within();
      line.add(within == null ? "" : within ? "1" : "0");
      Spent spent = result.spent();
      line.add(Long.toString(spent.updates())).add(Long.toString(spent.transitions()));
      line.add(CsvCell.of(key.source()));
      line.add(cell(spent.seconds())).add(cell(spent.updatesPerSecond()));
      text.append(line);
    }
    return text.toString();
  }

  private static String cell(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  /** {@code name=value} each, with a space between. */
  private static String cell(Map<String, Double> values) {
    StringJoiner all = new StringJoiner(" ");
    values.forEach((name, value) -> all.add(name + "=" + value));
    return CsvCell.of(all.toString());
  }
}
