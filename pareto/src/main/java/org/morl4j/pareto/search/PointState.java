package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.morl4j.core.constraint.Returns;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.core.state.State;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.Point;

/** Points with their policies, to and from saved state. */
final class PointState {
  private PointState() {}

  static void save(State out, String name, List<Point<Snapshot>> points) {
    State list = out.child(name);
    list.put("count", (long) points.size());
    LineageState.save(list.child("lineages"), points.stream().map(Point::lineage).toList());
    // Points of a policy that takes preferences share it.
    Map<State, Long> policies = new IdentityHashMap<>();
    for (int i = 0; i < points.size(); i++) {
      Point<Snapshot> point = points.get(i);
      State to = list.child(Integer.toString(i));
      to.put("id", point.id());
      save(to, point.measure());
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
    int count = LineageState.count(list.scalarLong("count"));
    Map<Long, Snapshot> policies = new HashMap<>();
    List<Lineage> lineages = LineageState.restore(list.child("lineages"), count);
    for (int i = 0; i < count; i++) {
      State from = list.child(Integer.toString(i));
      points.add(
          new Point<>(
              SavedNames.policy(from.string("id")),
              measure(from, context.objectives()),
              lineages.get(i),
              policies.computeIfAbsent(
                  from.scalarLong("policy"), number -> restore(list, number, context))));
    }
    return points;
  }

  private static void save(State out, Measure measure) {
    measure.evaluated().save(out.child("evaluated"));
    measure.trained().save(out.child("trained"));
    out.put("violation", measure.violation());
  }

  private static Measure measure(State in, int m) {
    return new Measure(
        m,
        Returns.restore(in.child("evaluated")),
        Returns.restore(in.child("trained")),
        in.scalarDouble("violation"));
  }

  private static Snapshot restore(State list, long number, SearchContext context) {
    State policy = list.child("policies").detach(Long.toString(number));
    return context.learners().restore(context.setup(), policy);
  }
}
