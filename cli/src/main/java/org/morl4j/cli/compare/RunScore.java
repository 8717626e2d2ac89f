package org.morl4j.cli.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.csv.Csv;
import org.morl4j.cli.csv.CsvRow;
import org.morl4j.cli.report.JsonValue;

/**
 * What a run was to maximise and how far it came: the weighted return of its policy {@code last},
 * or the hypervolume of its front.
 *
 * @param measured what {@code value} is, in words
 * @param value more is better
 * @param within whether it keeps the run's limits, if there are any
 * @param names of what was measured besides
 * @param values one each
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record RunScore(
    String measured, double value, boolean within, List<String> names, double[] values) {
  public static final String LAST = "last";
  public static final String BEST = "best";

  /** Of a finished run: its policy last, or its front. */
  static RunScore read(Path folder) {
    return read(folder, LAST);
  }

  /**
   * Of a finished run.
   *
   * @param policy {@link #LAST} or {@link #BEST}; of a run without it, the front is scored
   */
  public static RunScore read(Path folder, String policy) {
    JsonValue run = JsonFile.read(folder.resolve("run.json"));
    JsonValue archive = JsonFile.read(folder.resolve("archive.json"));
    List<String> objectives = names(run, "objectives");
    JsonValue point = point(archive, policy);
    if (point == null) {
      double[] reference = run.get("reference").numbers(objectives.size());
      double volume = new FrontScore(reference, true).last(archive);
      return new RunScore(
          "hypervolume of the front",
          volume,
          !FrontScore.noneWithin(archive),
          List.of("hypervolume", "policies"),
          new double[] {volume, archive.get("points").items().size()});
    }
    double[] returns = point.get("returns").numbers(objectives.size());
    double[] weights = weights(folder, objectives.size());
    List<String> names = new ArrayList<>(objectives);
    names.addAll(names(run, "costs"));
    JsonValue costs = point.find("costs");
    double[] values = new double[names.size()];
    System.arraycopy(returns, 0, values, 0, returns.length);
    for (int c = returns.length; c < values.length; c++) {
      values[c] = costs == null ? Double.NaN : costs.items().get(c - returns.length).number();
    }
    JsonValue within = point.find("within_limits");
    return new RunScore(
        (objectives.size() > 1 ? "weighted return" : "return") + " of the policy " + policy,
        dot(weights, returns),
        within == null || within.flag(),
        names,
        values);
  }

  private static @Nullable JsonValue point(JsonValue archive, String policy) {
    return archive.get("points").items().stream()
        .filter(point -> point.get("policy").text().equals(policy))
        .findFirst()
        .orElse(null);
  }

  /** The same quantity during training, also of a run that did not come to its end. */
  public static Curve curve(Path folder) {
    JsonValue run = JsonFile.read(folder.resolve("run.json"));
    List<String> objectives = names(run, "objectives");
    Path file = folder.resolve("evaluations.csv");
    JsonValue search = JsonFile.read(folder.resolve("config.json")).get("search");
    if (search.get("type").text().equals("single")) {
      return Files.isRegularFile(file) ? curve(file, objectives, folder) : Curve.NONE;
    }
    JsonValue reference = run.find("reference");
    return reference == null
        ? Curve.NONE
        : new FrontScore(reference.numbers(objectives.size()), true).curve(folder);
  }

  private static Curve curve(Path file, List<String> objectives, Path folder) {
    List<CsvRow> rows = Csv.read(file).rows();
    double[] weights = weights(folder, objectives.size());
    double[] x = new double[rows.size()];
    double[] y = new double[rows.size()];
    for (int i = 0; i < x.length; i++) {
      CsvRow row = rows.get(i);
      // Updates on data come before the transitions.
      x[i] = row.number("transitions") > 0 ? row.number("transitions") : row.number("updates");
      y[i] = dot(weights, objectives.stream().mapToDouble(row::number).toArray());
    }
    return new Curve(x, y);
  }

  private static double[] weights(Path folder, int objectives) {
    JsonValue search = JsonFile.read(folder.resolve("config.json")).get("search");
    JsonValue weights = search.find("weights");
    if (weights != null) {
      return weights.numbers(objectives);
    }
    double[] ones = new double[objectives];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static double dot(double[] weights, double[] returns) {
    double sum = 0;
    for (int j = 0; j < weights.length; j++) {
      sum += weights[j] * returns[j];
    }
    return sum;
  }

  private static List<String> names(JsonValue run, String kind) {
    JsonValue names = run.get("environment").find(kind);
    return names == null ? List.of() : names.items().stream().map(JsonValue::text).toList();
  }
}
