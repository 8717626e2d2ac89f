package org.morl4j.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a reader of the tables should know: in what runs differ, what was left out and why. */
final class Remarks {
  private Remarks() {}

  /**
   * @param byTask runs by task, then label
   * @param raw tasks without a range of scores
   */
  static List<String> of(
      Map<String, Map<String, List<MeasuredRun>>> byTask, List<String> raw, Intervals intervals) {
    List<String> remarks = new ArrayList<>();
    List<MeasuredRun> all = new ArrayList<>();
    for (Map<String, List<MeasuredRun>> groups : byTask.values()) {
      List<MeasuredRun> ofTask = groups.values().stream().flatMap(List::stream).toList();
      remarks.addAll(ConditionsCheck.remarks(ofTask));
      all.addAll(ofTask);
    }
    remarks.addAll(ConditionsCheck.unknown(all));
    List<String> outside =
        all.stream().filter(run -> run.score().noneWithin()).map(MeasuredRun::source).toList();
    if (!outside.isEmpty()) {
      remarks.add(
          """
          No policy of %s is within the run's limits, so the front counts as empty: hypervolume 0. \
          Its curve shows the fronts on the way, which don't tell of limits."""
              .formatted(String.join(", ", outside)));
    }
    if (!raw.isEmpty()) {
      remarks.add(raw(raw, byTask.size() > 1));
    }
    List<String> few = few(byTask);
    if (!intervals.areGiven()) {
      remarks.add("Without intervals, differences between these numbers may be chance.");
    } else if (!few.isEmpty()) {
      remarks.add(
          """
          Fewer than %d runs: %s. Of so few, interquartile means, medians and probabilities have no \
          interval here: a bootstrap's, called 95 %%, covers 76 to 81 %% (3 runs) or 88 to 94 %% (4). \
          Maybe train more seeds."""
              .formatted(Intervals.LEAST_RESAMPLED, String.join(", ", few)));
    }
    return remarks;
  }

  private static String raw(List<String> raw, boolean several) {
    return "The optimality gap"
        + (several ? " and the aggregates over all tasks are" : " is")
        + " left out: "
        + (several ? "they need" : "it needs")
        + " scores between 0 and 1. Maybe give the lowest and highest score with --min and"
        + " --max, or --range TASK=min,max for "
        + String.join(", ", raw)
        + ".";
  }

  private static List<String> few(Map<String, Map<String, List<MeasuredRun>>> byTask) {
    List<String> few = new ArrayList<>();
    byTask.forEach(
        (task, groups) ->
            groups.forEach(
                (label, runs) -> {
                  if (runs.size() < Intervals.LEAST_RESAMPLED) {
                    few.add("%d of %s on %s".formatted(runs.size(), label, task));
                  }
                }));
    return few;
  }
}
