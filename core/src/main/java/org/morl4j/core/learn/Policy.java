package org.morl4j.core.learn;

import org.morl4j.core.rng.Rng;

/** A way to act. Frozen policies are immutable and may be shared by threads; actors may not. */
public interface Policy {
  /**
   * An actor for {@code n} rows.
   *
   * @param generators one a row; greedy actors draw nothing from them
   */
  Actor actor(int n, Mode mode, Rng[] generators);
}
