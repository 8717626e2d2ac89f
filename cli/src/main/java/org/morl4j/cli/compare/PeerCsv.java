package org.morl4j.cli.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morl4j.cli.csv.Csv;
import org.morl4j.cli.csv.CsvRow;

/** Other libraries' evaluations: a line each, the last of a seed is of the final policy. */
final class PeerCsv {
  private PeerCsv() {}

  /**
   * @param measured what the returns are, in words
   * @throws CompareException if transitions don't rise within a seed
   */
  static List<MeasuredRun> runs(String label, Path file, String task, String measured) {
    Map<String, List<CsvRow>> bySeed = new LinkedHashMap<>();
    for (CsvRow row : Csv.read(file).rows()) {
      bySeed.computeIfAbsent(row.text("seed"), s -> new ArrayList<>()).add(row);
    }
    List<MeasuredRun> runs = new ArrayList<>();
    bySeed.forEach(
        (name, rows) -> {
          Curve curve = Curve.of(rows, "training_transitions", "mean_return");
          double last = curve.values()[curve.values().length - 1];
          runs.add(
              new MeasuredRun(
                  label,
                  task,
                  name,
                  new MeasuredRun.Score(measured, last, curve),
                  Conditions.unknown(curve.last()),
                  file.toString()));
        });
    return runs;
  }
}
