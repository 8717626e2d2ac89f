package org.morl4j.configs.run;

import org.jspecify.annotations.Nullable;
import org.morl4j.core.check.Vec;

/** Hears how a run goes, from several threads. */
@FunctionalInterface
public interface RunListener {
  /** Something moved. */
  void progress(Progress progress);

  /**
   * The policy of a search that keeps no front was evaluated; those of an earlier process are told
   * again at the start, in their order.
   *
   * @param done training transitions and updates on data so far
   * @param returns costs behind objectives
   */
  default void evaluated(long done, Vec returns) {}

  /** Hears nothing. */
  RunListener NONE = progress -> {};

  /**
   * Where a run stands.
   *
   * @param phase what it does, e.g. {@code stage 2 round 1}
   * @param done training transitions and updates on data so far, those before a resume included
   * @param resumed those of them that earlier processes made
   * @param total training transitions and updates on data in all
   * @param frontSize points on the front so far; 0 where no front is searched
   * @param hypervolume of the front so far; NaN where there is none
   * @param latest returns of the latest evaluation, costs behind objectives, where no front is
   *     searched, else null
   */
  record Progress(
      String phase,
      long done,
      long resumed,
      long total,
      int frontSize,
      double hypervolume,
      @Nullable Vec latest) {}
}
