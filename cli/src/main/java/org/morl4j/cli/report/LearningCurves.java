package org.morl4j.cli.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.morl4j.cli.csv.Csv;
import org.morl4j.cli.csv.CsvException;
import org.morl4j.cli.csv.CsvRow;
import org.morl4j.cli.report.RunReport.CurvePoint;
import org.morl4j.cli.report.RunReport.LearningCurve;

/**
 * What the evaluations of a single run measured: of evaluations.csv with standard errors, or where
 * that tells of several jobs or isn't there, the best return of each line of fronts.jsonl.
 */
final class LearningCurves {
  private static final String TRANSITIONS = "training transitions";
  private static final String ERROR = "_standard_error";

  private LearningCurves() {}

  /**
   * One curve a signal; none before the first evaluation.
   *
   * @throws ReportException if the file is malformed
   */
  static List<LearningCurve> read(
      Path file, List<String> objectives, List<String> costs, List<CurvePoint> fronts) {
    if (Files.isRegularFile(file)) {
      try {
        List<CsvRow> rows = new ArrayList<>();
        Csv.each(file, line -> true, rows::add);
        List<LearningCurve> curves =
            rows.isEmpty()
                ? List.of()
                : ofEvaluations(new Csv(rows.get(0).header(), rows), objectives, costs);
        if (!curves.isEmpty()) {
          return curves;
        }
      } catch (CsvException e) {
        throw new ReportException(String.valueOf(e.getMessage()), e);
      }
    }
    return fronts.isEmpty() ? List.of() : ofFronts(fronts, objectives);
  }

  private static List<LearningCurve> ofEvaluations(
      Csv csv, List<String> objectives, List<String> costs) {
    long jobs = csv.rows().stream().map(row -> row.text("job")).distinct().count();
    if (jobs != 1) {
      return List.of();
    }
    double[] x = csv.column("transitions");
    boolean acts = Arrays.stream(x).anyMatch(v -> v > 0) || !csv.header().contains("updates");
    String unit = acts ? TRANSITIONS : "updates on data";
    double[] at = acts ? x : csv.column("updates");
    List<LearningCurve> curves = new ArrayList<>();
    List<String> signals = new ArrayList<>(objectives);
    signals.addAll(costs);
    for (String signal : signals) {
      if (csv.header().contains(signal)) {
        boolean told = csv.header().contains(signal + ERROR);
        double[] mean = csv.column(signal);
        double[] error = told ? csv.column(signal + ERROR) : unknown(mean.length);
        curves.add(new LearningCurve(signal, objectives.contains(signal), unit, at, mean, error));
      }
    }
    return curves;
  }

  private static List<LearningCurve> ofFronts(List<CurvePoint> fronts, List<String> objectives) {
    double[] at = fronts.stream().mapToDouble(CurvePoint::trainingTransitions).toArray();
    List<LearningCurve> curves = new ArrayList<>();
    for (int j = 0; j < objectives.size(); j++) {
      int objective = j;
      double[] best =
          fronts.stream()
              .mapToDouble(
                  line ->
                      line.points().stream()
                          .mapToDouble(point -> point[objective])
                          .max()
                          .orElse(Double.NaN))
              .toArray();
      curves.add(
          new LearningCurve(objectives.get(j), true, TRANSITIONS, at, best, unknown(best.length)));
    }
    return curves;
  }

  private static double[] unknown(int length) {
    double[] values = new double[length];
    Arrays.fill(values, Double.NaN);
    return values;
  }
}
