package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.state.State;
import org.morl4j.core.state.StateException;
import org.morl4j.pareto.archive.Lineage;

/** Where policies come from, to and from saved state: a few long arrays for all of them. */
final class LineageState {
  private LineageState() {}

  static void save(State out, List<Lineage> all) {
    int n = all.size();
    int[] jobs = new int[3 * n];
    long[] efforts = new long[2 * n];
    for (int i = 0; i < n; i++) {
      Lineage lineage = all.get(i);
      jobs[3 * i] = lineage.stage();
      jobs[3 * i + 1] = lineage.round();
      jobs[3 * i + 2] = lineage.job();
      efforts[2 * i] = lineage.effort().transitions();
      efforts[2 * i + 1] = lineage.effort().updates();
    }
    out.put("jobs", jobs);
    out.put("efforts", efforts);
    saveVectors(
        out.child("preferences"),
        all.stream().map(one -> one.preference() == null ? Vec.of() : one.preference()).toList());
    saveVectors(out.child("multipliers"), all.stream().map(Lineage::multipliers).toList());
    out.put("parents", lines(all.stream().map(Lineage::parent).toList()));
    out.put("objectives", lines(all.stream().map(Lineage::objective).toList()));
  }

  /** Vectors of any sizes, end to end. */
  private static void saveVectors(State out, List<Vec> all) {
    out.put("sizes", all.stream().mapToInt(Vec::size).toArray());
    out.put("values", all.stream().flatMapToDouble(v -> Arrays.stream(v.toArray())).toArray());
  }

  private static List<Vec> vectors(State in, int n) {
    int[] sizes = in.ints("sizes", n);
    double[] values = in.doubles("values");
    if (Arrays.stream(sizes).anyMatch(size -> size < 0)
        || Arrays.stream(sizes).asLongStream().sum() != values.length) {
      throw malformed("preferences or multipliers");
    }
    List<Vec> all = new ArrayList<>();
    int at = 0;
    for (int size : sizes) {
      all.add(Vec.of(Arrays.copyOfRange(values, at, at + size)));
      at += size;
    }
    return all;
  }

  private static String lines(List<@Nullable String> names) {
    return names.stream()
        .map(name -> (name == null ? "" : name) + "\n")
        .collect(Collectors.joining());
  }

  /**
   * How many there are of something that is saved.
   *
   * @throws StateException if it can't be
   */
  static int count(long saved) {
    if (saved < 0 || saved > Integer.MAX_VALUE / 3) {
      throw malformed("count");
    }
    return (int) saved;
  }

  private static StateException malformed(String what) {
    return new StateException(
        "The saved state has an impossible %s of policies. Maybe it was edited: put back a copy of the run's checkpoints."
            .formatted(what));
  }

  static List<Lineage> restore(State in, int n) {
    int[] jobs = in.ints("jobs", 3 * n);
    long[] efforts = in.longs("efforts", 2 * n);
    List<Vec> preferences = vectors(in.child("preferences"), n);
    List<Vec> multipliers = vectors(in.child("multipliers"), n);
    String[] parents = in.string("parents").split("\n", -1);
    String[] objectives = in.string("objectives").split("\n", -1);
    if (parents.length != n + 1 || objectives.length != n + 1) {
      throw malformed("lineage");
    }
    List<Lineage> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      all.add(
          new Lineage(
              jobs[3 * i],
              jobs[3 * i + 1],
              jobs[3 * i + 2],
              preferences.get(i).size() == 0 ? null : preferences.get(i),
              parents[i].isEmpty() ? null : SavedNames.policy(parents[i]),
              name(objectives[i]),
              new Effort(efforts[2 * i], efforts[2 * i + 1]),
              multipliers.get(i)));
    }
    return all;
  }

  private static @Nullable String name(String line) {
    return line.isEmpty() ? null : line;
  }
}
