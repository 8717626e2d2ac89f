package org.morl4j.configs.run;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Budget;
import org.morl4j.core.learn.Effort;
import org.morl4j.pareto.archive.Lineage;
import org.morl4j.pareto.archive.Measure;
import org.morl4j.pareto.archive.ParetoArchive;
import org.morl4j.pareto.archive.Point;
import org.morl4j.pareto.indicator.Hypervolume;
import org.morl4j.pareto.indicator.MeasuredFront;
import org.morl4j.pareto.search.EvaluationResult;
import org.morl4j.pareto.search.SearchEnd;
import org.morl4j.pareto.search.SearchListener;

/** Watches a search for its progress line: the latest evaluation, and the front of all so far. */
final class LiveFront implements SearchListener {
  /** More objectives than this make the hypervolume too slow to compute on the way. */
  private static final int MAX_OBJECTIVES = 4;

  private final RunListener listener;
  private final Budget total;
  private @Nullable ParetoArchive<Boolean> front;
  private @Nullable Vec latest;
  private int frontSize;
  private double hypervolume = Double.NaN;
  private Effort effort = Effort.NONE;
  private Effort earlier = Effort.NONE;
  private String phase = "start";

  /**
   * @param reference of the front; null where none is searched
   */
  LiveFront(RunListener listener, Budget total, @Nullable Vec reference) {
    this.listener = listener;
    this.total = total;
    front = reference == null ? null : ParetoArchive.empty(reference, 200);
  }

  @Override
  public synchronized void phase(String name) {
    phase = name;
    tell();
  }

  @Override
  public synchronized void trained(Effort more) {
    effort = effort.plus(more);
    tell();
  }

  @Override
  public synchronized void resumed(Effort before) {
    effort = effort.plus(before);
    earlier = earlier.plus(before);
    tell();
  }

  /**
   * The search is over: from now on its front is the one that was measured anew, which is what
   * front.csv, run.json and the report say.
   *
   * @param claim of the front; null where none was searched
   */
  synchronized void done(SearchEnd end, @Nullable MeasuredFront claim) {
    phase = end == SearchEnd.NOTHING_TO_EXTEND ? "done, nothing left to extend" : "done";
    if (claim != null) {
      frontSize = claim.policies();
      hypervolume = claim.hypervolume();
    }
    tell();
  }

  @Override
  public void evaluated(EvaluationResult evaluated) {
    if (front == null) {
      latest(evaluated.returns().mean());
      // Not under the lock: whoever hears it may take its time.
      listener.evaluated(total.done(evaluated.effort()), evaluated.returns().mean());
    } else {
      onFront(evaluated);
    }
  }

  private synchronized void latest(Vec returns) {
    latest = returns;
    tell();
  }

  private synchronized void onFront(EvaluationResult evaluated) {
    ParetoArchive<Boolean> before = front;
    if (before == null) {
      return;
    }
    Vec returns = evaluated.returns().mean().head(before.reference().size());
    ParetoArchive<Boolean> after =
        before.with(
            new Point<>(
                "",
                Measure.exact(returns, evaluated.violation()),
                new Lineage(0, 0, 0, null, null, null, Effort.NONE),
                Boolean.TRUE));
    if (after != before) {
      front = after;
      frontSize = after.points().size();
      if (returns.size() <= MAX_OBJECTIVES) {
        hypervolume = Hypervolume.of(after.returns(), after.reference().toArray());
      }
      tell();
    }
  }

  private void tell() {
    listener.progress(
        new RunListener.Progress(
            phase,
            total.done(effort),
            total.done(earlier),
            total.sum(),
            frontSize,
            hypervolume,
            latest));
  }
}
