package org.morl4j.configs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.morl4j.core.check.Vec;
import org.morl4j.core.env.EnvSpec;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.metrics.CsvCell;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.Point;

/**
 * {@code front.csv}: a row a policy with its name, the mean return of each objective and each cost,
 * their standard errors in the same order, and whether it is within limits: 1, 0, or empty without
 * limits. Of a run without an environment a last column says that all of it is estimated: 1.
 */
final class FrontTable {
  private FrontTable() {}

  /**
   * The table.
   *
   * @param estimated whether returns are estimates of data, not measured
   */
  static String of(List<Point<Snapshot>> front, EnvSpec spec, boolean limited, boolean estimated) {
    List<String> signals = new ArrayList<>(spec.objectives());
    signals.addAll(spec.costs());
    List<String> header = new ArrayList<>(List.of("policy"));
    header.addAll(signals);
    signals.forEach(signal -> header.add(signal + "_standard_error"));
    header.add("within_limits");
    if (estimated) {
      header.add("estimated");
    }
    StringBuilder csv = new StringBuilder();
    csv.append(header.stream().map(CsvCell::of).collect(Collectors.joining(",")));
    csv.append('\n');
    for (Point<Snapshot> point : front) {
      Measure measure = point.measure();
      csv.append(point.id());
      numbers(csv, measure.returns());
      numbers(csv, measure.costs());
      numbers(csv, measure.standardError());
      numbers(csv, measure.costError());
      csv.append(',').append(limited ? (measure.withinLimits() ? "1" : "0") : "");
      csv.append(estimated ? ",1\n" : "\n");
    }
    return csv.toString();
  }

  private static void numbers(StringBuilder csv, Vec values) {
    for (int i = 0; i < values.size(); i++) {
      csv.append(',').append(String.format(Locale.ROOT, "%.17g", values.get(i)));
    }
  }
}
