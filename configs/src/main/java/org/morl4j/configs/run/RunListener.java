package org.morl4j.configs.run;

/** Told how a run goes, from several threads. */
@FunctionalInterface
public interface RunListener {
  /** Something moved. */
  void progress(Progress progress);

  /** Hears nothing. */
  RunListener NONE = progress -> {};

  /**
   * Where a run stands.
   *
   * @param transitions training transitions so far, those before a resume included
   * @param total training transitions in all
   * @param trainedNow training transitions of this process
   * @param frontSize points on the front so far
   * @param hypervolume of the front so far
   */
  record Progress(
      long transitions, long total, long trainedNow, int frontSize, double hypervolume) {}
}
