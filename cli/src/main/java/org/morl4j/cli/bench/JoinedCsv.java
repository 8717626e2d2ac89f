package org.morl4j.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.morl4j.cli.bench.BenchResult.Key;
import org.morl4j.cli.bench.BenchResult.Measured;
import org.morl4j.cli.bench.BenchResult.Reached;
import org.morl4j.cli.bench.BenchResult.Spent;
import org.morl4j.cli.compare.Curve;
import org.morl4j.cli.csv.Csv;
import org.morl4j.cli.csv.CsvException;
import org.morl4j.cli.csv.CsvRow;
import org.morl4j.configs.bench.Bench;
import org.morl4j.configs.bench.Suite;
import org.morl4j.core.check.Check;

/**
 * Evaluations by other libraries: {@code method,dataset,seed,updates} and either {@code return} or
 * {@code score}, a line an evaluation, the last one of a seed being of the final policy. A
 * benchmark's folder keeps copies of those that were joined, in {@code joined}.
 */
public final class JoinedCsv {
  private static final String FOLDER = "joined";

  private JoinedCsv() {}

  /**
   * Checks files and copies them into the benchmark's folder.
   *
   * @throws CsvException naming file and line of what can't be used
   */
  public static void join(Bench bench, List<Path> files) {
    check(bench.suite(), files);
    try {
      for (Path file : files) {
        Path folder = Files.createDirectories(bench.path().resolve(FOLDER));
        Files.copy(
            file,
            folder.resolve(String.valueOf(file.getFileName())),
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(bench.path() + ": " + e.getMessage(), e);
    }
  }

  /** Checks files against a suite. */
  public static void check(Suite suite, List<Path> files) {
    files.forEach(file -> read(file, suite, BenchTable.scales(suite)));
  }

  /** All that were joined to a benchmark, files in the order of their names. */
  static List<BenchResult> all(Bench bench, Map<String, Scale> scales) {
    Path folder = bench.path().resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().flatMap(file -> read(file, bench.suite(), scales).stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  static List<BenchResult> read(Path file, Suite suite, Map<String, Scale> scales) {
    Map<List<String>, List<CsvRow>> runs = new LinkedHashMap<>();
    for (CsvRow row : Csv.read(file).rows()) {
      check(row, suite, scales);
      List<String> key = List.of(row.text("method"), row.text("dataset"), row.text("seed"));
      runs.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    List<BenchResult> results = new ArrayList<>();
    runs.forEach((key, rows) -> results.add(result(key, rows, scales)));
    return results;
  }

  private static void check(CsvRow row, Suite suite, Map<String, Scale> scales) {
    String method = row.text("method");
    String dataset = row.text("dataset");
    if (!method.matches("[^\\p{Cntrl}]{1,40}")) {
      throw new CsvException(
          "%s: method is %s, but must be 1 to 40 characters."
              .formatted(row.place(), Check.quoted(method, 100)));
    }
    if (suite.methods().containsKey(method)) {
      throw new CsvException(
          "%s: method is %s, which is one of the suite's own. Maybe call it %s of the library that trained it."
              .formatted(row.place(), Check.quoted(method, 100), method));
    }
    Scale scale = scales.get(dataset);
    if (scale == null) {
      throw new CsvException(
          "%s: dataset is %s, but must be one of %s.%s"
              .formatted(
                  row.place(),
                  Check.quoted(dataset, 100),
                  String.join(", ", scales.keySet()),
                  Check.maybe(dataset, scales.keySet())));
    }
    boolean scores = row.header().contains("score");
    if (scores == row.header().contains("return")) {
      throw new CsvException(
          "%s has %s, but must have one of them. Maybe %s the column return, the undiscounted return of an episode."
              .formatted(
                  row.file(),
                  scores ? "both score and return" : "neither score nor return",
                  scores ? "keep" : "add"));
    }
    if (scores && !scale.isGiven()) {
      throw new CsvException(
          "%s: a score is given, but %s has no references, so that its table shows returns. Maybe give the column return instead."
              .formatted(row.place(), dataset));
    }
    double updates = row.number("updates");
    if (updates < 0 || updates != Math.rint(updates)) {
      throw new CsvException(
          "%s: updates is %s, but must be a whole number, at least 0."
              .formatted(row.place(), row.text("updates")));
    }
    row.number(scores ? "score" : "return");
  }

  private static BenchResult result(
      List<String> key, List<CsvRow> rows, Map<String, Scale> scales) {
    Scale scale = scales.getOrDefault(key.get(1), new Scale(Double.NaN, Double.NaN));
    boolean scores = rows.get(0).header().contains("score");
    double[] updates = new double[rows.size()];
    double[] values = new double[rows.size()];
    for (int i = 0; i < values.length; i++) {
      CsvRow row = rows.get(i);
      updates[i] = row.number("updates");
      values[i] = scores ? row.number("score") : scale.score(row.number("return"));
      if (i > 0 && updates[i] <= updates[i - 1]) {
        throw new CsvException(
            "%s: updates don't rise within the run. Maybe two runs of one seed wrote to the file."
                .formatted(row.place()));
      }
    }
    int end = values.length - 1;
    CsvRow last = rows.get(end);
    return new BenchResult(
        new Key(key.get(0), key.get(1), key.get(2), name(last), true),
        new Reached(
            scores ? Double.NaN : last.number("return"),
            Double.NaN,
            values[end],
            Double.NaN,
            new Curve(updates, values)),
        Measured.NOTHING,
        new Spent((long) updates[end], 0, Double.NaN));
  }

  private static String name(CsvRow row) {
    return String.valueOf(Path.of(row.file()).getFileName());
  }
}
