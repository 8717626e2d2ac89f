package org.morl4j.pareto.search;

import org.morl4j.core.learn.Mode;

/** How a measured policy acts. */
public enum EvaluationMode {
  GREEDY(Mode.EXPLOIT),
  /** As in training: by drawing. */
  SAMPLED(Mode.EXPLORE);

  private final Mode mode;

  EvaluationMode(Mode mode) {
    this.mode = mode;
  }

  /** The actor's. */
  public Mode mode() {
    return mode;
  }
}
