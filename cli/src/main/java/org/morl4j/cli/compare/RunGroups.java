package org.morl4j.cli.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.morl4j.cli.compare.Comparison.Pair;
import org.morl4j.cli.compare.Comparison.Row;
import org.morl4j.cli.compare.Comparison.Settings;
import org.morl4j.cli.compare.Comparison.TaskTable;

/** Checked groups of runs on their way to a {@link Comparison}. */
final class RunGroups {
  private static final List<Aggregate> RAW =
      List.of(Aggregate.IQM, Aggregate.MEAN, Aggregate.MEDIAN);

  private final Map<String, Map<String, List<MeasuredRun>>> byTask;
  private final List<String> labels;
  private final Settings settings;
  private final Intervals intervals;

  RunGroups(
      Map<String, Map<String, List<MeasuredRun>>> byTask, List<String> labels, Settings settings) {
    this.byTask = byTask;
    this.labels = labels;
    this.settings = settings;
    intervals = Comparison.intervals(settings);
  }

  Comparison compare() {
    List<TaskTable> tables = new ArrayList<>();
    List<String> raw = new ArrayList<>();
    for (String task : byTask.keySet()) {
      if (settings.rangeOf(task) == null) {
        raw.add(task);
      }
      String measured = group(task, labels.get(0)).get(0).score().measured();
      tables.add(new TaskTable(task, measured, rows(task), curves(task)));
    }
    boolean several = byTask.size() > 1;
    return new Comparison(
        byTask.values().stream().flatMap(g -> g.values().stream()).flatMap(List::stream).toList(),
        tables,
        several && raw.isEmpty() ? overall() : null,
        pairs(),
        Remarks.of(byTask, raw, intervals),
        settings);
  }

  private List<Row> rows(String task) {
    List<Row> rows = new ArrayList<>();
    for (String label : labels) {
      double[] scores = scores(task, label);
      Map<Aggregate, Interval> aggregates = new EnumMap<>(Aggregate.class);
      add(aggregates, task + "/" + label, new double[][] {scores}, RAW);
      if (settings.rangeOf(task) != null) {
        double[][] normalised = {normalised(task, scores)};
        add(aggregates, task + "/" + label, normalised, List.of(Aggregate.OPTIMALITY_GAP));
      }
      rows.add(new Row(label, scores.length, aggregates));
    }
    return rows;
  }

  private List<Row> overall() {
    List<Row> rows = new ArrayList<>();
    for (String label : labels) {
      double[][] all =
          byTask.keySet().stream()
              .map(task -> normalised(task, scores(task, label)))
              .toArray(double[][]::new);
      Map<Aggregate, Interval> aggregates = new EnumMap<>(Aggregate.class);
      add(aggregates, "overall/" + label, all, List.of(Aggregate.values()));
      int fewest = Arrays.stream(all).mapToInt(s -> s.length).min().orElse(0);
      rows.add(new Row(label, fewest, aggregates));
    }
    return rows;
  }

  private void add(
      Map<Aggregate, Interval> to, String name, double[][] scores, List<Aggregate> aggregates) {
    List<Interval> given = intervals.of(name, scores, aggregates);
    for (int a = 0; a < given.size(); a++) {
      to.put(aggregates.get(a), given.get(a));
    }
  }

  private List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      for (int j = i + 1; j < labels.size(); j++) {
        String x = labels.get(i);
        String y = labels.get(j);
        double[][] ofX = scores(x);
        double[][] ofY = scores(y);
        Interval probability = intervals.ofImprovement(x + " > " + y, ofX, ofY);
        boolean few = Intervals.areFew(ofX) || Intervals.areFew(ofY);
        pairs.add(new Pair(x, y, probability, few));
      }
    }
    return pairs;
  }

  private List<CurveBand> curves(String task) {
    List<CurveBand> curves = new ArrayList<>();
    for (String label : labels) {
      List<Curve> ofRuns = group(task, label).stream().map(run -> run.score().curve()).toList();
      if (ofRuns.stream().noneMatch(Curve::isEmpty)) {
        curves.add(CurveBand.of(label, ofRuns, intervals, task + "/" + label));
      }
    }
    return curves;
  }

  private double[][] scores(String label) {
    return byTask.keySet().stream().map(task -> scores(task, label)).toArray(double[][]::new);
  }

  private double[] scores(String task, String label) {
    return group(task, label).stream().mapToDouble(run -> run.score().value()).toArray();
  }

  private List<MeasuredRun> group(String task, String label) {
    Map<String, List<MeasuredRun>> groups = byTask.get(task);
    List<MeasuredRun> group = groups == null ? null : groups.get(label);
    if (group == null) {
      throw new IllegalStateException("Checked before: " + label + " has runs of " + task + ".");
    }
    return group;
  }

  private double[] normalised(String task, double[] scores) {
    double[] range = settings.rangeOf(task);
    if (range == null) {
      throw new IllegalStateException("Checked before: " + task + " has a range.");
    }
    return Arrays.stream(scores).map(s -> (s - range[0]) / (range[1] - range[0])).toArray();
  }
}
