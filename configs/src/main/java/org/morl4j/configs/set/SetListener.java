package org.morl4j.configs.set;

import org.morl4j.configs.run.RunListener;

/** Hears how a set of runs goes, from several threads. */
public interface SetListener {
  /** A run moved. */
  default void progress(NamedRun run, RunListener.Progress progress) {}

  /**
   * A run ended, or had ended before.
   *
   * @param why it failed or was stopped, else empty
   */
  default void ended(NamedRun run, RunState state, String why) {}

  /** Hears nothing. */
  SetListener NONE = new SetListener() {};
}
