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
                csv.column("transitions"),
                csv.column(column),
                csv.column(signal + "_measured"),
                csv.column(signal + "_bias"),
                csv.column(signal + "_bias_deviation"),
                csv.column(signal + "_bias_samples")));
      }
    }
    return curves;
  }
}
