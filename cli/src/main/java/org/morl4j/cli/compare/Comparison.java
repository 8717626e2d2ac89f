package org.morl4j.cli.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Check;
import org.morl4j.core.rng.SeedTree;

/**
 * Runs grouped by algorithm and task, with their aggregates.
 *
 * @param runs all of them, by task, then label, then as given
 * @param tasks a table a task, in the scores' own units
 * @param overall over all tasks, of normalised scores; null with one task or without normalisation
 * @param improvements for each pair of algorithms
 * @param remarks in what runs differ, what was left out and why
 * @param settings as asked
 */
public record Comparison(
    List<MeasuredRun> runs,
    List<TaskTable> tasks,
    @Nullable List<Row> overall,
    List<Pair> improvements,
    List<String> remarks,
    Settings settings) {
  /** Fewer runs say too little about their spread for an interval. */
  static final int LEAST_RUNS = 3;

  /**
   * How to compare.
   *
   * @param intervals whether to give them
   * @param range lowest and highest score of every task [2], or null
   * @param ranges the same for single tasks
   * @param seed of the bootstrap
   */
  public record Settings(
      boolean intervals,
      double @Nullable [] range,
      Map<String, double[]> ranges,
      int resamples,
      long seed) {
    double @Nullable [] rangeOf(String task) {
      double[] own = ranges.get(task);
      return own == null ? range : own;
    }
  }

  /** What the runs of a task scored, and how their curves went. */
  public record TaskTable(String task, String measured, List<Row> rows, List<CurveBand> curves) {}

  /**
   * An algorithm's line.
   *
   * @param seeds runs behind it; over several tasks, of the task with the fewest
   * @param aggregates without the optimality gap where scores aren't normalised
   */
  public record Row(String label, int seeds, Map<Aggregate, Interval> aggregates) {}

  /**
   * Probability that {@code x} beats {@code y}.
   *
   * @param few whether either has too few runs of a task for an interval
   */
  public record Pair(String x, String y, Interval probability, boolean few) {}

  /**
   * @param runs of at least one algorithm
   * @throws CompareException naming the group if it is too small or can't be compared
   */
  public static Comparison of(List<MeasuredRun> runs, Settings settings) {
    Map<String, Map<String, List<MeasuredRun>>> byTask = new TreeMap<>();
    Set<String> labels = new LinkedHashSet<>();
    for (MeasuredRun run : runs) {
      labels.add(run.label());
      byTask
          .computeIfAbsent(run.task(), t -> new LinkedHashMap<>())
          .computeIfAbsent(run.label(), l -> new ArrayList<>())
          .add(run);
    }
    check(byTask, labels, settings);
    return new RunGroups(byTask, List.copyOf(labels), settings).compare();
  }

  private static void check(
      Map<String, Map<String, List<MeasuredRun>>> byTask, Set<String> labels, Settings settings) {
    for (String task : settings.ranges().keySet()) {
      if (!byTask.containsKey(task)) {
        throw new CompareException(
            "--range names the task "
                + task
                + ", but the runs are of "
                + String.join(", ", byTask.keySet())
                + "."
                + Check.maybe(task, byTask.keySet()));
      }
    }
    byTask.forEach(
        (task, groups) -> {
          for (String label : labels) {
            List<MeasuredRun> group = groups.get(label);
            if (group == null) {
              throw new CompareException(
                  label
                      + " has no run of "
                      + task
                      + ", which others have. Maybe leave out the other runs of that task, or"
                      + " compare each task alone.");
            }
            check(group, settings);
          }
          List<MeasuredRun> all = groups.values().stream().flatMap(List::stream).toList();
          checkSame(all);
          ConditionsCheck.requireOneTask(all);
        });
  }

  private static void check(List<MeasuredRun> group, Settings settings) {
    MeasuredRun first = group.get(0);
    Map<String, MeasuredRun> bySeed = new LinkedHashMap<>();
    for (MeasuredRun run : group) {
      MeasuredRun other = bySeed.put(run.seed(), run);
      if (other != null) {
        throw new CompareException(
            other.source()
                + " and "
                + run.source()
                + " are both "
                + run.label()
                + " on "
                + run.task()
                + " with seed "
                + run.seed()
                + ", but runs of a group must be independent. Maybe they are of two algorithms:"
                + " then name them with LABEL=PATH.");
      }
    }
    if (settings.intervals() && group.size() < LEAST_RUNS) {
      throw new CompareException(
          first.label()
              + " on "
              + first.task()
              + " has "
              + group.size()
              + (group.size() == 1 ? " run" : " runs")
              + ", but intervals need at least "
              + LEAST_RUNS
              + ". Maybe train more seeds, or ask for numbers alone with --no-intervals.");
    }
  }

  private static void checkSame(List<MeasuredRun> ofTask) {
    MeasuredRun first = ofTask.get(0);
    for (MeasuredRun run : ofTask) {
      if (!run.score().measured().equals(first.score().measured())) {
        throw new CompareException(
            run.source()
                + " is measured by the "
                + run.score().measured()
                + ", but "
                + first.source()
                + " by the "
                + first.score().measured()
                + ". Maybe say which with --metric.");
      }
    }
  }

  static Intervals intervals(Settings settings) {
    SeedTree seeds = new SeedTree(settings.seed()).child("compare");
    return settings.intervals()
        ? new Intervals.StudentOrBootstrap(
            new Bootstrap(settings.resamples(), Bootstrap.CONFIDENCE, seeds))
        : new Intervals.None();
  }
}
