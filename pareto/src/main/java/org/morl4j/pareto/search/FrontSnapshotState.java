package org.morl4j.pareto.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Effort;
import org.morl4j.core.state.State;

/** The indicator curves, to and from saved state. */
final class FrontSnapshotState {
  private FrontSnapshotState() {}

  static void save(State out, String name, List<FrontSnapshot> lines) {
    State list = out.child(name);
    list.put("count", (long) lines.size());
    for (int i = 0; i < lines.size(); i++) {
      FrontSnapshot line = lines.get(i);
      State to = list.child(Integer.toString(i));
      to.put(
          "at",
          new long[] {
            line.stage(),
            line.round(),
            line.effort().transitions(),
            line.effort().updates(),
            line.evaluationTransitions()
          });
      to.put(
          "points",
          line.points().stream().flatMapToDouble(p -> Arrays.stream(p.toArray())).toArray());
    }
  }

  static List<FrontSnapshot> restore(State in, String name, int objectives) {
    State list = in.child(name);
    long count = list.scalarLong("count");
    List<FrontSnapshot> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      State from = list.child(Integer.toString(i));
      long[] at = from.longs("at", 5);
      double[] flat = from.doubles("points");
      List<Vec> points = new ArrayList<>();
      for (int p = 0; p < flat.length; p += objectives) {
        points.add(Vec.of(Arrays.copyOfRange(flat, p, p + objectives)));
      }
      Effort effort = new Effort(at[2], at[3]);
      lines.add(new FrontSnapshot((int) at[0], (int) at[1], effort, at[4], points));
    }
    return lines;
  }
}
