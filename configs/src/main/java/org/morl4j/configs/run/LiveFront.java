package org.morl4j.configs.run;

import org.morl4j.core.check.Vec;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;
import org.morl4j.pareto.indicator.Hypervolume;
import org.morl4j.pareto.search.SearchListener;

/** Watches a search for its progress line: the union of all evaluations so far. */
final class LiveFront implements SearchListener {
  /** More objectives than this make the hypervolume too slow to compute on the way. */
  private static final int MAX_OBJECTIVES = 4;

  private final RunListener listener;
  private final long total;
  private ParetoArchive<Boolean> front;
  private double hypervolume = Double.NaN;
  private long transitions;
  private long resumed;
  private String phase = "start";

  LiveFront(RunListener listener, long total, Vec reference) {
    this.listener = listener;
    this.total = total;
    front = ParetoArchive.empty(reference, 200);
  }

  @Override
  public synchronized void round(int stage, int round) {
    phase = stage == 1 ? "stage 1" : "stage 2 round " + round;
    tell();
  }

  @Override
  public synchronized void trained(long more) {
    transitions += more;
    tell();
  }

  @Override
  public synchronized void resumed(long earlier) {
    transitions += earlier;
    resumed += earlier;
    tell();
  }

  @Override
  public synchronized void evaluated(Vec returns) {
    ParetoArchive<Boolean> after =
        front.with(
            new Point<>(
                "", returns, returns, 0, new Lineage(0, 0, 0, null, null, null, 0), Boolean.TRUE));
    if (after != front) {
      front = after;
      if (returns.size() <= MAX_OBJECTIVES) {
        hypervolume = Hypervolume.of(front.returns(), front.reference().toArray());
      }
      tell();
    }
  }

  private void tell() {
    listener.progress(
        new RunListener.Progress(
            phase, transitions, resumed, total, front.points().size(), hypervolume));
  }
}
