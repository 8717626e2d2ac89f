package org.morl4j.cli.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.morl4j.cli.csv.Csv;
import org.morl4j.cli.csv.CsvException;
import org.morl4j.cli.csv.CsvRow;
import org.morl4j.cli.report.RunReport.LimitCurve;

/** The lines of metrics.csv that tell of limits: {@code constraint/NAME/value} and its like. */
final class LimitCurves {
  private static final String PREFIX = "constraint/";

  /** A search's own bounds, see docs/constraints.md. */
  private static final String OWN = "kept-";

  private LimitCurves() {}

  /**
   * The run's limits, by name, then by job; bounds that a search sets itself are left out.
   *
   * @throws ReportException if the file is malformed
   */
  static List<LimitCurve> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    Map<String, Map<String, Series>> limits = new LinkedHashMap<>();
    try {
      Csv.each(file, line -> line.contains(PREFIX), row -> add(limits, row));
    } catch (CsvException e) {
      throw new ReportException(e.getMessage() + " A morl4j resume leaves damaged lines out.", e);
    }
    List<LimitCurve> curves = new ArrayList<>();
    limits.forEach(
        (name, jobs) -> jobs.forEach((job, series) -> curves.add(series.curve(name, job))));
    return curves;
  }

  private static void add(Map<String, Map<String, Series>> limits, CsvRow row) {
    String metric = row.text("metric");
    int end = metric.lastIndexOf('/');
    if (!metric.startsWith(PREFIX) || end <= PREFIX.length()) {
      return;
    }
    String name = metric.substring(PREFIX.length(), end);
    if (name.startsWith(OWN)) {
      return;
    }
    limits
        .computeIfAbsent(name, n -> new TreeMap<>())
        .computeIfAbsent(row.text("job"), job -> new Series())
        .add(row, metric.substring(end + 1));
  }

  /** One limit in one job. */
  private static final class Series {
    private final Line acting = new Line();
    private final Line onData = new Line();
    private double limit = Double.NaN;

    void add(CsvRow row, String what) {
      double value = row.anyNumber("value");
      if (what.equals("limit")) {
        limit = value;
      }
      acting.add(row.number("transitions"), what, value);
      onData.add(row.number("updates"), what, value);
    }

    /** Over transitions, or over updates where nobody acted. */
    LimitCurve curve(String name, String job) {
      boolean acts = acting.values.keySet().stream().anyMatch(t -> t > 0);
      return acts
          ? acting.curve(name, job, limit, "training transitions")
          : onData.curve(name, job, limit, "updates on data");
    }
  }

  /** Values and multipliers by what was done until then. */
  private static final class Line {
    private final Map<Double, Double> values = new TreeMap<>();
    private final Map<Double, Double> multipliers = new TreeMap<>();

    void add(double done, String what, double value) {
      switch (what) {
        case "value" -> values.put(done, value);
        case "multiplier" -> multipliers.put(done, value);
        default -> {} // the limit, or the same in other units
      }
    }

    LimitCurve curve(String name, String job, double limit, String unit) {
      return new LimitCurve(
          name,
          job,
          limit,
          unit,
          values.keySet().stream().mapToDouble(t -> t).toArray(),
          values.values().stream().mapToDouble(v -> v).toArray(),
          values.keySet().stream()
              .mapToDouble(t -> multipliers.getOrDefault(t, Double.NaN))
              .toArray());
    }
  }
}
