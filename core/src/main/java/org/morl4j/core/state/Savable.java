package org.morl4j.core.state;

/**
 * Something whose state can be saved and restored exactly: an environment, a learner, a multiplier,
 * a generator. After {@code restore} it goes on bit for bit as the saved one would have.
 */
public interface Savable {
  /** Writes everything that decides what happens next, under names of its own. */
  void save(State out);

  /**
   * Takes the state over.
   *
   * @throws StateException if an entry is missing or has another type or length than expected
   */
  void restore(State in);
}
