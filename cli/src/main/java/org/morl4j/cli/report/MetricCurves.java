package org.morl4j.cli.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.morl4j.cli.csv.Csv;
import org.morl4j.cli.csv.CsvException;
import org.morl4j.cli.csv.CsvRow;
import org.morl4j.cli.report.RunReport.MetricCurve;

/**
 * What the learner of a single run logged into metrics.csv: returns of the episodes it trained on,
 * then losses. However long the file, a metric keeps at most {@link #MOST} points: beyond, each is
 * the mean of as many neighbours.
 */
final class MetricCurves {
  static final int MOST = 400;

  /** Names beyond are left out: no agent logs as many. */
  private static final int MOST_METRICS = 24;

  private static final List<String> PREFIXES = List.of("rollout/", "losses/");

  private MetricCurves() {}

  /**
   * The curves, rollouts first.
   *
   * @throws ReportException if the file is malformed
   */
  static List<MetricCurve> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    Map<String, Thinned> metrics = new TreeMap<>();
    try {
      Csv.each(file, line -> PREFIXES.stream().anyMatch(line::contains), row -> add(metrics, row));
    } catch (CsvException e) {
      throw new ReportException(e.getMessage() + " A morl4j resume leaves damaged lines out.", e);
    }
    List<MetricCurve> curves = new ArrayList<>();
    for (String prefix : PREFIXES) {
      metrics.forEach(
          (name, thinned) -> {
            if (name.startsWith(prefix) && !thinned.isZero()) {
              curves.add(thinned.curve(name));
            }
          });
    }
    return curves;
  }

  private static void add(Map<String, Thinned> metrics, CsvRow row) {
    String name = row.text("metric");
    boolean wanted = PREFIXES.stream().anyMatch(name::startsWith);
    if (wanted && (metrics.containsKey(name) || metrics.size() < MOST_METRICS)) {
      metrics
          .computeIfAbsent(name, n -> new Thinned())
          .add(row.number("transitions"), row.number("updates"), row.anyNumber("value"));
    }
  }

  /** Means of neighbours; as room runs out, twice as many in each. */
  static final class Thinned {
    private final double[][] sums = new double[MOST][3];
    private final long[] counts = new long[MOST];
    private int size;
    private long width = 1;

    void add(double transitions, double updates, double value) {
      if (size > 0 && counts[size - 1] < width) {
        size--;
      } else if (size == MOST) {
        for (int i = 0; i < MOST / 2; i++) {
          for (int k = 0; k < 3; k++) {
            sums[i][k] = sums[2 * i][k] + sums[2 * i + 1][k];
          }
          counts[i] = counts[2 * i] + counts[2 * i + 1];
        }
        size = MOST / 2;
        width *= 2;
        for (int i = size; i < MOST; i++) {
          Arrays.fill(sums[i], 0);
          counts[i] = 0;
        }
      }
      sums[size][0] += transitions;
      sums[size][1] += updates;
      sums[size][2] += value;
      counts[size++]++;
    }

    /** Whether it never was anything else: what the run doesn't use is logged all the same. */
    boolean isZero() {
      return Arrays.stream(sums, 0, size).allMatch(sum -> sum[2] == 0);
    }

    MetricCurve curve(String name) {
      boolean acts = Arrays.stream(sums, 0, size).anyMatch(sum -> sum[0] > 0);
      return new MetricCurve(
          name, acts ? "training transitions" : "updates on data", means(acts ? 0 : 1), means(2));
    }

    private double[] means(int column) {
      double[] means = new double[size];
      for (int i = 0; i < size; i++) {
        means[i] = sums[i][column] / counts[i];
      }
      return means;
    }
  }
}
