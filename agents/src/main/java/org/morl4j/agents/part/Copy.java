package org.morl4j.agents.part;

import org.morl4j.nn.Network;
import org.morl4j.nn.Trainable;

/** Which of two parameter vectors is asked. */
public enum Copy {
  /** The one in training. */
  LIVE,
  /** The one that follows it slowly; the live one where there is none. */
  TARGET;

  /** The network of the first block. */
  Network of(Trainable trainable) {
    return this == LIVE ? trainable.network(0) : trainable.target(0);
  }
}
