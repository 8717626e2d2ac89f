package org.morl4j.pareto.search;

import java.util.List;
import org.morl4j.constraints.Bound;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Snapshot;
import org.morl4j.pareto.archive.Point;

/** What one job of a search trains for. */
public sealed interface Task {
  /** Maximise w.G from scratch. */
  record Preference(Vec weights) implements Task {}

  /**
   * Go on from an archived policy: maximise one objective while the bounds hold.
   *
   * @param start the policy to start from
   * @param objective place of the maximised objective
   * @param bounds lower bounds on the others
   * @param barrier t of the log barrier
   */
  record Extension(Point<Snapshot> start, int objective, List<Bound> bounds, double barrier)
      implements Task {
    public Extension {
      bounds = List.copyOf(bounds);
    }
  }
}
