package org.morl4j.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;
import org.morl4j.core.learn.Budget;

/** What a run tells while it goes on; called from any of its threads. */
interface Progress {
  /** The run's folder exists; called before anything else of it, of several one after another. */
  void started(Path runFolder);

  /** How far the run is; may be called as often as is convenient. */
  void at(Snapshot snapshot);

  /**
   * State of a run.
   *
   * @param phase what it does, e.g. {@code stage 1}
   * @param transitions training transitions so far, those before a resume included
   * @param resumed those of them that earlier processes made
   * @param budget training transitions in all
   * @param frontSize points in the archive, 0 where there is none
   * @param hypervolume of the archive, NaN before the first evaluation
   * @param latest returns of the latest evaluation where there is no archive, else null
   * @param unit of what is counted where it is not training transitions alone, else empty
   */
  record Snapshot(
      String phase,
      long transitions,
      long resumed,
      long budget,
      int frontSize,
      double hypervolume,
      @Nullable Vec latest,
      String unit) {
    /** Of training transitions. */
    Snapshot(
        String phase,
        long transitions,
        long resumed,
        long budget,
        int frontSize,
        double hypervolume,
        @Nullable Vec latest) {
      this(phase, transitions, resumed, budget, frontSize, hypervolume, latest, "");
    }

    /** The same of what a budget counts: updates on data, transitions, or both. */
    Snapshot of(Budget counted) {
      String both = counted.transitions() > 0 ? "updates and transitions" : "updates";
      return new Snapshot(
          phase,
          transitions,
          resumed,
          budget,
          frontSize,
          hypervolume,
          latest,
          counted.updates() > 0 ? both : "");
    }
  }
}
