package org.morl4j.cli.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.morl4j.cli.csv.Csv;
import org.morl4j.cli.csv.CsvException;
import org.morl4j.cli.report.RunReport.CriticCurve;

/**
 * The columns of evaluations.csv that tell of the critics, where a run of one job and one policy
 * has them.
 */
final class CriticCurves {
  private static final String PREDICTED = "_predicted";

  private CriticCurves() {}

  /**
   * @throws ReportException if the file is malformed
   */
  static List<CriticCurve> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try {
      String first = RunText.of(file).lines().findFirst().orElse("");
      return first.contains(PREDICTED) ? curves(Csv.read(file)) : List.of();
    } catch (CsvException e) {
      throw new ReportException(String.valueOf(e.getMessage()), e);
    }
  }

  private static List<CriticCurve> curves(Csv csv) {
    List<CriticCurve> curves = new ArrayList<>();
    List<String> transitions = csv.rows().stream().map(row -> row.text("transitions")).toList();
    boolean severalJobs = csv.rows().stream().map(row -> row.text("job")).distinct().count() > 1;
    // One policy for all preferences is evaluated under each of them after the same transitions.
    if (severalJobs || transitions.stream().distinct().count() < transitions.size()) {
      return curves;
    }
    for (String column : csv.header()) {
      if (column.endsWith(PREDICTED)) {
        String signal = column.substring(0, column.length() - PREDICTED.length());
        curves.add(
            new CriticCurve(
                signal,
                column(csv, "transitions"),
                column(csv, column),
                column(csv, signal + "_measured"),
                column(csv, signal + "_bias"),
                column(csv, signal + "_bias_deviation"),
                column(csv, signal + "_bias_samples")));
      }
    }
    return curves;
  }

  /** NaN where an evaluation had nothing that counts. */
  private static double[] column(Csv csv, String name) {
    return csv.rows().stream()
        .mapToDouble(row -> row.text(name).equals("NaN") ? Double.NaN : row.number(name))
        .toArray();
  }
}
