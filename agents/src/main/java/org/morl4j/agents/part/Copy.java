package org.morl4j.agents.part;

/** Which of a network's two parameter vectors is asked. */
public enum Copy {
  /** The one in training. */
  LIVE,
  /** The one that follows it slowly. */
  TARGET
}
