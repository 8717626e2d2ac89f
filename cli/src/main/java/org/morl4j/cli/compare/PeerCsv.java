package org.morl4j.cli.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morl4j.cli.csv.Csv;

/** Other libraries' evaluations: a line each, the last of a seed is of the final policy. */
final class PeerCsv {
  private PeerCsv() {}

  /**
   * @param measured what the returns are, in words
   * @throws CompareException if transitions don't rise within a seed
   */
  static List<MeasuredRun> runs(String label, Path file, String task, String measured) {
    Csv csv = Csv.read(file);
    int seed = csv.column("seed");
    int transitions = csv.column("training_transitions");
    int mean = csv.column("mean_return");
    Map<String, List<Integer>> bySeed = new LinkedHashMap<>();
    for (int r = 0; r < csv.rows().size(); r++) {
      bySeed.computeIfAbsent(csv.rows().get(r).get(seed), s -> new ArrayList<>()).add(r);
    }
    List<MeasuredRun> runs = new ArrayList<>();
    bySeed.forEach(
        (name, rows) -> {
          Curve curve = Curve.of(csv, rows, transitions, mean);
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
