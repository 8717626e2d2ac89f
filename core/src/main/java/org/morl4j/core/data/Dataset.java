package org.morl4j.core.data;

import java.util.Optional;
import org.morl4j.core.env.EnvSpec;

/** Recorded transitions as they lie somewhere, opened; found by {@link Datasets}. */
public interface Dataset {
  /** What it is, in words. */
  String description();

  /** A hash of its content, which the record of a run keeps: a resume on other data is refused. */
  String hash();

  /** The environment it was recorded in. */
  EnvSpec spec();

  /**
   * Its rows for learners of some signals.
   *
   * @param signals those of {@link #spec}, with the discounts to learn under
   * @throws IllegalArgumentException if they can't be learned from under these signals
   */
  DataView view(Signals signals);

  /** The returns that scores on it are measured against, where they are known. */
  default Optional<ReferenceScores> references() {
    return Optional.empty();
  }
}
