package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.state.State;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.Point;

/** Points with their policies, to and from saved state. */
final class PointState {
  private PointState() {}

  static void save(State out, String name, List<Point<Snapshot>> points) {
    State list = out.child(name);
    list.put("count", (long) points.size());
    // Points of a policy that takes preferences share it.
    Map<State, Long> policies = new IdentityHashMap<>();
    for (int i = 0; i < points.size(); i++) {
      Point<Snapshot> point = points.get(i);
      State to = list.child(Integer.toString(i));
      to.put("id", point.id());
      to.put("returns", point.returns().toArray());
      to.put("standard_error", point.standardError().toArray());
      Lineage lineage = point.lineage();
      to.put(
          "lineage",
          new long[] {
            lineage.stage(),
            lineage.round(),
            lineage.job(),
            lineage.effort().transitions(),
            lineage.effort().updates(),
            point.episodes()
          });
      if (lineage.preference() != null) {
        to.put("preference", lineage.preference().toArray());
      }
      if (lineage.parent() != null) {
        to.put("parent", lineage.parent());
      }
      if (lineage.objective() != null) {
        to.put("objective", lineage.objective());
      }
      State policy = point.policy().state();
      Long known = policies.putIfAbsent(policy, (long) policies.size());
      if (known == null) {
        list.child("policies").putAll(Long.toString(policies.size() - 1L), policy);
      }
      to.put("policy", known == null ? policies.size() - 1L : known);
    }
  }

  static List<Point<Snapshot>> restore(State in, String name, SearchContext context) {
    State list = in.child(name);
    List<Point<Snapshot>> points = new ArrayList<>();
    long count = list.scalarLong("count");
    Map<Long, Snapshot> policies = new HashMap<>();
    for (int i = 0; i < count; i++) {
      State from = list.child(Integer.toString(i));
      long[] numbers = from.longs("lineage", 6);
      Lineage lineage =
          new Lineage(
              (int) numbers[0],
              (int) numbers[1],
              (int) numbers[2],
              from.has("preference") ? Vec.of(from.doubles("preference")) : null,
              from.has("parent") ? from.string("parent") : null,
              from.has("objective") ? from.string("objective") : null,
              new Effort(numbers[3], numbers[4]));
      points.add(
          new Point<>(
              from.string("id"),
              Vec.of(from.doubles("returns", context.objectives())),
              Vec.of(from.doubles("standard_error", context.objectives())),
              (int) numbers[5],
              lineage,
              policies.computeIfAbsent(
                  from.scalarLong("policy"), number -> restore(list, number, context))));
    }
    return points;
  }

  private static Snapshot restore(State list, long number, SearchContext context) {
    State policy = list.child("policies").detach(Long.toString(number));
    return context.learners().restore(context.setup(), policy);
  }
}
