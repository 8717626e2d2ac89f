package org.morl4j.cli.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.morl4j.cli.report.Numbers;

/** Whether runs of one environment are of one task, and in what else they differ. */
final class ConditionsCheck {
  private static final int MOST_VALUES = 3;

  private ConditionsCheck() {}

  /**
   * @param runs of one environment
   * @throws CompareException naming two runs and all in which their tasks differ
   */
  static void requireOneTask(List<MeasuredRun> runs) {
    for (String key : keys(runs, Conditions::task)) {
      MeasuredRun first = first(runs, key);
      for (MeasuredRun run : runs) {
        Map<String, String> task = run.conditions().task();
        if (task.containsKey(key) && !task.get(key).equals(first.conditions().task().get(key))) {
          throw refusal(first, run);
        }
      }
    }
  }

  private static MeasuredRun first(List<MeasuredRun> runs, String key) {
    return runs.stream()
        .filter(run -> run.conditions().task().containsKey(key))
        .findFirst()
        .orElseThrow();
  }

  private static CompareException refusal(MeasuredRun a, MeasuredRun b) {
    Map<String, String> ofA = a.conditions().task();
    Map<String, String> ofB = b.conditions().task();
    List<String> keys =
        ofA.keySet().stream()
            .filter(key -> ofB.containsKey(key) && !ofB.get(key).equals(ofA.get(key)))
            .toList();
    String differences =
        keys.stream()
            .map(
                key ->
                    "%s is %s in the former, %s in the latter"
                        .formatted(key, ofB.get(key), ofA.get(key)))
            .collect(Collectors.joining("; "));
    String remedy =
        keys.equals(List.of(Conditions.REFERENCE))
            ? "compute all hypervolumes under one, e.g. --reference=" + plain(ofA)
            : "train both with the same " + String.join(" and ", keys) + ", or compare them apart";
    return new CompareException(
        """
        %s and %s are both of %s, but their scores can't be compared: %s. Maybe %s."""
            .formatted(b.source(), a.source(), a.task(), differences, remedy));
  }

  /** {@code [0, -50]} as the option takes it. */
  private static String plain(Map<String, String> task) {
    return String.valueOf(task.get(Conditions.REFERENCE)).replaceAll("[\\[\\] ]", "");
  }

  /**
   * Sentences about what differs but for the task.
   *
   * @param runs of one task
   */
  static List<String> remarks(List<MeasuredRun> runs) {
    List<String> remarks = new ArrayList<>();
    for (String key : keys(runs, Conditions::circumstances)) {
      Map<String, Set<String>> byLabel = new LinkedHashMap<>();
      for (MeasuredRun run : runs) {
        String value = run.conditions().circumstances().get(key);
        if (value != null) {
          byLabel.computeIfAbsent(run.label(), l -> new LinkedHashSet<>()).add(value);
        }
      }
      if (byLabel.values().stream().flatMap(Set::stream).distinct().count() > 1) {
        String told =
            byLabel.entrySet().stream()
                .map(e -> told(key, e.getValue()) + " for " + e.getKey())
                .collect(Collectors.joining(", "));
        remarks.add("Runs of %s differ in %s: %s.".formatted(runs.get(0).task(), key, told));
      }
    }
    return remarks;
  }

  /** The one remark about runs whose settings nobody knows; none where all are known. */
  static List<String> unknown(List<MeasuredRun> runs) {
    Set<String> sources = new LinkedHashSet<>();
    runs.stream().filter(r -> !r.conditions().known()).forEach(r -> sources.add(r.source()));
    return sources.isEmpty()
        ? List.of()
        : List.of(
            """
            Not checked, since the files don't tell: whether wrappers, arguments, time limit and \
            discount of %s are those of the other runs."""
                .formatted(String.join(", ", sources)));
  }

  private static Set<String> keys(
      List<MeasuredRun> runs, Function<Conditions, Map<String, String>> part) {
    return runs.stream()
        .flatMap(run -> part.apply(run.conditions()).keySet().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String told(String key, Set<String> values) {
    if (key.equals(Conditions.TRANSITIONS)) {
      long[] sorted = values.stream().mapToLong(Long::parseLong).sorted().toArray();
      String most = Numbers.count(sorted[sorted.length - 1]);
      return sorted.length == 1 ? most : Numbers.count(sorted[0]) + " to " + most;
    }
    return values.size() <= MOST_VALUES
        ? String.join(" or ", values)
        : values.size() + " different values";
  }
}
