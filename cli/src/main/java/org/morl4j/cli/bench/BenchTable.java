package org.morl4j.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.morl4j.cli.compare.Aggregate;
import org.morl4j.cli.compare.Bootstrap;
import org.morl4j.cli.compare.Curve;
import org.morl4j.cli.compare.CurveBand;
import org.morl4j.cli.compare.Interval;
import org.morl4j.cli.compare.Intervals;
import org.morl4j.cli.compare.SeedTable;
import org.morl4j.configs.LimitsConfig.LimitConfig;
import org.morl4j.configs.bench.Bench;
import org.morl4j.configs.bench.Suite;
import org.morl4j.configs.bench.Suite.Published;
import org.morl4j.configs.set.RunSet;
import org.morl4j.core.rng.SeedTree;

/**
 * A benchmark's methods beside each other.
 *
 * @param results of all runs that are done, and of those that were joined
 * @param datasets a table each
 * @param overall over all data sets, of methods that have runs on each; without aggregates where a
 *     data set has no references
 * @param ranking of the same methods
 * @param remarks what a reader should know
 */
public record BenchTable(
    List<BenchResult> results,
    List<DatasetTable> datasets,
    List<Overall> overall,
    Ranking ranking,
    List<String> remarks) {
  /**
   * One data set.
   *
   * @param costs names
   * @param limits of signals that are to stay at or below a value, by signal
   * @param curves score over updates, a method each
   */
  public record DatasetTable(
      String dataset,
      Scale scale,
      List<String> costs,
      Map<String, Double> limits,
      List<Line> lines,
      List<CurveBand> curves) {
    /** What its scores are, in words. */
    public String measured() {
      return scale.isGiven() ? "normalised score" : "return";
    }
  }

  /** A method's line on a data set. */
  public record Line(
      String method, Scores scores, Spending spending, @Nullable Published published) {}

  /**
   * Scores over seeds.
   *
   * @param last mean of the policies last, with Student's t interval
   * @param iqm interquartile mean of the same, with a bootstrap interval from five seeds on
   * @param best mean of the policies best, measured anew; NaN where they are not known
   */
  public record Scores(int seeds, Interval last, Interval iqm, Interval best) {}

  /**
   * What its policies cost and its runs took.
   *
   * @param costs means by name
   * @param limited runs that have limits
   * @param within those of them whose policy last keeps them
   * @param updatesPerSecond mean; NaN where it is not known
   */
  public record Spending(
      Map<String, Interval> costs, int limited, int within, double updatesPerSecond) {}

  /**
   * A method over all data sets.
   *
   * @param iqm over the runs of all data sets; NaN where scores aren't normalised, as is mean
   * @param mean over data sets of the mean over runs
   */
  public record Overall(String method, Interval iqm, Interval mean, double rank) {}

  static Map<String, Scale> scales(Suite suite) {
    Map<String, Scale> scales = new LinkedHashMap<>();
    suite.datasets().forEach((dataset, source) -> scales.put(dataset, Scale.of(source)));
    return scales;
  }

  /** Of what is done by now. */
  public static BenchTable of(Bench bench, RunSet set) {
    Map<String, Scale> scales = scales(bench.suite());
    List<BenchResult> results = new ArrayList<>(BenchRuns.read(bench, set, scales));
    int own = results.size();
    results.addAll(JoinedCsv.all(bench, scales));
    List<String> remarks = new ArrayList<>();
    if (own < bench.runs().size()) {
      remarks.add(
          "%d of %d runs are not done and not in the table."
              .formatted(bench.runs().size() - own, bench.runs().size()));
    }
    return of(bench.suite(), results, remarks);
  }

  static BenchTable of(Suite suite, List<BenchResult> results, List<String> remarks) {
    Map<String, Scale> scales = scales(suite);
    Set<String> methods = new LinkedHashSet<>(suite.methods().keySet());
    results.forEach(result -> methods.add(result.key().method()));
    List<DatasetTable> datasets = new ArrayList<>();
    Map<String, List<double[]>> everywhere = new LinkedHashMap<>();
    scales.forEach(
        (dataset, scale) -> {
          datasets.add(dataset(suite, dataset, scale, methods, results));
          for (String method : methods) {
            double[] scores = column(runs(results, dataset, method), r -> r.reached().last());
            if (scores.length > 0) {
              everywhere.computeIfAbsent(method, m -> new ArrayList<>()).add(scores);
            }
          }
        });
    everywhere.values().removeIf(scores -> scores.size() < scales.size());
    boolean normalised = scales.values().stream().allMatch(Scale::isGiven);
    Map<String, double[]> means = new LinkedHashMap<>();
    everywhere.forEach((method, scores) -> means.put(method, means(scores)));
    Ranking ranking = Ranking.of(means);
    List<Overall> overall = new ArrayList<>();
    for (Ranking.Ranked ranked : ranking.ranked()) {
      List<double[]> scores = everywhere.getOrDefault(ranked.method(), List.of());
      overall.add(overall(ranked, scores.toArray(double[][]::new), normalised));
    }
    List<String> all = new ArrayList<>(remarks);
    all.addAll(remarks(scales, results, methods, everywhere.keySet()));
    return new BenchTable(List.copyOf(results), datasets, overall, ranking, all);
  }

  private static double[] means(List<double[]> scores) {
    return scores.stream()
        .mapToDouble(one -> Arrays.stream(one).average().orElse(Double.NaN))
        .toArray();
  }

  private static Overall overall(Ranking.Ranked of, double[][] scores, boolean normalised) {
    if (!normalised) {
      Interval none = Interval.none(Double.NaN);
      return new Overall(of.method(), none, none, of.rank());
    }
    boolean single = Arrays.stream(scores).anyMatch(runs -> runs.length < 2);
    List<Interval> both =
        (single ? new Intervals.None() : intervals())
            .of("overall/" + of.method(), scores, List.of(Aggregate.IQM, Aggregate.MEAN));
    return new Overall(of.method(), both.get(0), both.get(1), of.rank());
  }

  private static Intervals intervals() {
    return new Intervals.StudentOrBootstrap(
        new Bootstrap(Bootstrap.RESAMPLES, Bootstrap.CONFIDENCE, new SeedTree(0).child("bench")));
  }

  private static List<BenchResult> runs(List<BenchResult> results, String dataset, String method) {
    return results.stream()
        .filter(r -> r.key().dataset().equals(dataset) && r.key().method().equals(method))
        .toList();
  }

  private static double[] column(List<BenchResult> runs, ToDoubleFunction<BenchResult> value) {
    return runs.stream().mapToDouble(value).toArray();
  }

  private static DatasetTable dataset(
      Suite suite, String dataset, Scale scale, Set<String> methods, List<BenchResult> results) {
    Suite.Source source = suite.source(dataset);
    Set<String> costs = new LinkedHashSet<>();
    List<Line> lines = new ArrayList<>();
    List<CurveBand> curves = new ArrayList<>();
    for (String method : methods) {
      List<BenchResult> runs = runs(results, dataset, method);
      if (runs.isEmpty()) {
        continue;
      }
      runs.forEach(run -> costs.addAll(run.measured().costs().keySet()));
      lines.add(line(dataset + "/" + method, runs, source.settings().published().get(method)));
      List<Curve> ofRuns = runs.stream().map(run -> run.reached().curve()).toList();
      if (ofRuns.stream().noneMatch(Curve::isEmpty)) {
        curves.add(CurveBand.of(method, ofRuns, intervals(), dataset + "/" + method));
      }
    }
    Map<String, Double> limits = new LinkedHashMap<>();
    for (LimitConfig limit : source.limits().constraints()) {
      Double most = limit.settings().atMost();
      if (most != null) {
        limits.put(limit.signal(), most);
      }
    }
    return new DatasetTable(dataset, scale, List.copyOf(costs), limits, lines, curves);
  }

  private static Line line(String name, List<BenchResult> runs, @Nullable Published published) {
    double[] last = column(runs, run -> run.reached().last());
    Interval iqm = intervals().of(name, new double[][] {last}, List.of(Aggregate.IQM)).get(0);
    Map<String, Interval> costs = new LinkedHashMap<>();
    for (String cost : runs.get(0).measured().costs().keySet()) {
      costs.put(
          cost, mean(column(runs, run -> run.measured().costs().getOrDefault(cost, Double.NaN))));
    }
    int limited = (int) runs.stream().filter(run -> run.measured().within() != null).count();
    int within =
        (int) runs.stream().filter(run -> Boolean.TRUE.equals(run.measured().within())).count();
    return new Line(
        runs.get(0).key().method(),
        new Scores(runs.size(), mean(last), iqm, mean(column(runs, run -> run.reached().best()))),
        new Spending(
            costs, limited, within, mean(column(runs, r -> r.spent().updatesPerSecond())).value()),
        published);
  }

  /** NaN where one is not known. */
  private static Interval mean(double[] values) {
    return Arrays.stream(values).anyMatch(Double::isNaN)
        ? Interval.none(Double.NaN)
        : SeedTable.mean(values);
  }

  private static List<String> remarks(
      Map<String, Scale> scales,
      List<BenchResult> results,
      Set<String> methods,
      Set<String> ranked) {
    List<String> remarks = new ArrayList<>();
    List<String> raw = new ArrayList<>();
    scales.forEach(
        (dataset, scale) -> {
          if (!scale.isGiven()) {
            raw.add(dataset);
          }
        });
    if (!raw.isEmpty()) {
      remarks.add(
          "Scores on %s are raw returns, since neither the suite nor the data has references: returns of a random policy and of an expert."
              .formatted(String.join(", ", raw)));
    }
    Set<String> left = new TreeSet<>(methods);
    left.removeAll(ranked);
    if (!left.isEmpty()) {
      remarks.add(
          "%s %s not ranked: only methods with runs on every data set are."
              .formatted(String.join(", ", left), left.size() == 1 ? "is" : "are"));
    }
    boolean few =
        results.stream()
            .map(r -> runs(results, r.key().dataset(), r.key().method()).size())
            .anyMatch(size -> size < Intervals.LEAST_RESAMPLED);
    if (few) {
      remarks.add(
          "Of fewer than %d seeds, interquartile means have no interval; those of means are Student's t, 95 %%."
              .formatted(Intervals.LEAST_RESAMPLED));
    }
    return remarks;
  }
}
