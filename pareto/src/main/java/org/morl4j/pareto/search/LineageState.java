package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.state.State;
import org.morl4j.pareto.archive.Lineage;

/** Where policies come from, to and from saved state: a few long arrays for all of them. */
final class LineageState {
  private LineageState() {}

  static void save(State out, List<Lineage> all) {
    int n = all.size();
    int[] jobs = new int[3 * n];
    long[] efforts = new long[2 * n];
    int[] weights = new int[n]; // how many of each
    for (int i = 0; i < n; i++) {
      Lineage lineage = all.get(i);
      jobs[3 * i] = lineage.stage();
      jobs[3 * i + 1] = lineage.round();
      jobs[3 * i + 2] = lineage.job();
      efforts[2 * i] = lineage.effort().transitions();
      efforts[2 * i + 1] = lineage.effort().updates();
      weights[i] = lineage.preference() == null ? 0 : lineage.preference().size();
    }
    out.put("jobs", jobs);
    out.put("efforts", efforts);
    out.put("preference_sizes", weights);
    out.put(
        "preferences",
        all.stream()
            .map(Lineage::preference)
            .flatMapToDouble(
                w -> w == null ? Arrays.stream(new double[0]) : Arrays.stream(w.toArray()))
            .toArray());
    out.put("multiplier_sizes", all.stream().mapToInt(one -> one.multipliers().size()).toArray());
    out.put(
        "multipliers",
        all.stream().flatMapToDouble(one -> Arrays.stream(one.multipliers().toArray())).toArray());
    out.put("parents", lines(all.stream().map(Lineage::parent).toList()));
    out.put("objectives", lines(all.stream().map(Lineage::objective).toList()));
  }

  private static String lines(List<@Nullable String> names) {
    return names.stream()
        .map(name -> (name == null ? "" : name) + "\n")
        .collect(Collectors.joining());
  }

  static List<Lineage> restore(State in, int n) {
    int[] jobs = in.ints("jobs", 3 * n);
    long[] efforts = in.longs("efforts", 2 * n);
    int[] weights = in.ints("preference_sizes", n);
    double[] preferences = in.doubles("preferences", Arrays.stream(weights).sum());
    int[] limits = in.ints("multiplier_sizes", n);
    double[] multipliers = in.doubles("multipliers", Arrays.stream(limits).sum());
    String[] parents = in.string("parents").split("\n", -1);
    String[] objectives = in.string("objectives").split("\n", -1);
    List<Lineage> all = new ArrayList<>();
    int at = 0;
    int limit = 0;
    for (int i = 0; i < n; i++) {
      double[] multiplier = Arrays.copyOfRange(multipliers, limit, limit + limits[i]);
      limit += limits[i];
      double[] preference = Arrays.copyOfRange(preferences, at, at + weights[i]);
      at += weights[i];
      all.add(
          new Lineage(
              jobs[3 * i],
              jobs[3 * i + 1],
              jobs[3 * i + 2],
              weights[i] == 0 ? null : Vec.of(preference),
              name(parents[i]),
              name(objectives[i]),
              new Effort(efforts[2 * i], efforts[2 * i + 1]),
              Vec.of(multiplier)));
    }
    return all;
  }

  private static @Nullable String name(String line) {
    return line.isEmpty() ? null : line;
  }
}
